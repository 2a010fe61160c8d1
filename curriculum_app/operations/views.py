"""Health, for those who watch the site."""

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from curriculum_app.learning.catalogue import live
from curriculum_app.web.access import anyone

operations = Blueprint("operations", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    from curriculum_app.operations import (  # noqa: F401  their views hang themselves on this blueprint
        administration,
        change_views,
        employers,
        own_data_views,
        standing_views,
    )

    app.register_blueprint(operations)
    administration.init_app(app)
    change_views.init_app()
    own_data_views.init()


@operations.get("/healthz")
@anyone
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(alive=True)


@operations.get("/readyz")
@anyone
def ready() -> ResponseReturnValue:
    """Database, queue and content are there; 503 with what is not."""
    try:
        content = bool(live().courses)
        database = True
    except SQLAlchemyError:
        current_app.logger.exception("not ready")
        content = database = False
    parts = {"database": database, "content": content, "queue": _queue()}
    return jsonify(parts), 200 if all(parts.values()) else 503


def _queue() -> bool:
    queue = current_app.extensions.get("huey")
    try:
        return queue is None or queue.pending_count() >= 0
    except Exception:  # whatever the queue's store raises
        current_app.logger.exception("the queue is away")
        return False
