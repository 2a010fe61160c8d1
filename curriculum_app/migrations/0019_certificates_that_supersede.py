"""certificates that supersede others, update tests, corrected names, issues of cohorts

Revision ID: 1795617000
Revises: 1795618800
Create Date: 2026-11-25 15:10:00.000000

"""

from alembic import op
import sqlalchemy as sa

from curriculum_app.database import children_left_alone

# revision identifiers, used by Alembic.
revision: str = '1795617000'
down_revision = '1795618800'
branch_labels = None
depends_on = None

CURRENT = sa.text('superseded_at is null')
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Upgrade schema."""
    with children_left_alone(op.get_bind()):
        with op.batch_alter_table('credential') as batch_op:
            batch_op.add_column(sa.Column('cause', sa.String(length=12), server_default='earned', nullable=False))
            batch_op.add_column(sa.Column('supersedes_id', sa.Uuid(), nullable=True))
            batch_op.add_column(sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True))
            batch_op.drop_constraint('uq_credential_enrolment_id', type_='unique')
            batch_op.create_foreign_key('fk_credential_supersedes_id', 'credential', ['supersedes_id'], ['id'])
            batch_op.create_unique_constraint('uq_credential_supersedes_id', ['supersedes_id'])
            batch_op.create_check_constraint('cause', "cause in ('earned', 'renewal', 'correction')")
            batch_op.create_check_constraint('supersedes', "(cause = 'earned') = (supersedes_id is null)")
        with op.batch_alter_table('credential') as batch_op:
            batch_op.alter_column('cause', existing_type=sa.String(length=12), server_default=None)
        with op.batch_alter_table('sitting') as batch_op:
            batch_op.add_column(sa.Column('purpose', sa.String(length=10), server_default='exam', nullable=False))
            batch_op.drop_constraint('uq_sitting_enrolment_id_period_try_number', type_='unique')
            batch_op.create_unique_constraint('uq_sitting_enrolment_id_purpose_period_try_number',
                                              ['enrolment_id', 'purpose', 'period', 'try_number'])
            batch_op.create_check_constraint('purpose', "purpose in ('exam', 'renewal', 'recheck')")
        with op.batch_alter_table('sitting') as batch_op:
            batch_op.alter_column('purpose', existing_type=sa.String(length=10), server_default=None)
    op.create_index(op.f('ix_credential_enrolment_id'), 'credential', ['enrolment_id'], unique=False)
    op.create_index('ix_credential_valid_until', 'credential', ['valid_until'], unique=False)
    op.create_index('uq_credential_current', 'credential', ['enrolment_id'], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT)
    _corrections()
    _cohort_issues()


def _corrections() -> None:
    op.create_table('credential_correction',
    sa.Column('credential_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_latin', sa.String(length=100), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('leads_on', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('made_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'approved') = (made_id is not null)", name=op.f('ck_credential_correction_made')),
    sa.CheckConstraint("(state in ('open', 'withdrawn')) = (decided_at is null)", name=op.f('ck_credential_correction_decided')),
    sa.CheckConstraint("state in ('open', 'approved', 'declined', 'withdrawn')", name=op.f('ck_credential_correction_state')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_credential_correction_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_credential_correction_credential_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_credential_correction_decided_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['made_id'], ['credential.id'], name=op.f('fk_credential_correction_made_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_credential_correction_organisation_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential_correction')),
    sa.UniqueConstraint('made_id', name=op.f('uq_credential_correction_made_id'))
    )
    op.create_index(op.f('ix_credential_correction_account_id'), 'credential_correction', ['account_id'], unique=False)
    op.create_index(op.f('ix_credential_correction_credential_id'), 'credential_correction', ['credential_id'], unique=False)
    op.create_index('ix_credential_correction_open', 'credential_correction', ['created_at'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('uq_credential_correction_open', 'credential_correction', ['credential_id'], unique=True, sqlite_where=OPEN,
                    postgresql_where=OPEN)


def _cohort_issues() -> None:
    op.create_table('cohort_issue',
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('started_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_issue_cohort_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['started_by'], ['account.id'], name=op.f('fk_cohort_issue_started_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_issue'))
    )
    op.create_index(op.f('ix_cohort_issue_cohort_id'), 'cohort_issue', ['cohort_id'], unique=False)
    op.create_table('cohort_issue_place',
    sa.Column('issue_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('credential_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(state = 'issued') = (credential_id is not null)", name=op.f('ck_cohort_issue_place_issued')),
    sa.CheckConstraint("state in ('waiting', 'issued', 'lacking')", name=op.f('ck_cohort_issue_place_state')),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_cohort_issue_place_credential_id')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_cohort_issue_place_enrolment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['issue_id'], ['cohort_issue.id'], name=op.f('fk_cohort_issue_place_issue_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('issue_id', 'enrolment_id', name=op.f('pk_cohort_issue_place'))
    )
    op.create_index(op.f('ix_cohort_issue_place_enrolment_id'), 'cohort_issue_place', ['enrolment_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema. Only where no certificate supersedes another: what was issued stays, and an enrolment had one."""
    op.drop_table('cohort_issue_place')
    op.drop_table('cohort_issue')
    op.drop_table('credential_correction')
    for index in ('uq_credential_current', 'ix_credential_valid_until', 'ix_credential_enrolment_id'):
        op.drop_index(index, table_name='credential')
    with children_left_alone(op.get_bind()):
        with op.batch_alter_table('sitting') as batch_op:
            batch_op.drop_constraint('purpose', type_='check')
            batch_op.drop_constraint('uq_sitting_enrolment_id_purpose_period_try_number', type_='unique')
            batch_op.drop_column('purpose')
            batch_op.create_unique_constraint('uq_sitting_enrolment_id_period_try_number', ['enrolment_id', 'period', 'try_number'])
        with op.batch_alter_table('credential') as batch_op:
            batch_op.drop_constraint('supersedes', type_='check')
            batch_op.drop_constraint('cause', type_='check')
            batch_op.drop_constraint('uq_credential_supersedes_id', type_='unique')
            batch_op.drop_constraint('fk_credential_supersedes_id', type_='foreignkey')
            for column in ('superseded_at', 'supersedes_id', 'cause'):
                batch_op.drop_column(column)
            batch_op.create_unique_constraint('uq_credential_enrolment_id', ['enrolment_id'])
