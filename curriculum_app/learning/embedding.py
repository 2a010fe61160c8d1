"""Exercises inside lessons. Learning knows where they stand; practice, which lies above it, registers who draws them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Flask, current_app
from markupsafe import Markup

from curriculum_app.learning.catalogue import LessonEntry
from curriculum_app.learning.models import Enrolment


class Place(NamedTuple):
    """The lesson in which exercises stand, and its reader's enrolment."""

    course: str
    lesson: LessonEntry
    enrolment: Enrolment | None


# Draws the exercises with these slugs; `typed` is whatever the drawer's own view hands through after refusing an answer.
Drawer = Callable[[Place, Sequence[str], Any], Mapping[str, Markup]]


def draw_by(app: Flask, drawer: Drawer) -> None:
    """Register who draws the exercises of lessons."""
    app.extensions["lesson_exercises"] = drawer


def drawn(place: Place, slugs: Sequence[str], typed: Any = None) -> Mapping[str, Markup]:
    """The exercises of a lesson by slug; one that is not live has no entry."""
    drawer: Drawer | None = current_app.extensions.get("lesson_exercises")
    return drawer(place, slugs, typed) if drawer and slugs else {}
