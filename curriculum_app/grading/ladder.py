"""The ladder of one paired mark: steps with weights, of which only those that apply count."""

from collections.abc import Mapping

from curriculum_app.grading.verdict import Step


def climb(steps: Mapping[str, float | None], weights: Mapping[str, float]) -> tuple[float, tuple[Step, ...]]:
    """The weighted mean of the steps that apply (not None), 0..1, and the steps as they are shown."""
    applying = {name: credit for name, credit in steps.items() if credit is not None}
    weight = sum(weights[name] for name in applying)
    credit = sum(weights[name] * value for name, value in applying.items()) / weight if weight else 0.0
    return min(1.0, credit), tuple(Step(name=name, credit=value) for name, value in steps.items())
