"""The pool by API, with a key."""

from uuid import UUID

from flask import Response, abort, json
from flask.typing import ResponseReturnValue

from curriculum_app.database import utc_now
from curriculum_app.talent import publishing
from curriculum_app.talent.views import talent
from curriculum_app.web import limiter
from curriculum_app.web.access import Scope, key, key_holder
from curriculum_app.web.limits import as_often_as_set, by_key


@talent.get("/api/v1/talent/<uuid:record_id>")
@key(Scope.TALENT_READ)
@limiter.limit(as_often_as_set, key_func=by_key)
def record(record_id: UUID) -> ResponseReturnValue:
    """What a listed person can do, without a name; 404 from the moment they are not listed."""
    holder = key_holder()
    assert holder is not None  # the guard let it in
    found = publishing.public_record(record_id, publishing.Viewer(holder.account_id, holder.organisation_id), utc_now()) or abort(404)
    return Response(json.dumps(found.model_dump(mode="json")), mimetype="application/json")
