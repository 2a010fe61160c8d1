"""A form that was sent after its session had ended: held, signed, on the pages that follow until its sender is back.

So nothing typed is lost without scripts either. Only what one of our own pages sent is held: a form that another site made
its visitors send must not come back as theirs with a button below it.
"""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from curriculum_app.web.addresses import safe_next

FIELD = "held"
LARGEST = 1_000_000  # bytes of a form


class Held(NamedTuple):
    """What was sent: where to, from which page, and every field with its values."""

    address: str
    page: str
    fields: list[tuple[str, str]]


def hold() -> str:
    """What this request sends, to be put into a page; empty where it is not to be held."""
    view = current_app.view_functions.get(request.endpoint or "")
    guarded = getattr(view, "guard", "anyone") != "anyone"
    if request.method != "POST" or not guarded or not _from_here() or request.files or (request.content_length or 0) > LARGEST:
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in {"csrf_token", FIELD}]
    written: str = _signer().dumps([request.path, page_before(), fields])
    return written


def release(written: str) -> Held | None:
    """What was held; None where nothing was, or it is not ours."""
    try:
        address, page, fields = _signer().loads(written)
    except (BadSignature, TypeError, ValueError):
        return None
    return Held(address, page, [(name, value) for name, value in fields])


def page_before() -> str:
    """The page on which the form stood, as its browser tells; else the first page."""
    before = urlsplit(request.referrer or "")
    return safe_next(before.path if before.netloc == request.host else None, "/")


def _from_here() -> bool:
    return urlsplit(request.headers.get("Origin") or request.referrer or "").netloc == request.host


def _signer() -> Any:
    config = current_app.config
    return URLSafeSerializer([*reversed(config["SECRET_KEY_FALLBACKS"]), config["SECRET_KEY"]], salt="held")
