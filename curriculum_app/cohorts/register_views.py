"""The page of the register of issue, and the register as a file."""

from uuid import UUID

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app import audit
from curriculum_app.cohorts import registering
from curriculum_app.cohorts.forms import RegisterForm
from curriculum_app.cohorts.registering import Part
from curriculum_app.cohorts.views import cohorts
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.queries import by_ids
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken
from curriculum_app.web.spreadsheets import XLSX, as_csv, as_xlsx


def _realm() -> frozenset[UUID] | None:
    """An instructor sees the certificates of their organisations, an administrator (None) all."""
    return None if Role.ADMINISTRATOR in current_user.roles else current_user.organisations_as(Role.INSTRUCTOR)


def _form(realm: frozenset[UUID] | None) -> RegisterForm:
    form, everything = RegisterForm(), SelectChoice("", gettext("All"))
    korean = spoken() == "ko"
    organisations = {str(o.id): o.name_ko if korean else o.name_en for o in by_ids(realm)}
    form.organisation.choices = [everything, *(SelectChoice(id, name) for id, name in organisations.items())]
    form.cohort.choices = [everything, *(SelectChoice(str(c.id), c.name) for c in registering.cohorts(realm))]
    form.year.choices = [everything, *(SelectChoice(str(year), str(year)) for year in registering.years(realm))]
    return form


@cohorts.get("/certificates/register")
@only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def register() -> ResponseReturnValue:
    """Which part of the register is wanted."""
    return render_template("cohorts/register.html", form=_form(_realm()))


@cohorts.post("/certificates/register")
@only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def download_register() -> ResponseReturnValue:
    """That part as XLSX or CSV; whoever takes it stands on the trail."""
    realm = _realm()
    form = _form(realm)
    if not form.validate_on_submit():
        return render_template("cohorts/register.html", form=form), 422
    part = Part(
        realm, UUID(form.organisation.data) if form.organisation.data else None, UUID(form.cohort.data) if form.cohort.data else None,
        int(form.year.data) if form.year.data else None,
    )  # fmt: skip
    now, kind = utc_now(), form.kind.data
    head, rows = registering.head(), list(registering.rows(part, spoken(), now))
    audit.note("register_downloaded", current_user.id, part.cohort_id, part.organisation_id, rows=len(rows), year=part.year, kind=kind)
    db.session.commit()
    data = as_xlsx(gettext("Register of issue"), head, rows) if kind == "xlsx" else as_csv(head, rows)
    response = Response(data, mimetype=XLSX if kind == "xlsx" else "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="register-{now:%Y-%m-%d}.{kind}"'
    return response
