"""what stands on certificates: heads, logos, seals, private qualifications

Revision ID: 1795580000
Revises: 1795575000
Create Date: 2026-11-25 12:13:20.000000

"""

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = '1795580000'
down_revision = '1795575000'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema. Columns are added in place: a table that others refer to must not be built anew on SQLite."""
    for name in ('head_ko', 'head_en'):
        op.add_column('organisation', sa.Column(name, sa.String(length=100), server_default=sa.text("''"), nullable=False))
    op.create_table('private_qualification',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('notice_ko', sa.String(length=300), nullable=False),
    sa.Column('notice_en', sa.String(length=300), nullable=False),
    sa.CheckConstraint("number <> '' and notice_ko <> '' and notice_en <> ''", name=op.f('ck_private_qualification_complete')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_private_qualification_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_private_qualification'))
    )
    op.create_table('organisation_picture',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('use', sa.String(length=10), nullable=False),
    sa.Column('media_type', sa.String(length=20), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("use in ('logo', 'seal')", name=op.f('ck_organisation_picture_use')),
    sa.CheckConstraint("media_type in ('image/png', 'image/svg+xml')", name=op.f('ck_organisation_picture_media_type')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_organisation_picture_organisation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['uploaded_by'], ['account.id'], name=op.f('fk_organisation_picture_uploaded_by'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation_picture'))
    )
    op.create_index('uq_organisation_picture_in_use', 'organisation_picture', ['organisation_id', 'use'], unique=True,
                    sqlite_where=sa.text('replaced_at is null'), postgresql_where=sa.text('replaced_at is null'))
    op.create_index(op.f('ix_organisation_picture_sha256'), 'organisation_picture', ['sha256'], unique=False)


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('organisation_picture')
    op.drop_table('private_qualification')
    for name in ('head_ko', 'head_en'):
        op.execute(f'ALTER TABLE organisation DROP COLUMN {name}')
