"""API keys, webhooks, the feed of changes, and checks of many certificates at once

Revision ID: 1795582000
Revises: 1795575000
Create Date: 2026-11-25 15:00:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795582000'
down_revision = '1795575000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('bulk_check',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_bulk_check_size')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bulk_check_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_check'))
    )
    with op.batch_alter_table('bulk_check') as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_check_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_check_expires_at'), ['expires_at'], unique=False)
    op.create_table('bulk_part',
    sa.Column('check_id', sa.Uuid(), nullable=False),
    sa.Column('start', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rows', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('results', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['check_id'], ['bulk_check.id'], name=op.f('fk_bulk_part_check_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('check_id', 'start', name=op.f('pk_bulk_part'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('bulk_part')
    op.drop_table('bulk_check')
