"""stolen keys, suspension, and changes of the standing of certificates

Revision ID: 1795618800
Revises: 1795591200
Create Date: 2026-11-25 15:00:00.000000

"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from curriculum_app.database import children_left_alone

# revision identifiers, used by Alembic.
revision: str = '1795618800'
down_revision = '1795591200'
branch_labels = None
depends_on = None

# Columns with the checks that lean on them: SQLite takes these with a column, so that no table is made anew on the way up.
COLUMNS: dict[str, tuple[sa.Column[Any], ...]] = {
    'signing_key': (
        sa.Column('signs_from', sa.DateTime(timezone=True), nullable=True),
        sa.Column('trusted_entries', sa.Integer(), nullable=True),
        sa.Column('distrusted_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('statement', sa.Text(), nullable=False, server_default=sa.text("''")),
    ),
    'credential': (
        sa.Column('revocation_ground', sa.String(length=30), nullable=False, server_default=sa.text("''")),
        sa.Column('suspension_reason', sa.String(length=300), nullable=False, server_default=sa.text("''")),
        sa.Column('suspension_ground', sa.String(length=30), nullable=False, server_default=sa.text("''")),
        sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    ),
    'credential_print': (sa.Column('key_id', sa.Uuid(), nullable=True),),
    'organisation': (sa.Column('two_person_approval', sa.Boolean(), nullable=False, server_default=sa.false()),),
}
CHECKS = {
    ('signing_key', 'distrusted_since'): ('ck_signing_key_distrusted', '(distrusted_since is null) = (trusted_entries is null)'),
    ('credential', 'suspended_at'): ('ck_credential_suspension_reason', "suspended_at is null or suspension_reason <> ''"),
}


def upgrade() -> None:
    """Upgrade schema; each print learns from its document which key signed it."""
    for table, columns in COLUMNS.items():
        for column in columns:
            _add(table, column)
    op.create_index(op.f('ix_credential_print_key_id'), 'credential_print', ['key_id'])
    _fill_in_the_keys()
    op.create_table('standing_change',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('ground', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('unknown', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql'), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_reason', sa.String(length=300), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('decided_by is null or asked_by is null or decided_by <> asked_by', name=op.f('ck_standing_change_two_people')),
    sa.CheckConstraint("kind <> 'end_approval' or organisation_id is not null", name=op.f('ck_standing_change_organisation')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_standing_change_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_standing_change_asked_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_standing_change_decided_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing_change'))
    )
    op.create_index('ix_standing_change_state', 'standing_change', ['state', 'created_at'])
    op.create_table('standing_change_item',
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.ForeignKeyConstraint(['change_id'], ['standing_change.id'], name=op.f('fk_standing_change_item_change_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_standing_change_item_credential_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('change_id', 'credential_id', name=op.f('pk_standing_change_item'))
    )
    op.create_index('ix_standing_change_item_place', 'standing_change_item', ['change_id', 'place'])


def downgrade() -> None:
    """Downgrade schema. Suspensions are forgotten, and so is which keys were stolen."""
    op.drop_table('standing_change_item')
    op.drop_table('standing_change')
    op.drop_index(op.f('ix_credential_print_key_id'), 'credential_print')
    with children_left_alone(op.get_bind()):
        for table, columns in COLUMNS.items():
            _drop(table, columns)


def _drop(table: str, columns: Sequence[sa.Column[Any]]) -> None:
    """A check may have become one of the table, where SQLite made it anew since; then its column goes only with the table made anew."""
    with op.batch_alter_table(table) as batch_op:
        for column in reversed(columns):
            if (table, column.name) in CHECKS:
                batch_op.drop_constraint(batch_op.f(CHECKS[table, column.name][0]), type_='check')
            batch_op.drop_column(column.name)


def _add(table: str, column: sa.Column[Any]) -> None:
    if (table, column.name) not in CHECKS:
        op.add_column(table, column._copy())
        return
    name, rule = CHECKS[table, column.name]
    kind = 'timestamp with time zone' if op.get_bind().dialect.name == 'postgresql' else 'datetime'
    op.execute(f'alter table {table} add column {column.name} {kind} constraint {name} check ({rule})')


def _fill_in_the_keys() -> None:
    prints = sa.table('credential_print', sa.column('credential_id', sa.Uuid()), sa.column('document', sa.LargeBinary()),
                      sa.column('key_id', sa.Uuid()))
    connection, last = op.get_bind(), UUID(int=0)
    while True:
        page = sa.select(prints.c.credential_id, prints.c.document).where(prints.c.credential_id > last)
        rows = connection.execute(page.order_by(prints.c.credential_id).limit(500)).all()
        if not rows:
            return
        for credential_id, document in rows:
            if (key := _signer(document)) is not None:
                connection.execute(prints.update().where(prints.c.credential_id == credential_id).values(key_id=key))
        last = rows[-1][0]


def _signer(document: bytes) -> UUID | None:
    try:
        return UUID(json.loads(document)['proof'][0]['verificationMethod'].partition('#')[2])
    except (KeyError, IndexError, TypeError, ValueError):
        return None
