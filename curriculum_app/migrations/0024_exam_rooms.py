"""exam rooms

Revision ID: 1795620024
Revises: 1795619464
Create Date: 2026-11-25 15:00:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795620024'
down_revision = '1795619464'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('exam_room',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('course_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('opened_by', sa.Uuid(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('closes_at > opened_at', name=op.f('ck_exam_room_closes_at')),
    sa.ForeignKeyConstraint(['opened_by'], ['account.id'], name=op.f('fk_exam_room_opened_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_exam_room_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exam_room')),
    sa.UniqueConstraint('code', name=op.f('uq_exam_room_code'))
    )
    with op.batch_alter_table('exam_room') as batch_op:
        batch_op.create_index(batch_op.f('ix_exam_room_organisation_id'), ['organisation_id'], unique=False)
    op.create_table('admission',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('room_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=False),
    sa.Column('sitting_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('admitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('admitted_by', sa.Uuid(), nullable=True),
    sa.Column('invigilator', sa.String(length=100), nullable=False),
    sa.Column('identity_seen', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawal_reason', sa.String(length=300), nullable=False),
    sa.CheckConstraint("withdrawn_at is null or withdrawal_reason <> ''", name=op.f('ck_admission_withdrawal_reason')),
    sa.CheckConstraint('not identity_seen or admitted_at is not null', name=op.f('ck_admission_identity_seen')),
    sa.CheckConstraint('sitting_id is null or admitted_at is not null', name=op.f('ck_admission_sitting_id')),
    sa.ForeignKeyConstraint(['admitted_by'], ['account.id'], name=op.f('fk_admission_admitted_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_admission_enrolment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['room_id'], ['exam_room.id'], name=op.f('fk_admission_room_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_admission_sitting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admission')),
    sa.UniqueConstraint('sitting_id', name=op.f('uq_admission_sitting_id'))
    )
    with op.batch_alter_table('admission') as batch_op:
        batch_op.create_index(batch_op.f('ix_admission_room_id'), ['room_id'], unique=False)
        batch_op.create_index('uq_admission_waiting', ['enrolment_id'], unique=True,
                              sqlite_where=sa.text('sitting_id is null'), postgresql_where=sa.text('sitting_id is null'))


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('admission')
    op.drop_table('exam_room')
