"""What is right in one blank of a short answer: accepted forms of words, or a value with its unit and tolerance."""

from typing import Literal, NamedTuple

from pydantic import Field

from curriculum_app.grading.folding import Overlooked, fold
from curriculum_app.grading.kind import FileProblem
from curriculum_app.grading.quantities import Quantity, QuantityError, read_quantity
from curriculum_app.grading.units import Unit, converted, read_unit
from curriculum_app.grading.verdict import Frozen, Step

EXACT = 1e-9  # relative: what conversion may lose in the last digits of a float
Path_ = tuple[str | int, ...]


class Judged(NamedTuple):
    """What one typed answer earns, and why."""

    credit: float
    code: str = ""
    reason: str = ""
    steps: tuple[Step, ...] = ()


class Near(Frozen):
    """Answers that are nearly right, what they earn, and what is off. A number is written as trainees would."""

    forms: tuple[str, ...] = Field(min_length=1)
    credit: float = Field(gt=0, lt=1)
    reason: str = Field(min_length=1)


class GoldText(Frozen):
    """Accepted forms; the first is shown."""

    sort: Literal["text"] = "text"
    accepted: tuple[str, ...]
    near: tuple[Near, ...] = ()
    ignore: tuple[Overlooked, ...] = ()
    reason: str

    @property
    def best(self) -> str:
        """The answer that earns everything."""
        return self.accepted[0]

    @property
    def shown(self) -> str:
        """Gold as outcomes show it."""
        return " / ".join(self.accepted)

    def judge(self, typed: str) -> Judged:
        """What the typed words earn."""
        mine = self.fold(typed)
        if any(mine == self.fold(form) for form in self.accepted):
            return Judged(1.0)
        for near in self.near:
            if any(mine == self.fold(form) for form in near.forms):
                return Judged(near.credit, "nearly_right", near.reason)
        return Judged(0.0, "not_accepted")

    def fold(self, text: str) -> str:
        """The text as it is compared."""
        return fold(text, {"case", "width", *self.ignore})

    def check(self, path: Path_) -> None:
        """No form is empty as it is compared, and none stands twice. Raises FileProblem."""
        places: list[tuple[Path_, str]] = [(("accepted", number), form) for number, form in enumerate(self.accepted)]
        places += [(("near", n, "forms", m), f) for n, near in enumerate(self.near) for m, f in enumerate(near.forms)]
        seen: set[str] = set()
        for place, form in places:
            as_compared = self.fold(form)
            if not as_compared or as_compared in seen:
                raise FileProblem((*path, *place), "form_empty_or_twice", form=form)
            seen.add(as_compared)


class GoldNumber(Frozen):
    """A value in a unit."""

    sort: Literal["number"] = "number"
    value: float
    unit: str = ""
    absolute: float = 0.0
    relative: float = 0.0
    unit_required: bool = True
    number_only: float = 0.5
    near: tuple[Near, ...] = ()
    reason: str

    @property
    def best(self) -> str:
        """The answer that earns everything."""
        return self.shown

    @property
    def shown(self) -> str:
        """Gold as outcomes show it."""
        value = int(self.value) if self.value.is_integer() else self.value
        return f"{value:,} {self.unit}".strip()

    def judge(self, typed: str) -> Judged:
        """What the typed quantity earns."""
        try:
            mine = read_quantity(typed)
        except QuantityError:
            return Judged(0.0, "not_accepted")  # what was handed in could be read; the lists have changed since
        judged = self._against(mine, read_unit(self.unit))
        if judged.credit:
            return judged
        for near in self.near:
            if any(self._near(mine, read_quantity(form)) for form in near.forms):
                return Judged(near.credit, "nearly_right", near.reason, judged.steps)
        return judged

    def _against(self, mine: Quantity, unit: Unit | None) -> Judged:
        if self._right(mine, unit):
            return Judged(1.0, steps=_steps(True, True))
        if self._within(mine.number, self.value):
            code = "unit_missing" if mine.unit is None else "unit_other"
            return Judged(self.number_only, code, steps=_steps(True, False))
        same_sort = mine.unit == unit or bool(mine.unit and unit and converted(1.0, mine.unit, unit) is not None)
        return Judged(0.0, "value_off" if same_sort else "value_and_unit_off", steps=_steps(False, same_sort))

    def _right(self, mine: Quantity, unit: Unit | None) -> bool:
        """Whether value and unit are right. A bare number may be a share, as 0.15 is 15 %."""
        if unit is None:
            return self._within(mine.number, self.value) and (mine.unit is None or bool(mine.unit.counted))
        if mine.unit is None and not self.unit_required and self._within(mine.number, self.value):
            return True
        number = converted(mine.number, mine.unit or Unit(), unit)
        return number is not None and self._within(number, self.value)

    def _near(self, mine: Quantity, form: Quantity) -> bool:
        number = mine.number if mine.unit is None or form.unit is None else converted(mine.number, mine.unit, form.unit)
        return number is not None and self._within(number, form.number)

    def check(self, path: Path_) -> None:
        """The unit is known, and nearly right numbers can be read and are not right. Raises FileProblem."""
        if self.unit and read_unit(self.unit) is None:
            raise FileProblem((*path, "unit"), "unit_not_known", unit=self.unit)
        unit = read_unit(self.unit)
        places: list[tuple[Path_, str]] = [(("value",), self.shown)]
        places += [(("near", n, "forms", m), f) for n, near in enumerate(self.near) for m, f in enumerate(near.forms)]
        for place, form in places:
            try:
                right = self._right(read_quantity(form), unit)
            except QuantityError:
                raise FileProblem((*path, *place), "form_no_number", form=form) from None
            if right and place != ("value",):
                raise FileProblem((*path, *place), "near_is_right", form=form)

    def _within(self, number: float, value: float) -> bool:
        return abs(number - value) <= max(self.absolute, self.relative * abs(value), EXACT * abs(value))


def _steps(value: bool, unit: bool) -> tuple[Step, ...]:
    return Step("value", float(value)), Step("unit", float(unit))


class BlankFile(Frozen):
    """`gold:` of one blank: `accepted` forms of words, or a `value` with its unit and tolerance; and the reason.

    `number_only` is the credit where the number stands as in gold but its unit is missing or another.
    """

    accepted: tuple[str, ...] = Field((), max_length=50)
    ignore: tuple[Overlooked, ...] = ()
    value: float | None = Field(None, allow_inf_nan=False)
    unit: str = Field("", max_length=20)
    absolute: float = Field(0.0, ge=0, allow_inf_nan=False)
    relative: float = Field(0.0, ge=0, lt=1)
    unit_required: bool = True
    number_only: float = Field(0.5, ge=0, lt=1)
    near: tuple[Near, ...] = ()
    reason: str = Field(min_length=1)

    def gold(self, sort: str, *path: str | int) -> GoldText | GoldNumber:
        """The gold of a blank of this sort. Raises FileProblem."""
        kind = GoldText if sort == "text" else GoldNumber
        for name in self.model_fields_set:
            if name not in kind.model_fields:
                raise FileProblem((*path, name), "blank_other_sort", sort=sort)
        wanted = "accepted" if sort == "text" else "value"
        if getattr(self, wanted) in (None, ()):
            raise FileProblem(path, "blank_gold_missing", field=wanted)
        gold = kind(**{name: value for name, value in self if name in kind.model_fields})
        gold.check(path)
        return gold
