"""One drawn box: as an answer holds it, as a row of a form sends it, as an author writes it, as an outcome shows it."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ConfigDict, Field

from curriculum_app.grading.kind import AnswerBase
from curriculum_app.grading.rectangles import Rectangle
from curriculum_app.grading.verdict import Mark, Message

SIDES = ("x", "y", "width", "height")


class Drawn(AnswerBase):
    """A box that a trainee drew, and what is in it."""

    model_config = ConfigDict(strict=True)  # True is no number, and "5" is none

    x: float = Field(ge=0, allow_inf_nan=False)
    y: float = Field(ge=0, allow_inf_nan=False)
    width: float = Field(gt=0, allow_inf_nan=False)
    height: float = Field(gt=0, allow_inf_nan=False)
    label: str = Field(max_length=40)

    @classmethod
    def of(cls, rectangle: Rectangle, label: str) -> Self:
        """The box with these sides."""
        return cls(**dict(zip(SIDES, rectangle, strict=True)), label=label)

    @property
    def rectangle(self) -> Rectangle:
        return self.x, self.y, self.width, self.height

    @property
    def mark(self) -> Mark:
        """The box as an outcome shows it."""
        return shown(self.rectangle, self.label)


def shown(rectangle: Rectangle, label: str, id: str = "") -> Mark:
    """A box as an outcome shows it: whole numbers without a decimal point."""
    box = [int(side) if side == int(side) else round(side, 2) for side in rectangle]
    return Mark(id=id, values={"label": label, "box": box})


def row_read(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of the form with its numbers read; what is none stays as it was typed, for the check to refuse."""

    def number(text: str) -> float | str:
        try:
            return int(text) if text.isdecimal() and len(text) < 9 else float(text)
        except ValueError:
            return text

    return {name: text if name == "label" else number(text) for name, text in row.items()}


def said_by_row(field: str, message: Message) -> tuple[str, Message]:
    """A number that is none, said by the row it stands in."""
    parts = field.split("-")
    if len(parts) != 3 or parts[2] not in SIDES:
        return field, message
    return field, Message("box_numbers_wrong", {"number": int(parts[1]) + 1})


def as_drawn(written: Any) -> Any:
    """Boxes written by hand as an answer holds them; authors write [x, y, width, height] as in gold."""
    if isinstance(written, list):
        return [as_drawn(box) for box in written]
    if not isinstance(written, dict) or not isinstance(written.get("box"), list):
        return written
    rest = {name: value for name, value in written.items() if name != "box"}
    return {**dict(zip(SIDES, written["box"], strict=False)), **rest}
