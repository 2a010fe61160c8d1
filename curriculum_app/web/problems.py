"""What an API answers where it can't do what was asked: problem details as JSON (RFC 9457), each with a code of its own."""

import time
from http import HTTPStatus

from flask import Response, current_app, json, request
from flask_babel import lazy_gettext as _
from pydantic import BaseModel, Field

from curriculum_app.web import limiter

MEDIA_TYPE = "application/problem+json"
ROADS = ("/api/", "/log/", "/status/", "/.well-known/")  # addresses that programs ask, and people don't

# The code and the sentence of a status that says enough by itself.
TITLES = {
    400: ("bad_request", _("This request could not be read")),
    401: ("no_key", _("This needs a key that holds: send it as Authorization: Bearer")),
    403: ("scope_lacking", _("This key does not have the scope for that")),
    404: ("not_found", _("There is nothing here")),
    405: ("method_not_allowed", _("This address does not know the method")),
    409: ("conflict", _("That is not possible now")),
    413: ("too_large", _("That was too large")),
    415: ("wrong_media_type", _("This media type is not known here")),
    422: ("unprocessable", _("This can't be accepted")),
    429: ("too_many_requests", _("Too many requests: wait as long as Retry-After says")),
    500: ("our_fault", _("Something went wrong on our side")),
    503: ("busy", _("The site is busy: try again in a moment")),
}  # fmt: skip


class Problem(BaseModel):
    """Why a request was not done (RFC 9457). Programs go by `error`; people read `title` and `detail`."""

    type: str = Field(description="A page that explains problems.")
    title: str
    status: int
    detail: str
    error: str = Field(description="The code of this problem; it never changes.")


class Problematic(Exception):
    """The request can't be done; it becomes the answer."""

    def __init__(self, status: int, error: str, detail: object) -> None:
        super().__init__(error)
        self.status, self.error, self.detail = status, error, detail


def for_a_program() -> bool:
    """Whether the address is one of the API, where every error is problem details."""
    return request.path.startswith(ROADS)


def problem(status: int, error: str | None = None, detail: object = "") -> Response:
    """An error as problem details, with what HTTP wants beside it."""
    code, title = TITLES.get(status, TITLES[400 if status < 500 else 500])
    about = f"{current_app.config['PUBLIC_URL'].rstrip('/')}/api#problems"
    said = Problem(type=about, title=str(title), status=status, detail=str(detail or HTTPStatus(status).description), error=error or code)
    response = Response(json.dumps(said.model_dump()), status, mimetype=MEDIA_TYPE)
    if status == 429:
        response.headers["Retry-After"] = str(_wait())
    elif status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _wait() -> int:
    """Seconds until the limit that was reached lets the next one through."""
    reached = limiter.current_limit
    return max(1, round(reached.reset_at - time.time())) if reached else 60
