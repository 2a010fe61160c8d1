"""The talent pool's pages, wired; one's own record, facts, the employer's side and programs have views of their own."""

from flask import Blueprint, Flask

from curriculum_app.talent import recording

talent = Blueprint("talent", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for certificates."""
    from curriculum_app.talent import (  # noqa: F401  their views hang themselves on this blueprint
        api_views,
        employer_views,
        fact_views,
        own_views,
        record_views,
        sample_views,
    )

    app.register_blueprint(talent)
    employer_views.init_app(app)
    own_views.init_app(app)
    fact_views.init_app()
    recording.init_app(app)
