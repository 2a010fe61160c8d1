"""the chained trail

Revision ID: 1795620026
Revises: 1795620025
Create Date: 2026-11-25 15:20:00.000000

"""

import json
from datetime import UTC
from hashlib import sha256

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795620026'
down_revision = '1795620025'
branch_labels = None
depends_on = None

ENTRY = sa.table(
    'audit_entry', sa.column('id', sa.Uuid()), sa.column('created_at', sa.DateTime(timezone=True)), sa.column('actor_id', sa.Uuid()),
    sa.column('organisation_id', sa.Uuid()), sa.column('deed', sa.String()), sa.column('subject_id', sa.Uuid()),
    sa.column('particulars', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')), sa.column('number', sa.Integer()),
    sa.column('hash', sa.LargeBinary()),
)


def upgrade() -> None:
    """Upgrade schema. What is on the trail already is chained in the order in which it was made."""
    with op.batch_alter_table('audit_entry') as batch_op:
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('hash', sa.LargeBinary(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f('uq_audit_entry_number'), ['number'])
        batch_op.create_check_constraint('number', '(number is null) = (hash is null)')
    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_audit_head_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    number, newest = _chain()
    head = sa.table('audit_head', sa.column('id', sa.Integer()), sa.column('number', sa.Integer()), sa.column('hash', sa.LargeBinary()))
    op.get_bind().execute(sa.insert(head).values(id=1, number=number, hash=newest))


def _chain() -> tuple[int, bytes]:
    bind, number, newest = op.get_bind(), 0, bytes(32)
    for row in bind.execute(sa.select(ENTRY).order_by(ENTRY.c.created_at, ENTRY.c.id)).all():
        number += 1
        at = row.created_at.replace(tzinfo=UTC) if row.created_at.tzinfo is None else row.created_at.astimezone(UTC)
        content = {
            'number': number, 'id': str(row.id), 'at': at.isoformat(timespec='microseconds'),
            'actor': row.actor_id and str(row.actor_id), 'organisation': row.organisation_id and str(row.organisation_id),
            'deed': row.deed, 'subject': row.subject_id and str(row.subject_id), 'particulars': row.particulars,
        }
        newest = sha256(newest + json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(',', ':')).encode()).digest()
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == row.id).values(number=number, hash=newest))
    return number, newest


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry') as batch_op:
        batch_op.drop_constraint('number', type_='check')
        batch_op.drop_constraint(batch_op.f('uq_audit_entry_number'), type_='unique')
        batch_op.drop_column('hash')
        batch_op.drop_column('number')
