"""The page around an exercise: where its work goes, where one stands, the guideline at hand, its keys and what it says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template, url_for
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.grading.kind import Task
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.practice import guidelines, hinting, keys, presenting, queueing, timing
from curriculum_app.practice.models import Answer, Confidence, Draft
from curriculum_app.web.language import spoken


class Desk(NamedTuple):
    """Where the work on an exercise goes."""

    course: str  # slug
    hand_in: str  # takes the form by POST
    draft: str  # keeps it by PUT
    arrived: str  # says by GET whether a form came through, by its key
    heading: str = ""  # what it is, where it is no practice: then it has no place among a module's exercises
    hints: str = ""  # opens them by POST, where any are offered


class Sheet(NamedTuple):
    """The form as it is to be shown."""

    kept: dict[str, Any]
    key: str  # of the hand-in, so that the same form counts once
    opened: str  # the token of practice/timing.py
    version: int  # of the draft it shows
    confidence: Confidence | None = None
    errors: Sequence[tuple[str, str]] = ()
    again: bool = False  # whether the form comes back from a hand-in that was not taken
    hints: int = 0  # how many are open


class Neighbour(NamedTuple):
    """The exercise before or after this one."""

    title: str
    language: str
    address: str


class Position(NamedTuple):
    """Which exercise of its module's practice this is."""

    number: int
    all: int
    module: str
    previous: Neighbour | None
    following: Neighbour | None


def sheet(task: Task, entry: ItemEntry, draft: Draft | None, key: str, now: datetime) -> Sheet:
    """The form as somebody finds it who opens the page: the draft, or what a model suggests."""
    of_this = draft if draft and draft.edition_id == entry.edition else None
    opened = timing.token(current_user.id, entry.edition, of_this.seconds if of_this else 0, now)
    kept = (of_this.answer if of_this else {}) or task.suggested
    return Sheet(kept, key, opened, draft.version if draft else 0, of_this.confidence if of_this else None,
                 hints=hinting.opened(of_this, entry.edition, task))  # fmt: skip


def show(catalogue: Catalogue, entry: ItemEntry, task: Task, desk: Desk, shown: Sheet, answered: Answer | None = None) -> str:
    """The page; `answered` is the newest answer that was handed in before."""
    context, place = presenting.form_context(task, catalogue, shown.kept), position(catalogue, desk.course, entry)
    return render_template(
        "practice/exercise.html", course=desk.course, title=catalogue.courses[desk.course].title[spoken()], entry=entry,
        desk=desk, sheet=shown, edition=entry.edition, errors=list(shown.errors), answered=answered, pictures=entry.pictures,
        position=None if desk.heading else place, listed=place is not None, queued=queueing.place_of(desk.hand_in),
        at_hand=guidelines.at_hand(catalogue, desk.course, entry.bank, task.language, task.guideline),
        hints=hinting.offer(task, shown.hints, desk.hints) if desk.hints and task.hints else None,
        confidences=confidences(), **around(context["widgets"]), **context,
    )  # fmt: skip


def around(widgets: Sequence[str], exam: bool = False) -> dict[str, Any]:
    """What the scripts around a form need, in practice and in exams: the sentences and the keys."""
    return {
        "strings": {"draft": draft_strings() | (exam_strings() if exam else {}), "history": history_strings(),
                    "shortcuts": key_strings(), "media": media_strings()},
        "keys": keys.on_page(widgets), "fixed_keys": keys.fixed(widgets),
    }  # fmt: skip


def position(catalogue: Catalogue, course: str, entry: ItemEntry) -> Position | None:
    """Where an exercise stands among those of its module; None where no module lists it. Its neighbours may be another's."""
    modules = catalogue.courses[course].modules
    steps = [(module, slug) for module in modules for slug in module.practice]
    at = next((n for n, (_, slug) in enumerate(steps) if slug == entry.slug), None)
    if at is None:
        return None
    module, slug = steps[at]

    def neighbour(n: int) -> Neighbour | None:
        if not 0 <= n < len(steps):
            return None
        found = catalogue.item(entry.bank, steps[n][1], entry.language)
        return Neighbour(found.title, found.language, url_for("practice.exercise", course=course, slug=found.slug))

    number, title = module.practice.index(slug) + 1, module.title[spoken()]
    return Position(number, len(module.practice), title, neighbour(at - 1), neighbour(at + 1))


