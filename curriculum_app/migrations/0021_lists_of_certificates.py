"""Lists of certificates that are checked at once

Revision ID: 1795582100
Revises: 1795582000
Create Date: 2026-11-25 15:30:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795582100'
down_revision = '1795582000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('bulk_sheet',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('check_id', sa.Uuid(), nullable=True),
    sa.Column('content', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bulk_sheet_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['check_id'], ['bulk_check.id'], name=op.f('fk_bulk_sheet_check_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_sheet')),
    sa.UniqueConstraint('check_id', name=op.f('uq_bulk_sheet_check_id'))
    )
    with op.batch_alter_table('bulk_sheet') as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_sheet_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_sheet_expires_at'), ['expires_at'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('bulk_sheet')
