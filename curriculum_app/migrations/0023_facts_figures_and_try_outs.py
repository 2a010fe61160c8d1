"""facts, figures and try-outs

Revision ID: 1795619464
Revises: 1795602200
Create Date: 2026-11-25 15:11:04.706603

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '1795619464'
down_revision = '1795602200'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('person_fact',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('sort', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('grade', sa.String(length=10), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=True),
    sa.Column('proof', sa.String(length=20), nullable=False),
    sa.Column('proven_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('proven_by', sa.Uuid(), nullable=True),
    sa.Column('proven_for', sa.Uuid(), nullable=True),
    sa.Column('document', sa.String(length=20), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(proof = 'document_seen') = (document is not null)", name=op.f('ck_person_fact_document')),
    sa.CheckConstraint("(proof = 'self_declared') = (proven_at is null)", name=op.f('ck_person_fact_proven_at')),
    sa.CheckConstraint("(sort = 'hours') = (hours is not null)", name=op.f('ck_person_fact_hours')),
    sa.CheckConstraint("proof in ('self_declared', 'document_seen', 'issuer_confirmed')", name=op.f('ck_person_fact_proof')),
    sa.CheckConstraint("sort in ('language', 'degree', 'licence', 'hours')", name=op.f('ck_person_fact_sort')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_person_fact_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['proven_by'], ['account.id'], name=op.f('fk_person_fact_proven_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['proven_for'], ['organisation.id'], name=op.f('fk_person_fact_proven_for'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_fact'))
    )
    op.create_index('ix_person_fact_account_id', 'person_fact', ['account_id'], unique=False)
    op.create_table('tryout',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('guideline', sa.Text(), nullable=False),
    sa.Column('losses', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('shows_gold', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=True),
    sa.Column('link_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('most', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("language in ('ko', 'en')", name=op.f('ck_tryout_language')),
    sa.CheckConstraint("state in ('draft', 'open', 'closed')", name=op.f('ck_tryout_state')),
    sa.CheckConstraint('(secret_hash is null) = (link_until is null)', name=op.f('ck_tryout_link_until')),
    sa.ForeignKeyConstraint(['created_by'], ['account.id'], name=op.f('fk_tryout_created_by'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_tryout_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tryout')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_tryout_secret_hash'))
    )
    op.create_index(op.f('ix_tryout_organisation_id'), 'tryout', ['organisation_id'], unique=False)
    op.create_table('talent_figures',
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('figures', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['talent_record.id'], name=op.f('fk_talent_figures_record_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('record_id', name=op.f('pk_talent_figures'))
    )
    op.create_index('ix_talent_figures_computed_at', 'talent_figures', ['computed_at'], unique=False)
    op.create_table('tryout_candidate',
    sa.Column('tryout_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text_version', sa.String(length=20), nullable=False),
    sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revealed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_tryout_candidate_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tryout_id'], ['tryout.id'], name=op.f('fk_tryout_candidate_tryout_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tryout_candidate')),
    sa.UniqueConstraint('tryout_id', 'account_id', name=op.f('uq_tryout_candidate_tryout_id_account_id')),
    sa.UniqueConstraint('tryout_id', 'number', name=op.f('uq_tryout_candidate_tryout_id_number'))
    )
    op.create_index(op.f('ix_tryout_candidate_account_id'), 'tryout_candidate', ['account_id'], unique=False)
    op.create_table('tryout_item',
    sa.Column('tryout_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('task', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('gold', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('place between 1 and 20', name=op.f('ck_tryout_item_place')),
    sa.ForeignKeyConstraint(['tryout_id'], ['tryout.id'], name=op.f('fk_tryout_item_tryout_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tryout_item')),
    sa.UniqueConstraint('tryout_id', 'place', name=op.f('uq_tryout_item_tryout_id_place'))
    )
    op.create_table('tryout_answer',
    sa.Column('candidate_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('answer', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('verdict', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['tryout_candidate.id'], name=op.f('fk_tryout_answer_candidate_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['item_id'], ['tryout_item.id'], name=op.f('fk_tryout_answer_item_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('candidate_id', 'item_id', name=op.f('pk_tryout_answer'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('tryout_answer')
    op.drop_table('tryout_item')
    op.drop_index(op.f('ix_tryout_candidate_account_id'), table_name='tryout_candidate')
    op.drop_table('tryout_candidate')
    op.drop_index('ix_talent_figures_computed_at', table_name='talent_figures')
    op.drop_table('talent_figures')
    op.drop_index(op.f('ix_tryout_organisation_id'), table_name='tryout')
    op.drop_table('tryout')
    op.drop_index('ix_person_fact_account_id', table_name='person_fact')
    op.drop_table('person_fact')
