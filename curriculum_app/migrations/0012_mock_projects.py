"""mock projects

Revision ID: 1795554000
Revises: 1795550400
Create Date: 2026-11-25 00:52:00.000000

"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795554000'
down_revision = '1795550400'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql')
    op.add_column('edition', sa.Column('changed_gold', json, nullable=True))
    op.add_column('answer', sa.Column('gold_version', sa.Integer(), server_default='1', nullable=False))
    op.create_table('project_run',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('project_id', sa.Uuid(), nullable=False),
    sa.Column('form', json, nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gate_passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('change_seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('gate_passed_at is not null or change_seen_at is null', name=op.f('ck_project_run_change_after_gate')),
    sa.CheckConstraint('change_seen_at is not null or finished_at is null', name=op.f('ck_project_run_finished_after_change')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_project_run_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_project_run_enrolment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_project_run_organisation_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_project_run')),
    sa.UniqueConstraint('enrolment_id', 'project_id', name=op.f('uq_project_run_enrolment_id_project_id'))
    )
    with op.batch_alter_table('project_run') as batch_op:
        batch_op.create_index(batch_op.f('ix_project_run_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_project_run_organisation_id'), ['organisation_id'], unique=False)
    op.create_table('project_answer',
    sa.Column('answer_id', sa.Uuid(), nullable=False),
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('day', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sent_back', sa.Boolean(), nullable=False),
    sa.CheckConstraint('day between 0 and 5', name=op.f('ck_project_answer_day')),
    sa.CheckConstraint('day = 0 or number in (1, 2)', name=op.f('ck_project_answer_one_correction')),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_project_answer_answer_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['run_id'], ['project_run.id'], name=op.f('fk_project_answer_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('answer_id', name=op.f('pk_project_answer')),
    sa.UniqueConstraint('run_id', 'slug', 'number', name=op.f('uq_project_answer_run_id_slug_number'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('project_answer')
    op.drop_table('project_run')
    with op.batch_alter_table('answer') as batch_op:
        batch_op.drop_column('gold_version')
    with op.batch_alter_table('edition') as batch_op:
        batch_op.drop_column('changed_gold')
