"""What the widgets of the kinds that judge say, by widget; {names} are filled in by the widget itself."""

from collections.abc import Callable, Mapping

from flask_babel import gettext


def _sources() -> dict[str, str]:
    return {
        "citing": gettext("Evidence for {row}: choose its sentences here, or tick their numbers."),
        "needs_none": gettext("No evidence is needed for {row}."),
        "cited": gettext("Sentence {number} is evidence for {row} now."),
        "uncited": gettext("Sentence {number} is no evidence for {row} any more."),
        "cited_by": gettext("Evidence for {rows}"),
    }  # fmt: skip


def _claims() -> dict[str, str]:
    return {
        "none": gettext("Where there is not enough information, no sentence is cited."),
        "emptied": gettext("Claim {number}: its numbers are emptied, since no sentence is cited where there is not enough information."),
        "full": gettext("Claim {number} already cites {most} sentences, which is the most. Untick one first."),
    }  # fmt: skip


def _ranking() -> dict[str, str]:
    return {
        "order": gettext("Your order, the best first"), "rest": gettext("Not in order yet"),
        "first": gettext("Choose the best response first, then the next best, until all are in order."),
        "next": gettext("Choose the next best of these."), "by_number": gettext("Write the ranks as numbers"),
        "response": gettext("Response {letter}"), "place": gettext("Put next"),
        "top": gettext("To the top"), "up": gettext("Up"), "down": gettext("Down"), "bottom": gettext("To the bottom"),
        "level": gettext("Level with the one above"),
        "rank": gettext("Rank {rank}"), "rank_level": gettext("Rank {rank}, level"),
        "moved": gettext("{response}: {rank} of {all}."),
        "stays": gettext("{response} stays where it is: {rank} of {all}."),
    }  # fmt: skip


def _relations() -> dict[str, str]:
    return {
        "text": gettext("The text. Arrow keys move among the entities, Enter chooses one."),
        "none": gettext("Nothing is linked yet. No link is an answer too."),
        "step_head": gettext("Choose the entity at which a link begins."),
        "step_relation": gettext("{link}. Choose the relation."),
        "step_tail": gettext("{link}. Choose the entity at which it ends."),
        "begins_nothing": gettext("No relation begins at {entity}."),
        "ends_nothing": gettext("This link cannot end at {entity}."),
        "added": gettext("Linked: {link}. Links so far: {count}."),
        "again": gettext("This link is there already: {link}."),
        "full": gettext("There is no empty row left. Delete a link first."),
        "deleted": gettext("Deleted: {link}."), "edit": gettext("Edit"), "delete": gettext("Delete"),
    }  # fmt: skip


WIDGETS: Mapping[str, Callable[[], dict[str, str]]] = {
    "sources": _sources, "claims": _claims, "ranking": _ranking, "relations": _relations,
}  # fmt: skip


def widget_strings(widget: str) -> dict[str, str]:
    """The sentences of a widget in the reader's language."""
    return WIDGETS[widget]()
