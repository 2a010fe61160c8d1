"""the review schedule and placement

Revision ID: 1795550400
Revises: 1795546800
Create Date: 2026-11-25 00:51:00.000000

"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795550400'
down_revision = '1795546800'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('review_card',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('sort', sa.String(length=10), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('stability', sa.Double(), nullable=True),
    sa.Column('difficulty', sa.Double(), nullable=True),
    sa.Column('streak', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("sort in ('item', 'skill', 'mirror')", name=op.f('ck_review_card_sort')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_review_card_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_card')),
    sa.UniqueConstraint('account_id', 'subject', name=op.f('uq_review_card_account_id_subject'))
    )
    op.create_index('ix_review_card_due', 'review_card', ['account_id', 'due_at'], unique=False)
    op.create_table('mirrored_answer',
    sa.Column('answer_id', sa.Uuid(), nullable=False),
    sa.Column('first_answer_id', sa.Uuid(), nullable=False),
    sa.Column('guise', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_mirrored_answer_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['first_answer_id'], ['answer.id'], name=op.f('fk_mirrored_answer_first_answer_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('answer_id', name=op.f('pk_mirrored_answer')),
    sa.UniqueConstraint('first_answer_id', 'guise', name=op.f('uq_mirrored_answer_first_answer_id_guise'))
    )
    op.create_index(op.f('ix_mirrored_answer_first_answer_id'), 'mirrored_answer', ['first_answer_id'], unique=False)
    op.create_table('placement',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql'), nullable=False),
    sa.Column('outcome', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql'), nullable=True),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(finished_at is null) = (outcome is null)', name=op.f('ck_placement_finished_with_outcome')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_placement_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_placement_enrolment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placement')),
    sa.UniqueConstraint('enrolment_id', name=op.f('uq_placement_enrolment_id'))
    )
    op.create_index(op.f('ix_placement_account_id'), 'placement', ['account_id'], unique=False)
    with op.batch_alter_table('step_result') as batch_op:
        batch_op.add_column(sa.Column('known_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('step_result') as batch_op:
        batch_op.drop_column('known_at')
    op.drop_index(op.f('ix_placement_account_id'), table_name='placement')
    op.drop_table('placement')
    op.drop_index(op.f('ix_mirrored_answer_first_answer_id'), table_name='mirrored_answer')
    op.drop_table('mirrored_answer')
    op.drop_index('ix_review_card_due', table_name='review_card')
    op.drop_table('review_card')
