"""taken along and erased

Revision ID: 1795620027
Revises: 1795620026
Create Date: 2026-11-25 16:05:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795620027'
down_revision = '1795620026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('data_export',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(done_at is null) = (content is null)', name=op.f('ck_data_export_done')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_data_export_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_data_export'))
    )
    op.create_index(op.f('ix_data_export_expires_at'), 'data_export', ['expires_at'], unique=False)
    op.add_column('credential', sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_column('credential', 'erased_at')  # in place: a table that others refer to is not made anew
    op.drop_table('data_export')
