"""re-checks

Revision ID: 1795620025
Revises: 1795620024
Create Date: 2026-11-25 15:10:00.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795620025'
down_revision = '1795620024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('recheck',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('credential_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.Column('plan', sa.JSON(none_as_null=True).with_variant(sa.dialects.postgresql.JSONB(none_as_null=True), 'postgresql'), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sitting_id', sa.Uuid(), nullable=True),
    sa.Column('known_items', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=12), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(outcome is null) = (decided_at is null)', name=op.f('ck_recheck_decided_at')),
    sa.CheckConstraint('agreed_at is null or declined_at is null', name=op.f('ck_recheck_answer')),
    sa.CheckConstraint("outcome in ('consistent', 'inconsistent', 'undecided', 'unfinished')", name=op.f('ck_recheck_outcome')),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_recheck_asked_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_recheck_credential_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_recheck_organisation_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['sitting_id'], ['sitting.id'], name=op.f('fk_recheck_sitting_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recheck')),
    sa.UniqueConstraint('sitting_id', name=op.f('uq_recheck_sitting_id'))
    )
    with op.batch_alter_table('recheck') as batch_op:
        batch_op.create_index(batch_op.f('ix_recheck_asked_by'), ['asked_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_recheck_credential_id'), ['credential_id'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('recheck')
