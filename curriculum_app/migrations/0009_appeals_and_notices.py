"""appeals and notices

Revision ID: 1795543200
Revises: 1795539600
Create Date: 2026-11-25 00:49:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795543200'
down_revision = '1795539600'
branch_labels = None
depends_on = None

STATES = "state in ('open', 'alternative', 'contested', 'changed', 'declined', 'withdrawn')"
OPEN, UNREAD = sa.text("state = 'open'"), sa.text('read_at is null')


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('appeal',
    sa.Column('answer_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('gold_edition_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('wants_credit', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_edition_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.String(length=2000), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint(STATES, name=op.f('ck_appeal_state')),
    sa.CheckConstraint("(state in ('open', 'withdrawn')) = (decided_at is null)", name=op.f('ck_appeal_decided')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_appeal_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_appeal_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_appeal_decided_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decided_edition_id'], ['edition.id'], name=op.f('fk_appeal_decided_edition_id')),
    sa.ForeignKeyConstraint(['gold_edition_id'], ['edition.id'], name=op.f('fk_appeal_gold_edition_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_appeal_organisation_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal'))
    )
    with op.batch_alter_table('appeal') as batch_op:
        batch_op.create_index('ix_appeal_account', ['account_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index('ix_appeal_item', ['item_id', 'language'], unique=False)
        batch_op.create_index('ix_appeal_open', ['created_at'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index('uq_appeal_open', ['answer_id'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table('notice',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('sort', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('answer_id', sa.Uuid(), nullable=True),
    sa.Column('gold_edition_id', sa.Uuid(), nullable=True),
    sa.Column('facts', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_notice_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_notice_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['gold_edition_id'], ['edition.id'], name=op.f('fk_notice_gold_edition_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('account_id', 'sort', 'subject_id', 'gold_edition_id',
                        name=op.f('uq_notice_account_id_sort_subject_id_gold_edition_id'))
    )
    with op.batch_alter_table('notice') as batch_op:
        batch_op.create_index('ix_notice_account', ['account_id', 'created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_answer_id'), ['answer_id'], unique=False)
        batch_op.create_index('ix_notice_unread', ['account_id'], unique=False, sqlite_where=UNREAD, postgresql_where=UNREAD)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('notice')
    op.drop_table('appeal')
