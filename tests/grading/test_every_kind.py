"""Every kind is whole: a page for authors, samples in both languages, a form, names for all it says, and gold that earns."""

import re
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from curriculum_app.content.reading import read_item
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.grading.kinds import GOLDS, KINDS, TASKS
from curriculum_app.grading.strategy import Strategy
from curriculum_app.practice.messages import FIELDS, PARTS, SENTENCES, STEPS
from curriculum_app.practice.messages import KINDS as NAMES
from tests.grading import malformed, shipped

pytestmark = pytest.mark.parametrize("kind", KINDS)


def page(kind):
    return (shipped.ROOT / f"docs/kinds/{kind}.md").read_text("utf-8")


def guesses(item):
    """What each strategy hands in; None where it makes no sense."""
    return {strategy: item.task.guess(strategy, Random(number)) for strategy in Strategy for number in range(3)}


def test_the_kind_has_a_name_a_form_and_two_samples_a_language(kind):
    assert kind in NAMES
    assert (shipped.ROOT / f"curriculum_app/practice/templates/practice/kinds/{kind}.html").is_file()
    for language in ("ko", "en"):
        assert sum(item.language == language for item in shipped.items(kind)) >= 2


def test_the_example_of_its_page_is_a_shipped_file_and_right(kind):
    file = shipped.ROOT / re.search(r"\*\*A file\*\* \(`(.+?)`", page(kind)).group(1)
    assert page(kind).split("```yaml\n")[1].split("```")[0] == file.read_text("utf-8")
    item, problems = read_item(file)
    assert (problems, item.task.kind) == ([], kind)


def test_the_ideal_answer_is_one_and_earns_the_best_score_also_after_all_was_stored(kind):
    for item in shipped.items(kind):
        task, gold = TASKS.validate_json(item.task.model_dump_json()), GOLDS.validate_json(item.gold.model_dump_json())
        assert (task, gold) == (item.task, item.gold)
        ideal = task.parse(shipped.right(item))
        assert task.stored(ideal.model_dump_json()) == ideal == gold.ideal(task)
        score = gold.assess(task, ideal).score
        assert score is None if task.GRADED_BY_PEOPLE else score == pytest.approx(gold.best_score), item.slug


def test_every_strategy_hands_in_what_may_be_handed_in_and_chance_always_something(kind):
    for item in shipped.items(kind):
        made = guesses(item)
        assert made[Strategy.RANDOM] is not None
        for guess in filter(None, made.values()):
            own_hash = {"text_hash": item.task.hash} if "text_hash" in shipped.right(item) else {}
            assert item.task.parse({**own_hash, **guess.model_dump(mode="json")}) == guess


def test_all_that_is_said_of_answers_has_words(kind):
    said, parts, steps, fields = set(), set(), set(), set()

    def note(verdict):
        said.update(message.code for message in (verdict.headline, *(n for o in verdict.outcomes for n in o.notes)))
        parts.update(part.name for part in verdict.parts)
        steps.update(step.name for outcome in verdict.outcomes for step in outcome.steps)
        fields.update(name for o in verdict.outcomes for mark in (o.mine, o.gold) if mark for name in mark.values)

    @settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(malformed.answers(kind))
    def hand_in(drawn):
        item, raw = drawn
        try:
            note(item.gold.assess(item.task, item.task.parse(raw)))
        except InvalidAnswer as refused:
            said.update(message.code for _, message in refused.problems)

    hand_in()
    for item in shipped.items(kind):
        for answer in (item.gold.ideal(item.task), *filter(None, guesses(item).values())):
            note(item.gold.assess(item.task, answer))
    assert said <= SENTENCES.keys()
    assert parts <= PARTS.keys()
    assert steps <= STEPS.keys()
    assert fields - {"level"} <= FIELDS.keys()  # the result page of texts says it in words of its own
