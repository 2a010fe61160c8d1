"""Hints: help in steps that an author wrote. What each costs is said before it is opened and taken from the credit.

The rule is the same at hand-in and whenever an answer is graded again: score × (1 − the costs of the opened hints), at
least 0. Exams offer none.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext

from curriculum_app.database import db
from curriculum_app.grading.kind import Gold, Hint, Task
from curriculum_app.grading.verdict import Part, Verdict
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import drafting
from curriculum_app.practice.models import Context, Draft
from curriculum_app.refusal import Refused

PART = "hints"  # of a verdict: the share of the credit that is kept


def offered(task: Task, context: Context) -> Sequence[Hint]:
    """The hints that may be opened: in practice alone."""
    return task.hints if context == Context.PRACTICE else ()


def opened(draft: Draft | None, edition_id: UUID, task: Task) -> int:
    """How many hints of this edition are open in a draft."""
    return min(draft.hints, len(task.hints)) if draft is not None and draft.edition_id == edition_id else 0


def open_hint(enrolment: Enrolment, task: Task, edition_id: UUID, number: int, now: datetime) -> Hint:
    """Open the hint of this number, from 1, in its turn; opened before, it is only shown again.

    The caller has locked the enrolment's row. Raises Refused("hint_not_there").
    """
    hints, draft = offered(task, Context.PRACTICE), drafting.draft_of(enrolment.id, task.id)
    already = opened(draft, edition_id, task)
    if not 1 <= number <= min(already + 1, len(hints)):
        raise Refused("hint_not_there")
    if number > already:
        if draft is None:
            # No version yet: the first draft that the page saves is made on top of none, as it expects.
            draft = Draft(enrolment_id=enrolment.id, item_id=task.id, sitting_key="", account_id=enrolment.account_id,
                          edition_id=edition_id, version=0, answer={}, saved_at=now)  # fmt: skip
            db.session.add(draft)
        elif draft.edition_id != edition_id:  # what is in it was about another text
            draft.edition_id, draft.answer = edition_id, {}
        draft.hints = number
    return hints[number - 1]


class Offer(NamedTuple):
    """The hints of an exercise as its page shows them: those that are open, what is left of the credit, and what the next one costs.

    Texts of hints that are not open are no part of it. Where all are open `label` is empty.
    """

    opened: Sequence[Hint]
    left: str
    cost: str
    label: str
    address: str  # where one is opened


def offer(task: Task, opened: int, address: str) -> Offer:
    """What a page shows of the hints when so many are open."""
    left = gettext("%(share)s %% of the credit is left.", share=f"{100 * kept(task, opened):.0f}") if opened else ""
    if opened == len(task.hints):
        return Offer(task.hints, left, gettext("All hints are open."), "", address)
    percent = 100 * task.hints[opened].cost
    cost = gettext("Opening it takes %(cost)s %% off the credit of this exercise.", cost=f"{percent:.0f}")
    label = gettext("Open hint %(number)s of %(all)s", number=opened + 1, all=len(task.hints))
    return Offer(task.hints[:opened], left, cost if percent else gettext("Opening it costs nothing."), label, address)


def kept(task: Task, opened: int) -> float:
    """The share of the credit that is left after so many hints."""
    return max(0.0, 1 - sum(hint.cost for hint in task.hints[:opened]))


def assess(gold: Gold, task: Task, answer: Any, opened: int) -> Verdict:
    """The verdict on an answer for which so many hints were opened."""
    verdict: Verdict = gold.assess(task, answer)
    if not opened or not task.hints:
        return verdict
    share = kept(task, opened)
    score = None if verdict.score is None else verdict.score * share
    return replace(verdict, score=score, parts=(*verdict.parts, Part(PART, share)))
