"""What answering without reading earns on a set of items: each strategy's mean credit beside that of the random one."""

from collections.abc import Mapping, Sequence
from random import Random
from statistics import fmean
from typing import NamedTuple

from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.strategy import Strategy

BOUND = 0.10  # how much more than random a strategy may earn before a bank counts as one that can be gamed
DRAWS = 200


class Gamed(NamedTuple):
    """What the strategies earn: mean credit 0..1 by strategy, random included."""

    items: int
    means: Mapping[Strategy, float]

    @property
    def over(self) -> list[Strategy]:
        """The strategies that earn more than BOUND above random."""
        return [strategy for strategy, mean in self.means.items() if mean > self.means[Strategy.RANDOM] + BOUND]


def gamed(items: Sequence[tuple[Task, Gold]], seed: int = 1) -> Gamed | None:
    """The table row of a set of items; where a strategy makes no sense for an item, its follower guesses at random.

    Kinds that people judge are left out; None where nothing is left.
    """
    chance = Random(seed)
    scored = [(task, gold) for task, gold in items if not task.GRADED_BY_PEOPLE]
    if not scored:
        return None
    random = [_credit(task, gold, Strategy.RANDOM, chance) or 0.0 for task, gold in scored]
    means = {Strategy.RANDOM: fmean(random)}
    for strategy in Strategy:
        earned = [_credit(task, gold, strategy, chance) for task, gold in scored] if strategy != Strategy.RANDOM else []
        if any(credit is not None for credit in earned):
            means[strategy] = fmean(lot if credit is None else credit for credit, lot in zip(earned, random, strict=True))
    return Gamed(len(scored), means)


def _credit(task: Task, gold: Gold, strategy: Strategy, chance: Random) -> float | None:
    """The mean credit of a strategy on one item; the first option is drawn where readers see the options shuffled."""
    guesses = [task.guess(strategy, chance) for _ in range(DRAWS if strategy == Strategy.RANDOM else DRAWS // 5)]
    if guesses[0] is None:
        return None
    if all(guess == guesses[0] for guess in guesses):
        guesses = guesses[:1]
    return fmean(gold.grade(task, guess).score or 0.0 for guess in guesses)
