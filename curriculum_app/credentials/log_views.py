"""The public log as auditors read it: checkpoint, entries, proofs. It names no person, and a reader needs no account."""

import re
from uuid import UUID

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from curriculum_app.credentials import distrusting, transparency
from curriculum_app.credentials.models import Checkpoint
from curriculum_app.credentials.views import for_the_world
from curriculum_app.web import limiter
from curriculum_app.web.access import anyone
from curriculum_app.web.problems import problem

log = Blueprint("log", __name__, url_prefix="/log")
PAGE = 1000  # entries at most in one answer

REASONS = {
    "nothing_logged": (404, _("Nothing has been written into the log yet.")),
    "not_logged": (404, _("No certificate with this address stands in the log.")),
    "bad_number": (422, _("This takes whole numbers: start from 0, count from 1 to 1,000, first from 0 to second.")),
    "beyond_the_log": (422, _("The log is not as long as that.")),
    "broken_log": (500, _("The log has a hole, so this can't be proved.")),
}  # fmt: skip


class Unanswerable(Exception):
    """The log can't answer that; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def as_often_as_set() -> str:
    """How often one address may ask."""
    return str(current_app.config["RATELIMIT_LOG"])


@log.errorhandler(Unanswerable)
def _say(error: Unanswerable) -> ResponseReturnValue:
    status, reason = REASONS[error.code]
    answer = problem(status, error.code, reason)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@log.get("/checkpoint")
@anyone
def checkpoint() -> ResponseReturnValue:
    """The newest checkpoint, a signed note."""
    return for_the_world(Response(_newest().note, mimetype="text/plain"))


@log.get("/entries")
@anyone
@limiter.limit(as_often_as_set)
def entries() -> ResponseReturnValue:
    """A page of leaf hashes."""
    start, count = _number("start", 0), _number("count", PAGE)
    if not 1 <= count <= PAGE:
        raise Unanswerable("bad_number")
    page = [{"index": index, "leaf_hash": leaf.hex()} for index, leaf in transparency.entries(start, count)]
    return for_the_world(jsonify(start=start, entries=page))


@log.get("/inclusion/<uuid:public_id>")
@anyone
@limiter.limit(as_often_as_set)
def inclusion(public_id: UUID) -> ResponseReturnValue:
    """Where a certificate stands, and the proof that it does under the newest checkpoint.

    Where its key was stolen, `stolen_key` holds the statement about it and, for what holds nevertheless, the proof; else it is null.
    """
    try:
        found = transparency.inclusion(public_id)
        stolen = distrusting.proof_for(public_id, found.place) if found else None
    except LookupError:
        raise Unanswerable("broken_log") from None
    if found is None:
        raise Unanswerable("not_logged")
    return for_the_world(jsonify(
        index=found.place, size=found.tree.size, leaf_hash=found.leaf_hash.hex(), proof=[hash.hex() for hash in found.proof],
        checkpoint=found.note, signed_by=transparency.signer_of(found.note),
        stolen_key={"statement": stolen[0], "proof": [hash.hex() for hash in stolen[1]]} if stolen else None,
    ))  # fmt: skip


@log.get("/consistency")
@anyone
@limiter.limit(as_often_as_set)
def consistency() -> ResponseReturnValue:
    """The proof that the log at one size is the beginning of the log at a larger one."""
    first, second = _number("first"), _number("second")
    if second > _newest().size:
        raise Unanswerable("beyond_the_log")
    try:
        proof = transparency.consistency(first, second)
    except ValueError:
        raise Unanswerable("bad_number") from None
    except LookupError:
        raise Unanswerable("broken_log") from None
    return for_the_world(jsonify(first=first, second=second, proof=[hash.hex() for hash in proof]))


def _newest() -> Checkpoint:
    found = transparency.newest()
    if found is None:
        raise Unanswerable("nothing_logged")
    return found


def _number(name: str, otherwise: int | None = None) -> int:
    """A whole number of the query, no larger than the database holds."""
    given = request.args.get(name)
    if given is None and otherwise is not None:
        return otherwise
    if given is None or not re.fullmatch(r"[0-9]{1,9}", given):
        raise Unanswerable("bad_number")
    return int(given)
