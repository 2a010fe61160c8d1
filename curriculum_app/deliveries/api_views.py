"""The feed of changes, asked with a key."""

from flask import Blueprint, Response, json
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from curriculum_app.deliveries import told
from curriculum_app.web import given, limiter
from curriculum_app.web.access import Scope, key, key_holder
from curriculum_app.web.limits import as_often_as_set, by_key
from curriculum_app.web.problems import Problematic

changes = Blueprint("changes", __name__)


@changes.get("/api/v1/changes")
@key(Scope.CREDENTIALS_READ, Scope.TALENT_READ)
@limiter.limit(as_often_as_set, key_func=by_key)
def page() -> ResponseReturnValue:
    """What changed after a cursor, as far as the key's holder may know."""
    holder = key_holder()
    assert holder is not None  # the guard let it in
    found = told.page(holder, given.query(told.ChangesAsked))
    if found is None:
        raise Problematic(422, "unknown_cursor", gettext("There is no change with this id."))
    return Response(json.dumps(found.model_dump(mode="json")), mimetype="application/json")
