"""What the result page and the authors' queue show of a verdict: mark by mark, with the ladder and what each rests on."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from curriculum_app.grading.kind import Task
from curriculum_app.grading.verdict import Outcome, Verdict
from curriculum_app.learning.catalogue import Catalogue, ItemEntry, LessonEntry, Worked
from curriculum_app.practice import messages, presenting
from curriculum_app.practice.models import Answer

SIGNS = {"hit": "✓", "partial": "◐", "missed": "○", "alarm": "✗"}  # beside the words, for eyes that scan
TONES = {"hit": "ok", "partial": "gold", "missed": "miss", "alarm": "miss"}


class Rung(NamedTuple):
    """A step of a mark's ladder: its name, its credit 0..1, and how that looks."""

    name: str
    credit: float
    sign: str


class Shown(NamedTuple):
    """An outcome as pages show it. `proofs` are the source sentences that the gold rests on, by number."""

    number: int
    outcome: Outcome
    about: str
    ladder: list[Rung]
    proofs: list[tuple[int, str]]


def outcomes(task: Task, verdict: Verdict) -> Iterator[Shown]:
    """Every outcome, numbered as in the text."""
    sentences = [sentence for source in task.sources for sentence in source.sentences]
    for number, outcome in enumerate(verdict.outcomes, 1):
        mark = outcome.gold or outcome.mine
        yield Shown(number, outcome, outcome.about or (mark.quote if mark else ""), _ladder(outcome), _proofs(outcome, sentences))


def _ladder(outcome: Outcome) -> list[Rung]:
    return [
        Rung(str(messages.STEPS[step.name]), step.credit, "✓" if step.credit > 0.999 else "◐" if step.credit else "✗")
        for step in outcome.steps
        if step.credit is not None
    ]


def _proofs(outcome: Outcome, sentences: list[str]) -> list[tuple[int, str]]:
    """What the gold cites; of what the gold does not have, nothing."""
    cited = outcome.gold.values.get("evidence") if outcome.gold else None
    numbers = cited if isinstance(cited, list | tuple) else ()
    return [(number, sentences[number - 1]) for number in numbers if isinstance(number, int) and 0 < number <= len(sentences)]


def of_verdict(task: Task, verdict: Verdict, catalogue: Catalogue, answer: Answer) -> dict[str, Any]:
    """What the parts of a page need that show an exercise with an answer beside the gold."""
    fields, text = presenting.fields(task, catalogue, task.language), getattr(task, "text", "")
    counts = presenting.counts(verdict)
    # Pictures are kept with what is live: of an older edition none is shown rather than another one.
    pictures = next((entry.pictures for entry in catalogue.items.values() if entry.edition == answer.edition_id), ())
    return {
        "task": task, "verdict": verdict, "answer": answer, "shown": list(outcomes(task, verdict)), "pictures": pictures,
        "paragraphs": presenting.paragraphs(text, verdict.outcomes) if text else [],
        "counts": [(sort, SIGNS[sort], messages.SORTS[sort], count) for sort, count in counts.items()],
        "say": messages.say, "values": lambda mark: presenting.values(mark, fields), "sorts": messages.SORTS, "tones": TONES,
    }  # fmt: skip


class Example(NamedTuple):
    """Where a skill of the exercise is taught: a worked example where there is one, else the lesson."""

    lesson: LessonEntry
    worked: Worked | None


def example(catalogue: Catalogue, course: str, entry: ItemEntry | None, language: str, module: int | None) -> Example | None:
    """A worked example of a skill of the exercise, in its own course first; else the lesson before the exercise."""
    lessons = [lesson for lesson in catalogue.lessons.values() if lesson.language == language]
    lessons.sort(key=lambda lesson: lesson.course != course)
    for lesson in lessons if entry else ():
        for worked in lesson.worked:
            if entry and set(entry.skills) & set(worked.skills):
                return Example(lesson, worked)
    if module is None:
        return None
    slug = catalogue.courses[course].modules[module].lessons[-1]
    return next((Example(lesson, None) for lesson in lessons if (lesson.course, lesson.slug) == (course, slug)), None)
