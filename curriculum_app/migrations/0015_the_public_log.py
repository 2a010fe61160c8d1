"""the public log of credentials

Revision ID: 1795575000
Revises: 1795560300
Create Date: 2026-11-25 10:50:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795575000'
down_revision = '1795560300'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema. The worker appends what was printed before."""
    op.create_table('log_entry',
    sa.Column('index', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('credential_id', sa.Uuid(), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(), nullable=False),
    sa.Column('appended_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(leaf_hash) = 32', name=op.f('ck_log_entry_leaf_hash')),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_log_entry_credential_id')),
    sa.PrimaryKeyConstraint('index', name=op.f('pk_log_entry')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_log_entry_credential_id'))
    )
    op.create_table('log_node',
    sa.Column('level', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('index', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('level', 'index', name=op.f('pk_log_node'))
    )
    op.create_table('log_checkpoint',
    sa.Column('size', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('size', name=op.f('pk_log_checkpoint'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('log_checkpoint')
    op.drop_table('log_node')
    op.drop_table('log_entry')
