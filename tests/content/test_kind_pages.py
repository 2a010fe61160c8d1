"""The pages of the kinds that mark name every number and its default."""

import re
from pathlib import Path

import pytest
import yaml

from curriculum_app.grading.critique import CritiqueGoldFile
from curriculum_app.grading.hallucination_spans import HallucinationSpansGoldFile
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.span_labels import SpanLabelsGoldFile
from curriculum_app.grading.verdict import Frozen

ROOT = Path(__file__).parents[2]


def page(kind):
    return (ROOT / f"docs/kinds/{kind}.md").read_text("utf-8")


@pytest.mark.parametrize("kind", ["span_labels", "hallucination_spans", "critique"])
def test_the_numbers_in_the_second_example_are_taken(kind):
    example, own = (yaml.safe_load(page(kind).split("```yaml\n")[n].split("```")[0]) for n in (1, 2))
    own["gold"].pop("marks", None)
    gold = FILES.validate_python(example | {"gold": example["gold"] | own["gold"]}).halves("en")[1]
    for block, numbers in own["gold"].items():
        assert {name: getattr(getattr(gold, block), name) for name in numbers} == numbers


@pytest.mark.parametrize(
    ("kind", "schema"),
    [("span_labels", SpanLabelsGoldFile), ("hallucination_spans", HallucinationSpansGoldFile), ("critique", CritiqueGoldFile)],
)
def test_every_tolerance_and_weight_stands_there_with_its_default(kind, schema):
    blocks = [f.default for f in schema.model_fields.values() if isinstance(f.default, Frozen)]
    numbers = [(name, value) for block in blocks for name, value in block.model_dump().items()]
    assert len(numbers) >= 5
    for name, value in numbers:
        assert re.search(rf"`{name}`(?: \|)?\s+{value}\b", page(kind)), (name, value)
