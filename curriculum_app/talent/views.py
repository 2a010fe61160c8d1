"""The employer's search; records, facts and exports have views of their own."""

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.talent import recording, searching
from curriculum_app.talent.forms import SearchForm
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken

talent = Blueprint("talent", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for certificates."""
    from curriculum_app.talent import fact_views, record_views  # noqa: F401  their routes

    app.register_blueprint(talent)
    fact_views.init_app()
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
