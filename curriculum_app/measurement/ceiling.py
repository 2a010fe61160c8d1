"""The human ceiling of a bank: how well one person's answers score against the others', left out one by one.

People who know the work do not agree wholly either; a score is read against what they reach (0.49 to 0.71 by language on
hallucination spans, in Mu-SHROOM). Where no two persons answered there is no ceiling, and none is claimed.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean, stdev
from typing import NamedTuple, TypeVar

from curriculum_app.content.library import Library
from curriculum_app.grading.kind import AnswerBase
from curriculum_app.grading.marking import MarksAnswer
from curriculum_app.grading.verdict import soft_scores

A = TypeVar("A")


class Ceiling(NamedTuple):
    """The mean score of a left-out person, its standard error over items (None for one item), and what it rests on."""

    mean: float
    standard_error: float | None
    items: int
    persons: int


def human_ceiling(
    answers: Mapping[str, Mapping[str, A]], score: Callable[[str, A, Sequence[A]], float]
) -> Ceiling | None:
    """The leave-one-out ceiling of `answers` (item → person → answer); None where no item was answered by two persons.

    `score(item, answer, others)` is the left-out answer's score 0..1 against the other persons'.
    """
    by_item, persons = [], set()
    for item, given in answers.items():
        if len(given) < 2:
            continue
        persons |= set(given)
        by_item.append(
            fmean(score(item, mine, [a for who, a in given.items() if who != left]) for left, mine in given.items())
        )
    if not by_item:
        return None
    error = stdev(by_item) / len(by_item) ** 0.5 if len(by_item) > 1 else None
    return Ceiling(fmean(by_item), error, len(by_item), len(persons))


def of_bank(library: Library, bank: str, language: str) -> Ceiling | None:
    """The ceiling of a bank in one language, from its annotations.yaml. Raises InvalidAnswer for what is no answer."""
    answers: dict[str, dict[str, AnswerBase]] = {}
    for one in library.annotations.get(bank, ()):
        if one.language == language and (item := library.items.get((bank, one.item, language))):
            parsed = item.task.parse(item.task.suggestion(one.answer))
            answers.setdefault(one.item, {})[one.person] = parsed
    return human_ceiling(answers, lambda _, mine, others: agreement(mine, others))


def agreement(mine: AnswerBase, others: Sequence[AnswerBase]) -> float:
    """F1 of an answer's decisions with those that at least half of the others made; of marks, by character. 1 for nothing twice."""
    held = Counter(decision for other in others for decision in set(decisions(other)))
    majority = {decision for decision, count in held.items() if 2 * count >= len(others)}
    own = set(decisions(mine))
    return soft_scores(len(own & majority), len(own), len(majority))[2]


def decisions(answer: AnswerBase) -> list[object]:
    """What an answer is made of, comparable between persons: marked characters, or single choices."""
    if isinstance(answer, MarksAnswer):
        return [at for mark in answer.marks for at in range(mark.start, mark.end)]
    return list(answer.units())
