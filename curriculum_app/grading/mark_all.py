"""What marking everything may not earn: an item on which it pays is refused before anybody sees it."""

from random import Random
from typing import Any

from curriculum_app.grading.kind import FileProblem, Gold, Task
from curriculum_app.grading.strategy import Strategy


def refuse_if_it_pays(task: Task, gold: Gold, *others: Any) -> None:
    """Raises FileProblem where the floors of the item don't stop the answer that marks everything, or one of the `others`."""
    for everything in (task.guess(Strategy.MARK_ALL, Random(0)), *others):
        score = gold.grade(task, everything).score or 0.0
        if score > 0:
            raise FileProblem(("gold",), "mark_all_pays", score=f"{score:.2f}")
