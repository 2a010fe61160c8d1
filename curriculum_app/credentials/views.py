"""One's own certificate, its prints, and what the world needs to check it: keys, status lists, public credentials."""

from hashlib import sha256
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import (
    certification,
    distrusting,
    documents,
    grounds,
    issuing,
    keys,
    listening,
    queries,
    tasks,
)
from curriculum_app.credentials.eligibility import requirements
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.web.access import Role, Scope, anyone, key_holder, only
from curriculum_app.web.errors import refusals

__all__ = ["credentials", "init_app", "tasks"]

credentials = Blueprint("credentials", __name__, template_folder="templates")
_ = lazy_gettext
CREDENTIAL_TYPE, TOKEN_TYPE = "application/vc", "application/vc+jwt"


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for steps done."""
    from curriculum_app.credentials import life_views, log_views

    app.register_blueprint(credentials)
    app.register_blueprint(log_views.log)
    app.jinja_env.globals["verification_address"] = lambda credential: documents.address(credential.id)
    app.jinja_env.globals["standing_reason"] = grounds.told
    listening.init_app(app)
    life_views.init_app(app)
    refusals({
        "not_yet_earned": _("Something is still missing. The page of the certificate says what."),
        "already_revoked": _("This certificate has been revoked already."),
        "try_again": _("Somebody was faster by a moment. Try again."),
    })  # fmt: skip


@credentials.get("/courses/<course>/certificate")
@only(Role.LEARNER)
def certificate(course: str) -> ResponseReturnValue:
    """One's certificate of a course: what it takes, or where to get it."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = learning.enrolment_or_404(current_user.id, found.id)
    issued = queries.of_enrolment(enrolment.id)
    asked = requirements(found, learning.progress_in(catalogue, enrolment), queries.passed_sitting(enrolment.id))
    return render_template(
        "credentials/certificate.html", course=found, slug=course, credential=issued, requirements=asked,
        ready=issued is not None and queries.is_printed(issued.id),
        has_token=issued is not None and queries.has_token(issued.id), now=utc_now(),
        public=Purpose.PUBLIC_VERIFICATION in consents.in_force(current_user.id),
    )  # fmt: skip


@credentials.post("/courses/<course>/certificate")
@only(Role.LEARNER)
def claim(course: str) -> ResponseReturnValue:
    """Ask for the certificate; a second wish finds the first."""
    catalogue = live()
    enrolment = learning.enrolment_or_404(current_user.id, catalogue.course(course).id)
    issuing.issue(enrolment, catalogue, utc_now())
    db.session.commit()
    flash(gettext("Your certificate is issued."), "success")
    return redirect(url_for(".certificate", course=course), 303)


@credentials.get("/certificates/<uuid:public_id>.pdf")
@only(Role.LEARNER)
def pdf(public_id: UUID) -> ResponseReturnValue:
    """One's PDF, byte by byte as it was printed."""
    credential = queries.own(current_user.id, public_id)
    printed = queries.print_of(credential.id) or abort(404)
    return _download(printed.pdf, "application/pdf", f"certificate-{credential.serial}.pdf")


@credentials.get("/certificates/<uuid:public_id>.json")
@only(Role.LEARNER)
def document(public_id: UUID) -> ResponseReturnValue:
    """One's signed credential, byte by byte."""
    credential = queries.own(current_user.id, public_id)
    printed = queries.print_of(credential.id) or abort(404)
    return _download(printed.document, CREDENTIAL_TYPE, f"credential-{credential.serial}.json")


@credentials.get("/certificates/<uuid:public_id>.jwt")
@only(Role.LEARNER)
def token(public_id: UUID) -> ResponseReturnValue:
    """One's credential as a JWT, byte by byte; 404 for those printed before there were any."""
    credential = queries.own(current_user.id, public_id)
    printed = queries.print_of(credential.id)
    made = (printed and printed.token) or abort(404)
    return _download(made, TOKEN_TYPE, f"credential-{credential.serial}.jwt")


def _download(data: bytes, mimetype: str, name: str) -> Response:
    response = Response(data, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@credentials.get("/api/v1/credentials/<uuid:public_id>")
@anyone
def public_credential(public_id: UUID) -> ResponseReturnValue:
    """The signed credential, where its holder lets the public see their name or its school asks by key; else the 404 of an unknown one."""
    credential = queries.by_public_id(public_id)
    printed = queries.print_of(public_id) if credential and (_is_public(credential) or _is_of_the_key(credential)) else None
    if printed is None:
        abort(404)
    return for_the_world(Response(printed.document, mimetype=CREDENTIAL_TYPE))


def _is_public(credential: Credential) -> bool:
    holder = credential.account_id
    return holder is not None and Purpose.PUBLIC_VERIFICATION in consents.in_force(holder)


def _is_of_the_key(credential: Credential) -> bool:
    """Whether the one who asks may read the certificates of the school that issued it."""
    holder = key_holder()
    if holder is None or Scope.CREDENTIALS_READ not in holder.scopes:
        return False
    return holder.role == Role.ADMINISTRATOR or holder.organisation_id == credential.organisation_id is not None


@credentials.get("/.well-known/did.json")
@anyone
def did_document() -> ResponseReturnValue:
    """The issuer's DID document."""
    response = jsonify(keys.did_document())
    response.mimetype = "application/did+json"
    return for_the_world(response)


@credentials.get("/.well-known/distrusted-keys.json")
@anyone
def distrusted_keys() -> ResponseReturnValue:
    """What the school says of keys that were stolen: for each a signed note that tells which of its certificates hold."""
    stated = [{"id": method, "statement": note} for method, note in distrusting.statements().items()]
    return for_the_world(jsonify(issuer=keys.did(), distrusted=stated))


@credentials.get("/.well-known/seal-ca.pem")
@anyone
def seal_authorities() -> ResponseReturnValue:
    """The certificates of the authorities that sign this school's seals, for PDF readers to trust; 404 before the first."""
    found = certification.authorities() or abort(404)
    return for_the_world(Response(b"".join(found), mimetype="application/x-pem-file"))


@credentials.get("/status/<int(max=2147483647):number>")
@anyone
def status_list(number: int) -> ResponseReturnValue:
    """A signed status list."""
    return for_the_world(Response(queries.status_list(number).document, mimetype=CREDENTIAL_TYPE))


def for_the_world(response: Response) -> Response:
    """Readable by any page of any site, and asked for again each time."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(sha256(response.get_data()).hexdigest())
    response.make_conditional(request)
    return response
