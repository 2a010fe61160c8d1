"""What a search for planted errors found: counted from gold and verdict, mark by mark, and apart from the score.

A search is an item that shows a text, a conversation or a run and leaves it to the trainee to see where it is wrong:

- `hallucination_spans`, `critique`: every mark of gold is one planted error. It is found where a mark of the trainee was
  paired with it, which takes enough overlap; type, severity and correction don't matter here. A text without a mark of gold
  is clean, and each mark made in it is a false alarm.
- `dialogue_review`, `trace_review`: the first bad turn or step is the one planted error. It is found where the very one was
  named; its neighbour, which earns part of the score, is not it. Where gold says that none is bad, the whole is clean, and
  naming one is one false alarm.

Other kinds are no searches: `span_labels` labels what is no error, and in `claim_check` and `choice` the place is given and
only judged. Wrong marks in texts that hold errors are not counted as alarms: whether a mark that touches nothing is a second
view of the same error is open there, and nothing is open in a clean text. An item without an answer found nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from curriculum_app.grading.critique import CritiqueGold
from curriculum_app.grading.hallucination_spans import HallucinationSpansGold
from curriculum_app.grading.kind import Gold
from curriculum_app.grading.sequence import NONE, SequenceGold
from curriculum_app.grading.verdict import Verdict


class Search(NamedTuple):
    """Planted errors, how many were found, false alarms in clean texts, and how many texts were clean."""

    planted: int
    found: int
    false_alarms: int
    clean: int


def search(gold: Gold, verdict: Verdict | None) -> Search | None:
    """What one item's search found; None where the item is no search."""
    if isinstance(gold, HallucinationSpansGold | CritiqueGold):
        return _by_marks(len(gold.marks), verdict)
    if isinstance(gold, SequenceGold):
        return _by_first_bad(gold, verdict)
    return None


def _by_marks(planted: int, verdict: Verdict | None) -> Search:
    outcomes = verdict.outcomes if verdict else ()
    # The overall verdict of a critique is an outcome too; it stands nowhere in the text.
    placed = [(o.mine, o.gold) for o in outcomes if any(mark is not None and mark.start is not None for mark in (o.mine, o.gold))]
    if not planted:
        return Search(0, 0, sum(gold is None for _, gold in placed), 1)
    return Search(planted, sum(mine is not None and gold is not None for mine, gold in placed), 0, 0)


def _by_first_bad(gold: SequenceGold, verdict: Verdict | None) -> Search:
    said = [o.mine.values["first_bad"] for o in verdict.outcomes if o.mine and o.mine.id == "first_bad"] if verdict else []
    if gold.first_bad == NONE:
        return Search(0, 0, sum(place != NONE for place in said), 1)
    return Search(1, sum(place == gold.first_bad for place in said), 0, 0)


def total(searches: Iterable[Search | None]) -> Search | None:
    """The sum over the items that are searches; None where none is."""
    known = [one for one in searches if one is not None]
    return Search(*map(sum, zip(*known, strict=True))) if known else None
