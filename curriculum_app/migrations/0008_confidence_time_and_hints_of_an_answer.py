"""confidence, time and hints of an answer

Revision ID: 1795539600
Revises: 1795536000
Create Date: 2026-11-25 00:48:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795539600'
down_revision = '1795536000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    for table, seconds in (('answer', sa.Column('seconds', sa.Integer(), nullable=True)),
                           ('draft', sa.Column('seconds', sa.Integer(), server_default='0', nullable=False))):
        op.add_column(table, sa.Column('confidence', sa.String(length=10), nullable=True))
        op.add_column(table, seconds)
        op.add_column(table, sa.Column('hints', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    """Downgrade schema."""
    for table in ('draft', 'answer'):
        with op.batch_alter_table(table) as batch_op:
            for column in ('hints', 'seconds', 'confidence'):
                batch_op.drop_column(column)
