"""the clock of a sitting

Revision ID: 1795528800
Revises: 1795515291
Create Date: 2026-11-24 14:00:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795528800'
down_revision = '1795515291'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('sitting') as batch_op:
        batch_op.add_column(sa.Column('boot_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('boot_seconds', sa.Double(), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('sitting') as batch_op:
        batch_op.drop_column('boot_seconds')
        batch_op.drop_column('boot_id')
