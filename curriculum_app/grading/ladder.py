"""The ladder of one paired mark: steps with weights, of which only those that apply count."""

from collections.abc import Mapping
from functools import cached_property
from typing import Self

from pydantic import model_validator

from curriculum_app.grading.verdict import Frozen, Step


class Weights(Frozen):
    """What each step of a ladder weighs, 0..1, as the file declares it; only their proportions matter."""

    @cached_property
    def by_name(self) -> Mapping[str, float]:
        return {name: getattr(self, name) for name in type(self).model_fields}

    @model_validator(mode="after")
    def _something_weighs(self) -> Self:
        if not sum(getattr(self, name) for name in type(self).model_fields):
            raise ValueError("at least one weight must be above 0")
        return self


def climb(steps: Mapping[str, float | None], weights: Mapping[str, float]) -> tuple[float, tuple[Step, ...]]:
    """The weighted mean of the steps that apply (not None), 0..1, and the steps as they are shown."""
    applying = {name: credit for name, credit in steps.items() if credit is not None}
    weight = sum(weights[name] for name in applying)
    credit = sum(weights[name] * value for name, value in applying.items()) / weight if weight else 0.0
    return min(1.0, credit), tuple(Step(name=name, credit=value) for name, value in steps.items())
