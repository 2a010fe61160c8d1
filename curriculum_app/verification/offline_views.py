"""Downloading the page that checks certificates without this site."""

from flask import Response
from flask.typing import ResponseReturnValue

from curriculum_app.database import utc_now
from curriculum_app.verification import offline
from curriculum_app.verification.views import as_often_as_set, verification
from curriculum_app.web import limiter
from curriculum_app.web.access import anyone
from curriculum_app.web.language import spoken


@verification.get("/verify/offline.html")
@anyone
@limiter.limit(as_often_as_set)
def offline_page() -> ResponseReturnValue:
    """One HTML file to keep, with the keys, lists and log of this moment. Never shown here: the policy of pages would stop it."""
    response = Response(offline.page(spoken(), utc_now()), mimetype="text/html")
    response.headers["Content-Disposition"] = 'attachment; filename="verify-offline.html"'
    return response
