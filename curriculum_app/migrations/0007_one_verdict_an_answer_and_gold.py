"""one verdict an answer and gold

Revision ID: 1795536000
Revises: 1795532400
Create Date: 2026-11-25 00:47:00.000000

"""

from uuid import uuid4

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795536000'
down_revision = '1795532400'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table('verdict') as batch_op:
        batch_op.drop_constraint('uq_verdict_answer_id_gold_edition_id', type_='unique')
        batch_op.drop_constraint('pk_verdict', type_='primary')
        batch_op.drop_column('id')
        batch_op.create_primary_key('pk_verdict', ['answer_id', 'gold_edition_id'])


def downgrade() -> None:
    """Downgrade schema."""
    with op.batch_alter_table('verdict') as batch_op:
        batch_op.add_column(sa.Column('id', sa.Uuid(), nullable=True))
    verdict = sa.table('verdict', sa.column('id', sa.Uuid()), sa.column('answer_id', sa.Uuid()), sa.column('gold_edition_id', sa.Uuid()))
    for answer_id, gold_edition_id in op.get_bind().execute(sa.select(verdict.c.answer_id, verdict.c.gold_edition_id)).all():
        key = (verdict.c.answer_id == answer_id) & (verdict.c.gold_edition_id == gold_edition_id)
        op.execute(sa.update(verdict).where(key).values(id=uuid4()))
    with op.batch_alter_table('verdict') as batch_op:
        batch_op.alter_column('id', existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_constraint('pk_verdict', type_='primary')
        batch_op.create_primary_key('pk_verdict', ['id'])
        batch_op.create_unique_constraint('uq_verdict_answer_id_gold_edition_id', ['answer_id', 'gold_edition_id'])
