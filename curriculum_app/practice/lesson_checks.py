"""Checks inside lessons: small exercises drawn into the lesson's page, with their verdict once they are answered."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import ItemEntry, live
from curriculum_app.learning.embedding import Place
from curriculum_app.practice import feedback, presenting, queries
from curriculum_app.practice.models import Answer, Context, VerdictRow

_NAMED = re.compile(r'\b(id|for|aria-describedby|aria-labelledby)="([^"]*)"')


class Typed(NamedTuple):
    """An answer to a check that was not taken: what was typed, and what is wrong with it by control."""

    slug: str
    raw: dict[str, Any]
    key: str
    problems: Sequence[tuple[str, str]]


def draw(place: Place, slugs: Sequence[str], typed: Typed | None) -> Mapping[str, Markup]:
    """The checks of a lesson by slug."""
    catalogue = live()
    bank, language = catalogue.courses[place.course].check_bank, place.lesson.language
    entries = {slug: entry for slug in slugs if (entry := catalogue.items.get((bank, slug, language)))}
    answered = _answered(place.enrolment.id, [entry.id for entry in entries.values()]) if place.enrolment else {}
    return {
        slug: Markup(_drawn(place, entry, answered.get(entry.id), typed if typed and typed.slug == slug else None))
        for slug, entry in entries.items()
    }


def _answered(enrolment_id: UUID, items: Sequence[UUID]) -> dict[UUID, tuple[Answer, Verdict]]:
    """The last answer to each check, with its newest verdict."""
    query = (
        select(Answer, VerdictRow.verdict)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.enrolment_id == enrolment_id, Answer.context == Context.CHECK, Answer.item_id.in_(items))
        .order_by(Answer.try_number, VerdictRow.created_at)
    )
    return {answer.item_id: (answer, Verdict.from_json(verdict)) for answer, verdict in db.session.execute(query)}


def _drawn(place: Place, entry: ItemEntry, answered: tuple[Answer, Verdict] | None, typed: Typed | None) -> str:
    catalogue, task = live(), queries.task_of(entry.edition)
    answer, verdict = answered or (None, None)
    # Of an edition that has changed since, the answer says nothing any more.
    current = answer is not None and verdict is not None and answer.edition_id == entry.edition
    kept = typed.raw if typed else answer.answer if answer and current else {}
    shown = feedback.of_verdict(task, verdict, catalogue, answer) if answer and verdict and current else {}
    context = {
        "place": place, "entry": entry, "key": typed.key if typed else str(uuid4()), "pictures": entry.pictures,
        "problems": typed.problems if typed else (), "again": current and not typed,
        **presenting.form_context(task, catalogue, kept), **shown,
    }  # fmt: skip
    html = render_template("practice/_check.html", **context)
    return apart(html, f"check-{entry.slug}")


def apart(html: str, prefix: str) -> str:
    """The same HTML with every id and every reference to one under a prefix: a page may hold several forms of one kind.

    Only attributes can match: what is text in a template's output has no quotation marks left.
    """

    def renamed(found: re.Match[str]) -> str:
        names = " ".join(name if name.startswith(prefix) else f"{prefix}-{name}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    return _NAMED.sub(renamed, html)
