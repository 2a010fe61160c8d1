"""verdicts that await a person, and JSON that is read whole

Revision ID: 1795532400
Revises: 1795528800
Create Date: 2026-11-24 15:00:00.000000

"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795532400'
down_revision = '1795528800'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('verdict') as batch_op:
        batch_op.alter_column('score', existing_type=sa.Double(), nullable=True)
    if op.get_bind().dialect.name == 'postgresql':
        for table, column in (('verdict', 'verdict'), ('answer', 'answer')):
            op.alter_column(table, column, type_=sa.JSON(none_as_null=True), existing_type=postgresql.JSONB(none_as_null=True),
                            postgresql_using=f'{column}::json')
        lz4 = "select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)"
        if op.get_bind().scalar(sa.text(lz4)):  # where the server was built with it: half the cost of writing a verdict
            op.execute('alter table verdict alter column verdict set compression lz4')


def downgrade() -> None:
    """Downgrade schema."""
    if op.get_bind().dialect.name == 'postgresql':
        for table, column in (('verdict', 'verdict'), ('answer', 'answer')):
            op.alter_column(table, column, type_=postgresql.JSONB(none_as_null=True), existing_type=sa.JSON(none_as_null=True),
                            postgresql_using=f'{column}::jsonb')
    with op.batch_alter_table('verdict') as batch_op:
        batch_op.alter_column('score', existing_type=sa.Double(), nullable=False)
