"""the page that kept a draft

Revision ID: 1795560300
Revises: 1795557600
Create Date: 2026-11-25 06:45:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795560300'
down_revision = '1795557600'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column('draft', sa.Column('page', sa.String(length=40), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('draft') as batch_op:
        batch_op.drop_column('page')
