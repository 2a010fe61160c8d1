"""the author's bench

Revision ID: 1795557600
Revises: 1795554000
Create Date: 2026-11-25 00:53:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795557600'
down_revision = '1795554000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('edition') as batch_op:
        batch_op.add_column(sa.Column('cosmetic_of', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_edition_cosmetic_of'), 'edition', ['cosmetic_of'], ['id'])


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('edition') as batch_op:
        batch_op.drop_constraint(op.f('fk_edition_cosmetic_of'), type_='foreignkey')
        batch_op.drop_column('cosmetic_of')
