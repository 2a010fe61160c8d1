"""The public pages of verification."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from curriculum_app.credentials import documents, queries
from curriculum_app.credentials.models import Credential
from curriculum_app.database import utc_now
from curriculum_app.verification import bulk, checking, many, saying, showing
from curriculum_app.verification.checking import State
from curriculum_app.verification.forms import FileForm, LookUpForm, NameForm
from curriculum_app.verification.words import STATES
from curriculum_app.web import limiter
from curriculum_app.web.access import anyone
from curriculum_app.web.addresses import public_url
from curriculum_app.web.errors import refusals
from curriculum_app.web.language import spoken

verification = Blueprint("verification", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    from curriculum_app.verification import (  # noqa: F401  their routes
        api_views,
        file_views,
        many_views,
        offline_views,
        public_views,
    )

    app.register_blueprint(verification)
    refusals(bulk.REFUSALS | many.REFUSALS)


def as_often_as_set() -> str:
    """How often one address may ask."""
    return str(current_app.config["RATELIMIT_VERIFY"])


@verification.route("/verify", methods=["GET", "POST"])
@anyone
@limiter.limit(as_often_as_set, methods=["POST"])
def look_up() -> ResponseReturnValue:
    """Find a certificate by its address, or compare a number with a name."""
    form, answer = LookUpForm(), None
    if form.validate_on_submit():
        if public_id := checking.PUBLIC_ID.search(form.number.data):
            return redirect(url_for(".show", public_id=UUID(public_id[0])), 303)
        answer = _compare(form)
    wrong = form.is_submitted() and answer is None
    return render_template("verification/look_up.html", form=form, file_form=FileForm(formdata=None), answer=answer), 422 if wrong else 200


def _compare(form: LookUpForm) -> dict[str, Any] | None:
    """Whether number and name belong together, and nothing else: a number alone tells nothing."""
    serial = checking.read_serial(form.number.data)
    if serial is None:
        form.number.errors = [gettext("This is neither a number like No. 2026-0001 nor the address of a certificate.")]
        return None
    if not form.name.data.strip():
        form.name.errors = [gettext("Type the name that stands on the certificate.")]
        return None
    credential = queries.by_serial(*serial)
    if credential is not None and credential.erased_at is not None:
        tone, title = STATES[_state(credential)]
        return {"tone": tone, "title": title, "state": gettext("No name is kept of it, so none can be compared.")}
    if credential is None or not checking.same_name(form.name.data, credential):
        return {"tone": "miss", "title": gettext("No certificate has this number and this name"), "state": None}
    tone, title = STATES[_state(credential)]
    return {"tone": tone, "title": title, "state": gettext("Number and name belong together.")}


@verification.route("/verify/<uuid:public_id>", methods=["GET", "POST"])
@anyone
@limiter.limit(as_often_as_set, methods=["POST"])
def show(public_id: UUID) -> ResponseReturnValue:
    """What an employer sees at once. Without the holder's consent the name is masked and may be compared."""
    now = utc_now()
    shown = showing.find(public_id, now)
    if shown is None:
        return render_template("verification/unknown.html"), 404
    if shown.credential.erased_at is not None:
        return render_template("verification/erased.html", shown=shown, credential=shown.credential, banner=shown.banner, state=shown.state)
    form, matches = NameForm(), None
    if form.validate_on_submit():
        matches = checking.same_name(form.name.data, shown.credential)
    return render_template(
        "verification/show.html", shown=shown, credential=shown.credential, facts=shown.facts, state=shown.state, banner=shown.banner,
        now=now, checks=shown.checks, public=shown.public, form=form, matches=matches, masked=checking.masked, printed=shown.printed,
        claims=saying.claims(shown.facts, _kind_name), level=saying.level(shown.facts), low_high=saying.band(shown.facts),
        superseded_at=shown.credential.superseded_at, address=documents.address(public_id),
        picture=public_url("verification.picture", public_id=public_id),
        linked_data=showing.linked_data(shown, spoken()) if shown.public else None,
    ), 422 if form.is_submitted() and matches is None else 200  # fmt: skip


def _kind_name(kind: str) -> str:
    """An exercise kind's name, from the room that has them."""
    name: Callable[[str], str] = current_app.jinja_env.globals["kind_name"]  # type: ignore[assignment]
    return name(kind)


def _state(credential: Credential) -> State:
    now = utc_now()
    return checking.state(credential, checking.checks(credential, queries.print_of(credential.id), now), now)
