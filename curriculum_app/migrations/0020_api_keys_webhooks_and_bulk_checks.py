"""API keys, webhooks, the feed of changes, and checks of many certificates at once

Revision ID: 1795582000
Revises: 1795617000
Create Date: 2026-11-25 15:00:00.000000

"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

# revision identifiers, used by Alembic.
revision: str = '1795582000'
down_revision = '1795617000'
branch_labels = None
depends_on = None

Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), 'postgresql')
WAITING = sa.text("outcome = 'waiting'")


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('bulk_check',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size > 0', name=op.f('ck_bulk_check_size')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bulk_check_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_check'))
    )
    with op.batch_alter_table('bulk_check') as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_check_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_check_expires_at'), ['expires_at'], unique=False)
    op.create_table('bulk_part',
    sa.Column('check_id', sa.Uuid(), nullable=False),
    sa.Column('start', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('rows', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('results', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['check_id'], ['bulk_check.id'], name=op.f('fk_bulk_part_check_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('check_id', 'start', name=op.f('pk_bulk_part'))
    )
    op.create_table('api_key',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('prefix', sa.String(length=20), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('scopes', Json, nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_api_key_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_api_key_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['revoked_by'], ['account.id'], name=op.f('fk_api_key_revoked_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_key')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_api_key_secret_hash'))
    )
    with op.batch_alter_table('api_key') as batch_op:
        batch_op.create_index(batch_op.f('ix_api_key_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_api_key_organisation_id'), ['organisation_id'], unique=False)
    op.create_table('change',
    sa.Column('sequence', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('credential_id', sa.Uuid(), nullable=True),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('record_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_change_account_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['credential_id'], ['credential.id'], name=op.f('fk_change_credential_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('sequence', name=op.f('pk_change')),
    sa.UniqueConstraint('id', name=op.f('uq_change_id')),
    sa.UniqueConstraint('kind', 'subject_id', name=op.f('uq_change_kind_subject_id'))
    )
    with op.batch_alter_table('change') as batch_op:
        batch_op.create_index(batch_op.f('ix_change_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_credential_id'), ['credential_id'], unique=False)
    op.create_table('webhook_endpoint',
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('kinds', Json, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('earlier_sealed', sa.LargeBinary(), nullable=True),
    sa.Column('earlier_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('failing_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rests_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('switched_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('switched_off_why', sa.String(length=20), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(switched_off_at is null) = (switched_off_why = '')", name=op.f('ck_webhook_endpoint_switched_off')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_webhook_endpoint_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_webhook_endpoint_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_endpoint'))
    )
    with op.batch_alter_table('webhook_endpoint') as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_endpoint_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_webhook_endpoint_organisation_id'), ['organisation_id'], unique=False)
    op.create_table('webhook_delivery',
    sa.Column('endpoint_id', sa.Uuid(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_status', sa.Integer(), nullable=True),
    sa.Column('last_error', sa.String(length=20), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome in ('waiting', 'delivered', 'dead', 'dropped')", name=op.f('ck_webhook_delivery_outcome')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_webhook_delivery_change_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['endpoint_id'], ['webhook_endpoint.id'], name=op.f('fk_webhook_delivery_endpoint_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_webhook_delivery')),
    sa.UniqueConstraint('endpoint_id', 'change_id', name=op.f('uq_webhook_delivery_endpoint_id_change_id'))
    )
    with op.batch_alter_table('webhook_delivery') as batch_op:
        batch_op.create_index(batch_op.f('ix_webhook_delivery_change_id'), ['change_id'], unique=False)
        batch_op.create_index('ix_webhook_delivery_endpoint', ['endpoint_id', 'created_at'], unique=False)
        batch_op.create_index('ix_webhook_delivery_waiting', ['next_at'], unique=False, sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('webhook_delivery')
    op.drop_table('webhook_endpoint')
    op.drop_table('change')
    op.drop_table('api_key')
    op.drop_table('bulk_part')
    op.drop_table('bulk_check')
