"""The API described: for programs, and for people."""

from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_login import current_user

from curriculum_app.api.described import CHANGES, CHECKING, KEYS, LOG, MANY, OPERATIONS, TALENT
from curriculum_app.api.openapi import describe
from curriculum_app.credentials.views import for_the_world
from curriculum_app.organisations import acting
from curriculum_app.web import problems
from curriculum_app.web.access import Scope, anyone

api = Blueprint("api", __name__, template_folder="templates")

TAGS = {
    CHECKING: _("Checking a certificate"), MANY: _("Checking many"), KEYS: _("Keys and revocations"), LOG: _("The public log"),
    CHANGES: _("What changed"), TALENT: _("The talent pool"),
}  # fmt: skip
# What each endpoint does, for people.
SUMMARIES = {
    "verification.verify": _("The verdict on a certificate: send its JSON, its JWT or its PDF as the body."),
    "credentials.public_credential": _("The signed credential, where its holder shows it to the public; a school's key reads its own."),
    "verification.ask_bulk": _("Have up to 5,000 numbers with names, or public ids, checked."),
    "verification.bulk_progress": _("How far such a check has come."),
    "verification.bulk_results": _("Its results. They are deleted after a day."),
    "credentials.did_document": _("The school's keys, as a DID document."),
    "credentials.seal_authorities": _("The authorities of the seals of PDFs."),
    "credentials.distrusted_keys": _("Keys that were stolen, and which of their certificates hold."),
    "credentials.status_list": _("A signed list that says which certificates are revoked."),
    "log.checkpoint": _("The newest checkpoint of the public log."),
    "log.entries": _("A page of the public log."),
    "log.inclusion": _("The proof that a certificate stands in the log."),
    "log.consistency": _("The proof that the log only grew."),
    "changes.page": _("What was issued, revoked, expired, agreed to or withdrawn since you last asked."),
    "talent.record": _("What a listed person can do, without a name."),
}  # fmt: skip
SCOPES = {
    Scope.VERIFY_BULK: _("Check many certificates at once"),
    Scope.CREDENTIALS_READ: _("Follow the certificates of one's organisation"),
    Scope.TALENT_READ: _("Read the talent pool, without names"),
}


def init_app(app: Flask) -> None:
    """Wire the page and the description."""
    app.register_blueprint(api)


def description() -> dict[str, Any]:
    """The whole API as OpenAPI 3.1; made once a process."""
    app = current_app
    made: dict[str, Any] | None = app.extensions.get("openapi")
    if made is None:
        server = app.config["PUBLIC_URL"].rstrip("/")
        info = {"title": app.config["ISSUER_NAME_EN"], "version": "1", "description": f"How to use it: {server}/api"}
        made = app.extensions["openapi"] = describe(app, OPERATIONS, info, server)
    return made


@api.get("/api/v1/openapi.json")
@anyone
def openapi() -> ResponseReturnValue:
    """The description for programs."""
    return for_the_world(jsonify(description()))


@api.get("/api")
@anyone
def page() -> ResponseReturnValue:
    """The description for people."""
    found: dict[str, list[Any]] = {str(tag): [] for tag in TAGS}
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append((method.upper(), path, operation))
    endpoints = {name.replace(".", "_"): (summary, OPERATIONS[name]) for name, summary in SUMMARIES.items()}
    return render_template(
        "api/page.html", tags=TAGS, found=found, endpoints=endpoints, scopes=SCOPES, problems=problems.TITLES,
        site=current_app.config["PUBLIC_URL"].rstrip("/"),
        may_have_keys=current_user.is_authenticated and bool(current_user.roles & frozenset(acting.ROLES)),
    )  # fmt: skip
