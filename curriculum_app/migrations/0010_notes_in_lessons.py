"""notes in lessons

Revision ID: 1795546800
Revises: 1795543200
Create Date: 2026-11-25 00:50:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795546800'
down_revision = '1795543200'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('note',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('lesson_id', sa.Uuid(), nullable=False),
    sa.Column('section', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(text) between 1 and 20000', name=op.f('ck_note_length')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_note_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note')),
    sa.UniqueConstraint('account_id', 'lesson_id', 'section', name=op.f('uq_note_account_id_lesson_id_section'))
    )
    op.create_table('reading_place',
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('lesson_id', sa.Uuid(), nullable=False),
    sa.Column('section', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_reading_place_enrolment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('enrolment_id', 'lesson_id', name=op.f('pk_reading_place'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('reading_place')
    op.drop_table('note')
