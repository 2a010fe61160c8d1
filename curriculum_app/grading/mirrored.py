"""Showing a judgement again in another guise: the responses in the opposite order, or one of them padded.

What is said of the guise is carried back to the item as it was written, and graded there by its own gold: so an answer
earns in a guise exactly what it earns without, and the author's reasons, which name responses by letters, stay true.
"""

from collections.abc import Mapping
from enum import StrEnum
from itertools import combinations
from typing import Any

from curriculum_app.grading.kind import Task
from curriculum_app.grading.preference import STRONGEST, PreferenceAnswer, PreferenceTask
from curriculum_app.grading.ranking import RankingAnswer, RankingTask
from curriculum_app.grading.rating_scale import RatingScaleAnswer, RatingScaleTask
from curriculum_app.grading.responses import ResponsesTask


class Guise(StrEnum):
    """How an item is shown the next time."""

    SWAPPED = "swapped"  # the responses in the opposite order
    PADDED = "padded"  # one response longer, by words that say nothing more
    AGAIN = "again"  # as it was: there is only one response


def guises(task: Task) -> tuple[Guise, ...]:
    """In which guises an item is shown again, one after the other.

    Where a model has suggested an answer there is none: it names the responses by letters, and would be remembered.
    """
    if task.suggested:
        return ()
    if isinstance(task, PreferenceTask | RankingTask):
        return (Guise.SWAPPED, Guise.PADDED) if task.padded else (Guise.SWAPPED,)
    return (Guise.AGAIN,) if isinstance(task, RatingScaleTask) else ()


def disguised(task: Any, guise: Guise) -> Any:
    """The task as it is shown in a guise it has."""
    if guise == Guise.SWAPPED:
        return task.model_copy(update={"responses": tuple(reversed(task.responses))})
    if guise == Guise.PADDED:
        texts = {**task.lettered, task.padded.response: task.padded.text}
        return task.model_copy(update={"responses": tuple(texts.values())})
    return task


def carried_back(task: Any, guise: Guise, answer: Any) -> Any:
    """What an answer to the guise says of the item as it was written; and the other way round, for swapping undoes itself."""
    if guise != Guise.SWAPPED:
        return answer
    turned = _turned(task)
    if isinstance(answer, PreferenceAnswer):
        return answer.model_copy(update={"better": turned.get(answer.better, answer.better)})
    return RankingAnswer(ranks={turned[letter]: rank for letter, rank in answer.ranks.items()})


def _turned(task: ResponsesTask) -> dict[str, str]:
    """Which letter each response has in the opposite order."""
    letters = list(task.lettered)
    return dict(zip(letters, reversed(letters), strict=True))


def leanings(answer: Any) -> Mapping[tuple[str, str], float]:
    """By how much the first of each pair of responses is preferred to the second, -1..1; 0 where they stand level."""
    if isinstance(answer, PreferenceAnswer):
        side = {"a": 1, "b": -1, "tie": 0}[answer.better]
        return {("a", "b"): side * answer.strength / STRONGEST}
    if isinstance(answer, RankingAnswer):
        ranks = {str(letter): rank for letter, rank in answer.ranks.items()}
        return {
            (x, y): float((ranks[y] > ranks[x]) - (ranks[y] < ranks[x])) for x, y in combinations(sorted(ranks), 2)
        }
    return {}


def levels(answer: Any) -> Mapping[str, int]:
    """The level of each criterion, where an answer rates."""
    return dict(answer.ratings) if isinstance(answer, RatingScaleAnswer) else {}
