"""What a course asks for before it gives a certificate, and how somebody stands."""

from typing import NamedTuple

from curriculum_app.content.schemas import Course
from curriculum_app.exams.models import Sitting
from curriculum_app.learning.queries import Progress, is_done


class Requirement(NamedTuple):
    """One condition: its code, what is reached and what is needed, and whether it is met."""

    code: str  # lessons | practice | practice_mean | exam | project
    reached: float
    needed: float

    @property
    def met(self) -> bool:
        return self.reached >= self.needed


def requirements(course: Course, progress: Progress, passed: Sitting | None) -> list[Requirement]:
    """Every condition of the course; a course without an exam gives no certificate and has none."""
    if course.exam is None:
        return []
    done = {
        sort: sum(s.sort == sort and is_done(s, r) for s, r in progress.steps)
        for sort in ("lesson", "item")
    }
    asked = {sort: sum(s.sort == sort for s, _ in progress.steps) for sort in ("lesson", "item")}
    required = [
        Requirement("lessons", done["lesson"], asked["lesson"]),
        Requirement("practice", done["item"], asked["item"]),
        Requirement("practice_mean", round(progress.practice_mean or 0.0, 6), course.completion.practice_mean),
        Requirement("exam", float(passed is not None), 1.0),
    ]
    if course.completion.project:
        worked = sum(s.sort == "project" and r is not None and r.done for s, r in progress.steps)
        required.append(Requirement("project", float(worked), 1.0))
    return required
