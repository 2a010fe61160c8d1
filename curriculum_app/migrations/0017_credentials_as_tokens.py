"""credentials as tokens

Revision ID: 1795591200
Revises: 1795580000
Create Date: 2026-11-25 15:05:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795591200'
down_revision = '1795580000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema. What was printed before keeps its two prints: a token made later would not be of its day."""
    with op.batch_alter_table('credential_print') as batch_op:
        batch_op.add_column(sa.Column('token', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('token_sha256', sa.String(length=64), nullable=True))
        batch_op.create_check_constraint(op.f('ck_credential_print_token'), '(token is null) = (token_sha256 is null)')


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('credential_print') as batch_op:
        batch_op.drop_constraint(op.f('ck_credential_print_token'), type_='check')
        batch_op.drop_column('token_sha256')
        batch_op.drop_column('token')
