"""The employer's search, and one's own record."""

from uuid import UUID

from flask import Blueprint, Flask, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import queries as credentials
from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.talent import recording, searching
from curriculum_app.talent.forms import SearchForm
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken

talent = Blueprint("talent", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for certificates."""
    from curriculum_app.talent import api_views  # noqa: F401  its routes

    app.register_blueprint(talent)
    recording.init_app(app)


@talent.get("/talent")
@only(Role.EMPLOYER)
def search() -> ResponseReturnValue:
    """Find people who agreed to be found; their names stay hidden."""
    catalogue, language = live(), spoken()
    form = SearchForm(request.args)
    any_one = ("", gettext("Any"))
    form.course.choices = [any_one, *((slug, course.title[language]) for slug, course in catalogue.courses.items())]
    form.skill.choices = [any_one, *((name, skill.name[language]) for name, skill in catalogue.skills.items())]
    form.language.choices = [any_one, ("ko", gettext("Korean")), ("en", gettext("English"))]
    for field in (form.course, form.skill, form.language):
        field.data = field.data or ""
    if not form.validate():
        return render_template("talent/search.html", form=form, found=None, catalogue=catalogue), 422
    wish = searching.Wish(
        course_id=catalogue.courses[form.course.data].id if form.course.data else None, skill=form.skill.data or None,
        language=form.language.data or None, least=float(form.least.data or 0),
    )  # fmt: skip
    found = searching.find(wish, request.args.get("page", 1, type=int), utc_now())
    return render_template(
        "talent/search.html", form=form, found=found, catalogue=catalogue,
        page_link=lambda page: url_for(".search", **{**request.args.to_dict(), "page": page}),
    )  # fmt: skip


@talent.get("/talent/mine")
@only(Role.LEARNER)
def mine() -> ResponseReturnValue:
    """One's own record, as an employer would see it, and whether they can."""
    return render_template(
        "talent/mine.html", skills=searching.own(current_user.id), catalogue=live(), listed=_listed(current_user.id)
    )


@talent.get("/talent/mine.json")
@only(Role.LEARNER)
def export() -> ResponseReturnValue:
    """One's own record, to take along."""
    account = current_user
    held = {credential.id: credential for credential in credentials.of_account(account.id)}
    response = jsonify(
        name=account.name, name_latin=account.name_latin, email=account.email, listed=_listed(account.id),
        certificates=[
            {
                "id": str(credential.id), "number": credential.serial, "course": credential.facts["course"],
                "issued_at": credential.issued_at.isoformat(), "valid_until": credential.valid_until.isoformat(),
                "revoked_at": credential.revoked_at.isoformat() if credential.revoked_at else None,
                "suspended_at": credential.suspended_at.isoformat() if credential.suspended_at else None,
                "score": credential.facts["score"], "standard_error": credential.facts["standard_error"],
                "language": credential.facts["language"], "demonstration": credential.facts["demonstration"],
            }
            for credential in held.values()
        ],
        skills=[
            {"skill": row.skill, "score": row.score, "questions": row.questions, "language": row.language,
             "certificate": str(row.credential_id), "assessed_at": row.assessed_at.isoformat()}
            for row in searching.own(account.id)
        ],
    )  # fmt: skip
    response.headers["Content-Disposition"] = 'attachment; filename="talent-record.json"'
    return response


def _listed(account_id: UUID) -> bool:
    return Purpose.TALENT_POOL in consents.in_force(account_id)
