"""What grading says by code, as sentences. Each module here holds the words of a group of kinds; this one joins them."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from flask_babel import lazy_gettext

from curriculum_app.grading.verdict import Message
from curriculum_app.practice.messages import judging, linking, marks, reviewing, writing

_ = lazy_gettext

MODULES: tuple[ModuleType, ...] = (marks, reviewing, judging, linking, writing)


def _joined(name: str) -> dict[str, Any]:
    return {key: value for module in MODULES for key, value in getattr(module, name, {}).items()}


# A sentence is a text with %(names)s, or a function of the message's parameters where the words depend on a number.
SENTENCES: dict[str, str | Callable[..., str]] = _joined("SENTENCES")
STEPS, PARTS, FIELDS, KINDS = (_joined(name) for name in ("STEPS", "PARTS", "FIELDS", "KINDS"))
OVERALL = marks.OVERALL
VALUES = _joined("VALUES")  # words of values that no closed list of an item names, by field
SORTS = {
    "hit": _("Right"), "partial": _("Partly right"), "missed": _("Missed"), "alarm": _("Marked wrongly"),
    "open": _("Not judged yet"), "self": _("Self-assessed"),
}  # fmt: skip


def control(field: str) -> str:
    """The id of the control a problem is about."""
    name, *at = field.split("-")
    if name == "marks" and at:
        said = at[1] if len(at) > 1 else "quote"
        return f"quote-{at[0]}" if said in {"start", "end"} else f"{said}-{at[0]}"
    return {"text_hash": "marks", "chosen": "chosen"}.get(name, field)


def say(message: Message) -> str:
    """The sentence of a message, in the reader's language."""
    sentence = SENTENCES[message.code]
    return sentence(**message.parameters) if callable(sentence) else str(sentence) % message.parameters
