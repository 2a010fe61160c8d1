"""The migrations make the tables the models describe."""

from curriculum_app import alembic


def test_migrations_and_models_agree(migrated):
    with migrated.app_context():
        assert alembic.compare_metadata() == []