def confidences() -> dict[Confidence, str]:
    """How sure one may say one is, the surest first."""
    return {
        Confidence.SURE: gettext("Sure"),
        Confidence.PROBABLY: gettext("Probably"),
        Confidence.UNSURE: gettext("Not sure"),
    }


def draft_strings() -> dict[str, str]:
    """What is said of keeping the form and of handing it in."""
    return {
        "saved": gettext("Kept at {time}."),
        "offline": gettext("The line is away. What you do is kept in this browser and sent as soon as the line is back."),
        "closed": gettext("The line is away, and this browser keeps nothing. Leave this page open until it is back."),
        "refused": gettext("The server could not keep this state. It is kept in this browser."),
        "large": gettext("This is too large for the server to keep. It is kept in this browser; shorten it before you hand it in."),
        "signed_out": gettext("Your session has ended. What you typed is kept in this browser."),
        "sign_in": gettext("Sign in again"),
        "other_person": gettext("Somebody else has signed in in this browser. What you typed stays kept for you."),
        "conflict": gettext("This exercise was changed in another tab or on another device, at {time}. Which state is to count?"),
        "handed_in": gettext("This exercise was handed in in another tab. What stands here can still be kept for another try."),
        "mine": gettext("Keep what stands here"),
        "theirs": gettext("Take the other state"),
        "chose": gettext("Done. The state you did not choose comes back with Undo."),
        "restored": gettext("What you typed at {time} had not reached the server. It is back."),
        "arrived": gettext("Your answer has arrived; it was handed in before the line broke."),
        "result": gettext("See the result"),
        "sending": gettext("Handing in …"),
        "not_sent": gettext("The line broke. Your answer is kept in this browser: hand in again when the line is back; it counts once."),
        "waiting": gettext("The server is busy. What you do is kept in this browser and sent again."),
        "busy": gettext("The server is busy. Your answer is kept in this browser; hand in once more in a moment; it counts once."),
        "back": gettext("The line is back. You can hand in."),
    }  # fmt: skip


def exam_strings() -> dict[str, str]:
    """What is said in another way in exams, where only a whole answer is kept on the server."""
    return {
        "refused": gettext("Not kept yet: something is still missing."),
        "conflict": gettext("This question was answered in another tab, at {time}. Which answer is to count?"),
    }


def history_strings() -> dict[str, str]:
    """What is said of undoing."""
    return {"undone": gettext("One step undone."), "redone": gettext("One step done again."),
            "first": gettext("There is nothing to undo."), "last": gettext("There is nothing to do again.")}  # fmt: skip


def key_strings() -> dict[str, str]:
    """What is said of the keys."""
    return {
        "change": gettext("Change"), "press": gettext("Press the new key"), "changed": gettext("{action}: now {key}."),
        "taken": gettext("{key} already stands for: {action}. Press another one, or Esc to leave it."),
        "reserved": gettext("{key} is needed for moving about and typing. Press another one, or Esc to leave it."),
        "left": gettext("Left as it was."), "reset": gettext("All keys are as they were at first."),
        "on": gettext("The keys are switched on."), "off": gettext("The keys are switched off."),
    }  # fmt: skip


def media_strings() -> dict[str, str]:
    """What is said of pictures and recordings that do not come."""
    return {
        "picture": gettext("The picture did not load. What it shows: {alt}"),
        "picture_bare": gettext("The picture did not load."),
        "recording": gettext("The recording did not load."),
        "again": gettext("Load it again"),
    }  # fmt: skip
