"""The accepted boundaries of gold marks, computed once when an item is loaded and kept in its edition."""

from collections.abc import Iterable
from dataclasses import replace

from curriculum_app.content.library import Item
from curriculum_app.content.morphemes import Analyse, Unavailable
from curriculum_app.grading.korean import Morpheme, particles
from curriculum_app.grading.marking import MarkedGold, MarkedTask


def settled(items: Iterable[Item], analyse: Analyse) -> tuple[list[Item], str]:
    """The items whose gold has boundaries to compute, with them; and why the analyser could not run, if it could not.

    Without it, and in English, rules decide. Where nothing is to be computed nothing is started.
    """
    waiting = [item for item in items if any(isinstance(gold, MarkedGold) and gold.unsettled for gold in (item.gold, item.changed))]
    texts = [item.task.text for item in waiting if isinstance(item.task, MarkedTask) and item.language == "ko"]
    known, why = dict[str, list[Morpheme]](), ""
    if texts:
        try:
            known = dict(zip(texts, analyse(texts), strict=True))
        except Unavailable as unavailable:
            why = str(unavailable)
    return [_settled(item, known) for item in waiting], why


def _settled(item: Item, known: dict[str, list[Morpheme]]) -> Item:
    if not (isinstance(item.gold, MarkedGold) and isinstance(item.task, MarkedTask)):
        return item
    text = item.task.text
    morphemes = known.get(text) or particles(text)
    changed = item.changed.settled(text, morphemes) if isinstance(item.changed, MarkedGold) else item.changed
    return replace(item, gold=item.gold.settled(text, morphemes), changed=changed)
