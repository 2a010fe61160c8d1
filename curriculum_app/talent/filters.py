"""The search form's choices, and its filters as a wish; what is set goes back into addresses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.talent.forms import SearchForm, available_by
from curriculum_app.talent.searching import FRESH, Wish

HOURS = (5, 10, 20, 40)
SCORES = (60, 70, 80, 90)


def levels() -> dict[str, str]:
    """What the levels are called."""
    return {"associate": gettext("Associate"), "reviewer": gettext("Reviewer"), "domain-expert": gettext("Domain Expert")}


def filled(args: Mapping[str, Any], catalogue: Catalogue, language: str) -> SearchForm:
    """The form as it was sent, with its choices."""
    form, any_one = SearchForm(args), ("", gettext("Any"))
    days = {90: gettext("3 months"), 180: gettext("6 months"), 365: gettext("12 months")}
    choices: dict[str, list[tuple[str, str]]] = {
        "skill": [(name, skill.name[language]) for name, skill in catalogue.skills.items()],
        "level": list(levels().items()),
        "language": [("ko", gettext("Korean")), ("en", gettext("English"))],
        "track": [(name, path.title[language]) for name, path in catalogue.paths.paths.items() if of_track(name, catalogue)],
        "course": [(slug, course.title[language]) for slug, course in catalogue.courses.items() if course.exam],
        "fresh": [(str(within), days[within]) for within in FRESH],
        "least": [(str(score), str(score)) for score in SCORES],
        "available": [("now", gettext("Now")), ("month", gettext("Within a month")), ("quarter", gettext("Within 3 months"))],
        "hours": [(str(hours), str(hours)) for hours in HOURS],
    }
    for name, options in choices.items():
        form[name].choices = [SelectChoice(*choice) for choice in (any_one, *options)]
        form[name].data = form[name].data or ""
    return form


def of_track(name: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The courses of a track that lead to a certificate: whoever holds them all is on it."""
    courses = [catalogue.courses[slug] for slug in catalogue.paths.paths[name].courses if slug in catalogue.courses]
    return tuple(str(course.id) for course in courses if course.exam)


def wish(form: SearchForm, catalogue: Catalogue, today: date) -> Wish:
    """What a valid form asks for."""
    courses = of_track(form.track.data, catalogue) if form.track.data else ()
    if form.course.data:
        courses = tuple({*courses, str(catalogue.courses[form.course.data].id)})

    def number(value: str) -> int | None:
        return int(value) if value else None

    return Wish(
        courses=tuple(sorted(courses)), skill=form.skill.data or None, level=form.level.data or None, language=form.language.data or None,
        least=number(form.least.data), fresh=number(form.fresh.data), available_by=available_by(form.available.data, today),
        hours=number(form.hours.data), remote=bool(form.remote.data),
    )  # fmt: skip


def sent(form: SearchForm) -> dict[str, str]:
    """The filters that are set, as they stand in an address."""
    kept = {field.name: field.data for field in form if field.data and field.name != "remote"}
    return {**kept, **({"remote": "y"} if form.remote.data else {})}
