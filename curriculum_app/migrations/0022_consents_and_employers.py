"""consents with their texts and ends, and what stands between a record and an employer

Revision ID: 1795602200
Revises: 1795582100
Create Date: 2026-11-25 15:10:00.000000

"""

from datetime import datetime
from typing import Any

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795602200'
down_revision = '1795582100'
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql')


CHECKED = (
    ('availability', "varchar(12) default '' not null", "availability in ('', 'now', 'from', 'not_looking')"),
    ('available_from', 'date', "(availability = 'from') = (available_from is not null)"),
    ('hours', 'smallint', 'hours between 1 and 60'),
)


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def fk(column: str, table: str, ondelete: str, own: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{table}.id'], name=op.f(f'fk_{own}_{column}'), ondelete=ondelete)


def upgrade() -> None:
    """Upgrade schema. Who is listed already stays so for twelve months from when they agreed; records are filled by the worker."""
    _consents()
    _records()
    _registrations()
    _between()


def _consents() -> None:
    op.drop_index('uq_consent_in_force', table_name='consent')
    with op.batch_alter_table('consent') as table:
        table.add_column(sa.Column('organisation_id', sa.Uuid(), nullable=True))
        table.add_column(sa.Column('text_language', sa.String(length=2), server_default='', nullable=False))
        table.add_column(sa.Column('text_hash', sa.String(length=64), server_default='', nullable=False))
        table.add_column(sa.Column('page', sa.String(length=60), server_default='', nullable=False))
        table.add_column(sa.Column('expires_at', moment, nullable=True))
        table.add_column(sa.Column('reminded_at', moment, nullable=True))
        table.add_column(sa.Column('ending', sa.String(length=10), nullable=True))
        table.create_foreign_key(op.f('fk_consent_organisation_id'), 'organisation', ['organisation_id'], ['id'], ondelete='CASCADE')
        table.create_check_constraint(op.f('ck_consent_organisation'), "(purpose = 'reveal') = (organisation_id is not null)")
        table.create_check_constraint(op.f('ck_consent_ending'), "ending is null or withdrawn_at is not null")
    op.create_index(op.f('ix_consent_organisation_id'), 'consent', ['organisation_id'])
    op.create_index('uq_consent_in_force', 'consent', ['account_id', 'purpose'], unique=True,
                    **where('withdrawn_at is null and organisation_id is null'))
    op.create_index('uq_consent_for_one_in_force', 'consent', ['account_id', 'purpose', 'organisation_id'], unique=True,
                    **where('withdrawn_at is null and organisation_id is not null'))
    op.create_index('ix_consent_expires_at', 'consent', ['expires_at'], **where('withdrawn_at is null'))
    consent = sa.table('consent', sa.column('id', sa.Uuid()), sa.column('purpose', sa.String()), sa.column('given_at', moment),
                       sa.column('withdrawn_at', moment), sa.column('expires_at', moment), sa.column('ending', sa.String()))
    connection = op.get_bind()
    connection.execute(consent.update().where(consent.c.withdrawn_at.is_not(None)).values(ending='withdrawn'))
    listed = sa.select(consent.c.id, consent.c.given_at).where(consent.c.purpose == 'talent_pool', consent.c.withdrawn_at.is_(None))
    for consent_id, given_at in connection.execute(listed).all():
        connection.execute(consent.update().where(consent.c.id == consent_id).values(expires_at=_a_year_on(given_at)))


def _a_year_on(given_at: datetime) -> datetime:
    day = 28 if (given_at.month, given_at.day) == (2, 29) else given_at.day
    return given_at.replace(year=given_at.year + 1, day=day)


def _records() -> None:
    # Not in a batch: that would make the table anew on SQLite, and dropping the old one would empty its children.
    for column, kind, check in CHECKED:
        name = f'ck_talent_record_{column}'
        if op.get_bind().dialect.name == 'sqlite':
            op.execute(f"alter table talent_record add column {column} {kind} constraint {name} check ({check})")
        else:
            op.execute(f"alter table talent_record add column {column} {kind}")
            op.create_check_constraint(op.f(name), 'talent_record', check)
    op.add_column('talent_record', sa.Column('remote', sa.Boolean(), nullable=True))
    for name in ('shown_until', 'listed_at', 'assessed_at'):
        op.add_column('talent_record', sa.Column(name, moment, nullable=True))
    for name in ('level', 'score', 'languages'):
        op.add_column('talent_record', sa.Column(name, sa.SmallInteger(), server_default='0', nullable=False))
    for name in ('courses', 'skills', 'skills_associate', 'skills_reviewer', 'skills_expert'):
        op.add_column('talent_record', sa.Column(name, sa.BigInteger(), server_default='0', nullable=False))
    op.add_column('talent_record', sa.Column('shut_out', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('talent_record', sa.Column('stale', sa.Boolean(), server_default=sa.text('true'), nullable=False))
    op.create_index('ix_talent_record_shown', 'talent_record', ['assessed_at', 'id', 'shown_until', 'level', 'score', 'languages', 'courses',
                    'skills', 'skills_associate', 'skills_reviewer', 'skills_expert', 'availability', 'available_from', 'hours', 'remote'],
                    **where('shown_until is not null'))
    op.create_index('ix_talent_record_ending', 'talent_record', ['shown_until'], **where('shown_until is not null'))
    op.create_index('ix_talent_record_stale', 'talent_record', ['id'], **where('stale'))
    op.drop_index('ix_talent_skill_search', table_name='talent_skill')
    op.add_column('talent_skill', sa.Column('level', sa.String(length=20), nullable=True))
    op.create_table('talent_term',
    sa.Column('sort', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('bit', sa.SmallInteger(), nullable=False),
    sa.CheckConstraint('bit between 0 and 61', name=op.f('ck_talent_term_bit')),
    sa.PrimaryKeyConstraint('sort', 'name', name=op.f('pk_talent_term')),
    sa.UniqueConstraint('sort', 'bit', name=op.f('uq_talent_term_sort_bit'))
    )


def _registrations() -> None:
    own = 'employer_registration'
    op.create_table(own,
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('name_ko', sa.String(length=100), nullable=False),
    sa.Column('name_en', sa.String(length=100), nullable=False),
    sa.Column('work_email', sa.String(length=254), nullable=False),
    sa.Column('domain', sa.String(length=253), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('expires_at', moment, nullable=False),
    sa.Column('confirmed_at', moment, nullable=True),
    sa.Column('decided_at', moment, nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', moment, nullable=False),
    sa.CheckConstraint("state in ('asked', 'confirmed', 'approved', 'refused')", name=op.f('ck_employer_registration_state')),
    sa.CheckConstraint("(state = 'approved') = (organisation_id is not null)", name=op.f('ck_employer_registration_approved')),
    fk('account_id', 'account', 'CASCADE', own), fk('organisation_id', 'organisation', 'CASCADE', own),
    fk('decided_by', 'account', 'SET NULL', own),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_employer_registration')),
    sa.UniqueConstraint('organisation_id', name=op.f('uq_employer_registration_organisation_id')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_employer_registration_secret_hash'))
    )
    op.create_index(op.f('ix_employer_registration_account_id'), own, ['account_id'])
    op.create_index('uq_employer_registration_domain', own, ['domain'], unique=True, **where("state = 'approved'"))
    op.create_index('ix_employer_registration_confirmed', own, ['confirmed_at'], **where("state = 'confirmed'"))


def _between() -> None:
    def table(name: str, *columns: sa.schema.SchemaItem, stamped: bool = True) -> None:
        made = [sa.Column('created_at', moment, nullable=False)] if stamped else []
        op.create_table(name, *columns, sa.Column('id', sa.Uuid(), nullable=False), *made,
                        sa.Column('organisation_id', sa.Uuid(), nullable=False), fk('organisation_id', 'organisation', 'CASCADE', name),
                        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')))

    def record(own: str) -> list[sa.schema.SchemaItem]:
        return [sa.Column('record_id', sa.Uuid(), nullable=False), fk('record_id', 'talent_record', 'CASCADE', own)]

    def account(own: str) -> list[sa.schema.SchemaItem]:
        return [sa.Column('account_id', sa.Uuid(), nullable=True), fk('account_id', 'account', 'SET NULL', own)]

    table('talent_look', *record('talent_look'), *account('talent_look'), sa.Column('sort', sa.String(length=12), nullable=False),
          sa.Column('at', moment, nullable=False), stamped=False)
    op.create_index('ix_talent_look_record', 'talent_look', ['record_id', 'at'])
    op.create_index('ix_talent_look_organisation', 'talent_look', ['organisation_id', 'record_id', 'at'])
    table('talent_block', *record('talent_block'),
          sa.UniqueConstraint('organisation_id', 'record_id', name=op.f('uq_talent_block_organisation_id_record_id')))
    op.create_index(op.f('ix_talent_block_record_id'), 'talent_block', ['record_id'])
    table('talent_shortlist', *record('talent_shortlist'), *account('talent_shortlist'),
          sa.Column('note', sa.String(length=1000), nullable=False),
          sa.UniqueConstraint('organisation_id', 'record_id', name=op.f('uq_talent_shortlist_organisation_id_record_id')))
    op.create_index(op.f('ix_talent_shortlist_record_id'), 'talent_shortlist', ['record_id'])
    table('talent_contact', *record('talent_contact'), *account('talent_contact'),
          sa.Column('message', sa.String(length=1000), nullable=False), sa.Column('state', sa.String(length=10), nullable=False),
          sa.Column('expires_at', moment, nullable=False), sa.Column('answered_at', moment, nullable=True),
          sa.CheckConstraint("state in ('open', 'accepted', 'declined', 'expired')", name=op.f('ck_talent_contact_state')),
          sa.CheckConstraint("(state in ('accepted', 'declined')) = (answered_at is not null)", name=op.f('ck_talent_contact_answered')))
    op.create_index('uq_talent_contact_open', 'talent_contact', ['organisation_id', 'record_id'], unique=True, **where("state = 'open'"))
    op.create_index('ix_talent_contact_record', 'talent_contact', ['record_id', 'created_at'])
    op.create_index('ix_talent_contact_organisation', 'talent_contact', ['organisation_id', 'created_at'])
    op.create_index('ix_talent_contact_expires', 'talent_contact', ['expires_at'], **where("state = 'open'"))
    table('talent_search', sa.Column('account_id', sa.Uuid(), nullable=False), fk('account_id', 'account', 'CASCADE', 'talent_search'),
          sa.Column('name', sa.String(length=100), nullable=False), sa.Column('wish', json, nullable=False),
          sa.Column('by_mail', sa.Boolean(), nullable=False), sa.Column('looked_at', moment, nullable=False),
          sa.UniqueConstraint('organisation_id', 'account_id', 'name', name=op.f('uq_talent_search_organisation_id_account_id_name')))
    op.create_index(op.f('ix_talent_search_account_id'), 'talent_search', ['account_id'])
    op.create_index(op.f('ix_talent_search_organisation_id'), 'talent_search', ['organisation_id'])
    op.create_index('ix_talent_search_due', 'talent_search', ['looked_at'], **where('by_mail'))
    table('talent_report', *record('talent_report'), *account('talent_report'), sa.Column('by_employer', sa.Boolean(), nullable=False),
          sa.Column('reason', sa.String(length=1000), nullable=False), sa.Column('decided_at', moment, nullable=True),
          sa.Column('decided_by', sa.Uuid(), nullable=True), fk('decided_by', 'account', 'SET NULL', 'talent_report'),
          sa.Column('outcome', sa.String(length=20), nullable=True),
          sa.CheckConstraint('(outcome is null) = (decided_at is null)', name=op.f('ck_talent_report_outcome')))
    op.create_index(op.f('ix_talent_report_organisation_id'), 'talent_report', ['organisation_id'])
    op.create_index(op.f('ix_talent_report_record_id'), 'talent_report', ['record_id'])
    op.create_index('ix_talent_report_open', 'talent_report', ['created_at'], **where('decided_at is null'))
    op.create_table('talent_excluded', sa.Column('organisation_id', sa.Uuid(), nullable=False), sa.Column('at', moment, nullable=False),
                    sa.Column('by', sa.Uuid(), nullable=True), fk('organisation_id', 'organisation', 'CASCADE', 'talent_excluded'),
                    fk('by', 'account', 'SET NULL', 'talent_excluded'),
                    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_talent_excluded')))


def downgrade() -> None:
    """Downgrade schema. What was agreed since for new purposes has no place in the old table and goes."""
    for name in ('talent_excluded', 'talent_report', 'talent_search', 'talent_contact', 'talent_shortlist', 'talent_block',
                 'talent_look', 'employer_registration', 'talent_term'):
        op.drop_table(name)
    op.drop_column('talent_skill', 'level')
    op.create_index('ix_talent_skill_search', 'talent_skill', ['skill', 'language', 'score'])
    for name in ('shown', 'ending', 'stale'):
        op.drop_index(f'ix_talent_record_{name}', table_name='talent_record')
    if op.get_bind().dialect.name != 'sqlite':  # there they go with their columns
        for name, _, _ in CHECKED:
            op.drop_constraint(op.f(f'ck_talent_record_{name}'), 'talent_record', type_='check')
    for name in ('available_from', 'availability', 'hours', 'remote', 'shown_until', 'listed_at', 'assessed_at', 'level', 'score',
                 'languages', 'courses', 'skills', 'skills_associate', 'skills_reviewer', 'skills_expert', 'shut_out', 'stale'):
        op.drop_column('talent_record', name)
    op.execute("delete from consent where purpose in ('reveal', 'work_samples', 'research')")
    for name in ('uq_consent_in_force', 'uq_consent_for_one_in_force', 'ix_consent_expires_at', 'ix_consent_organisation_id'):
        op.drop_index(name, table_name='consent')
    with op.batch_alter_table('consent') as table:
        table.drop_constraint(op.f('ck_consent_organisation'), type_='check')
        table.drop_constraint(op.f('ck_consent_ending'), type_='check')
        table.drop_constraint(op.f('fk_consent_organisation_id'), type_='foreignkey')
        for name in ('organisation_id', 'text_language', 'text_hash', 'page', 'expires_at', 'reminded_at', 'ending'):
            table.drop_column(name)
    op.create_index('uq_consent_in_force', 'consent', ['account_id', 'purpose'], unique=True, **where('withdrawn_at is null'))
