"""What the keys of a working page do, for its key sheet. The keys themselves stand in frontend/src/keys.ts."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext

# Every action of frontend/src/keys.ts with what it does. Those without a point work on the whole page; the others begin
# with the name of the widget's bundle ("player.back" is the player's), or with the name given in PREFIXES.
ACTIONS: Mapping[str, LazyString] = {
    "hand-in": _("Hand in"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "sheet": _("Show this sheet"),
    "mark.end-earlier": _("End the selection one letter earlier"),
    "mark.end-later": _("End the selection one letter later"),
    "mark.start-earlier": _("Begin the selection one letter earlier"),
    "mark.start-later": _("Begin the selection one letter later"),
    "mark.next": _("Go to the next mark"),
    "mark.previous": _("Go to the mark before"),
    "mark.edit": _("Edit the mark here"),
    "mark.accept": _("Accept the suggested mark here and go to the next"),
    "mark.reject": _("Reject the suggested mark here and go to the next"),
    "ranking.up": _("Put the response one rank higher"),
    "ranking.down": _("Put the response one rank lower"),
    "ranking.top": _("Put the response at the top"),
    "ranking.bottom": _("Put the response at the bottom"),
    "ranking.level": _("Put the response level with the one above, or part them again"),
    "boxes.add": _("Add a box"),
    "boxes.larger": _("Enlarge the picture"),
    "boxes.smaller": _("Make the picture smaller"),
    "player.toggle": _("Play or pause"),
    "player.back": _("Back 2 seconds"),
    "player.forward": _("Forward 2 seconds"),
    "player.slower": _("Play more slowly"),
    "player.faster": _("Play faster"),
    "player.mark": _("Mark this place of the recording"),
    "review.next": _("Go to the next turn or step"),
    "review.previous": _("Go to the turn or step before"),
    "review.choose": _("Choose this one as the first bad one"),
}  # fmt: skip
PREFIXES: Mapping[str, str] = {"marker.js": "mark"}

# What keys of a widget do that can't be changed, because every list, table or player has them: (keys, what they do).
FIXED: Mapping[str, tuple[tuple[str, LazyString], ...]] = {
    "marker.js": (
        ("← → ↑ ↓", _("Move among the words")),
        ("Shift + ← → ↑ ↓", _("Extend the selection")),
        ("Enter", _("Mark what is selected")),
        ("1 … 9", _("Mark it with the label of that number")),
        ("Delete", _("Remove the mark here")),
        ("Esc", _("Let the selection go")),
    ),
    "boxes.js": (
        ("← → ↑ ↓", _("Move the box or its corner")),
        ("Shift + ← → ↑ ↓", _("Resize the box")),
        ("Alt + ← → ↑ ↓", _("The same by one pixel")),
        ("1 … 9", _("Give the box the label of that number")),
        ("Delete", _("Remove the box")),
        ("Esc", _("Let the box go")),
    ),
    "review.js": (("1 … 9", _("Rate this turn")),),
    "digits.js": (("1 … 9", _("Choose the option of that number in the group that has focus")),),
    "relations.js": (
        ("← → ↑ ↓", _("Move among the entities")),
        ("Enter", _("Choose the entity")),
        ("1 … 9", _("Choose the relation of that number")),
        ("Esc", _("Take the last step back")),
    ),
}  # fmt: skip


def on_page(widgets: Iterable[str]) -> list[tuple[str, LazyString]]:
    """The actions that have a key on a page with these widgets, the page's own first."""
    prefixes = {PREFIXES.get(widget, widget.removesuffix(".js")) for widget in widgets}
    own = [(action, said) for action, said in ACTIONS.items() if "." not in action]
    return own + [(action, said) for action, said in ACTIONS.items() if "." in action and action.split(".")[0] in prefixes]


def fixed(widgets: Iterable[str]) -> list[tuple[str, LazyString]]:
    """The keys of these widgets that stay as they are."""
    return [row for widget in widgets for row in FIXED.get(widget, ())]
