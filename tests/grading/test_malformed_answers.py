"""Whatever is handed in for whatever kind is refused with its place and a sentence, or graded; nothing else happens."""

import json
import math
import re
from copy import deepcopy
from time import process_time
from unicodedata import normalize

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from werkzeug.datastructures import MultiDict

from curriculum_app import create_app
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.grading.kinds import KINDS
from curriculum_app.grading.verdict import Verdict
from curriculum_app.practice import messages
from tests.grading import malformed, shipped
from tests.grading.plain_form import form_of

PLACE = re.compile(r"[A-Za-z0-9_-]{1,160}")
FEW, ALL_IN_ALL = 40, 100_000
SOME = pytest.mark.parametrize("tries", [FEW, pytest.param(ALL_IN_ALL // len(KINDS) // 2 + 1, marks=pytest.mark.long)])
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module", autouse=True)
def words(tmp_path_factory):
    """The sentences, which need an application to be said."""
    with create_app(DATA_DIR=str(tmp_path_factory.mktemp("data")), TESTING=True, SECRET_KEY="tests only").app_context():
        yield


def say_everywhere(message):
    for language in ("ko", "en"):
        with force_locale(language):
            sentence = messages.say(message)
        assert 3 < len(sentence) < 600, message
        sentence.encode()


def is_graded(task, gold, answer):
    """The answer gets a verdict, and both are stored and read back."""
    verdict = gold.assess(task, answer)
    assert verdict.score is None or 0 <= verdict.score <= 1
    assert all(part.value is None or math.isfinite(part.value) for part in verdict.parts)
    assert all(0 <= outcome.credit <= 1 for outcome in verdict.outcomes)
    stored = json.dumps(verdict.to_json(), allow_nan=False, ensure_ascii=False).encode()
    assert Verdict.from_json(json.loads(stored)).to_json() == json.loads(stored) == json.loads(verdict.to_json_text())
    for message in (verdict.headline, *(note for outcome in verdict.outcomes for note in outcome.notes)):
        say_everywhere(message)
    kept = json.dumps(answer.model_dump(mode="json"), allow_nan=False, ensure_ascii=False)
    kept.encode()
    assert task.stored(json.loads(kept)) == task.stored(kept) == answer


def tried(read, given):
    """What was read and no problems, or nothing and the problems."""
    try:
        return read(given), ()
    except InvalidAnswer as refused:
        return None, refused.problems or (("", "refused for no reason"),)


def settle(item, raw):
    """The codes for which an answer is refused; none where it was graded. Whatever else happens fails."""
    answer, problems = tried(item.task.parse, raw)
    for place, message in problems:
        assert PLACE.fullmatch(place), place[:200]
        say_everywhere(message)
    if answer is not None:
        is_graded(item.task, item.gold, answer)
    return {message.code for _, message in problems}


def with_hypothesis(strategy, tries, check):
    """Tries a check on so many examples, the same ones at every run."""

    @settings(max_examples=tries, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def run(drawn):
        check(*drawn)

    run()


@EVERY_KIND
@SOME
def test_an_answer_is_graded_or_refused_by_its_place(kind, tries):
    with_hypothesis(malformed.answers(kind), tries, settle)


@EVERY_KIND
@SOME
def test_a_form_is_graded_or_refused_by_its_place(kind, tries):
    def read_and_settle(item, form):
        raw, problems = tried(item.task.read_form, form)
        if raw is not None:
            settle(item, raw)
        assert {place for place, _ in problems} <= {"marks"}

    with_hypothesis(malformed.forms(kind), tries, read_and_settle)


def everywhere(raw, change, wanted):
    """The answer once for each value of the wanted type, with that one changed."""
    for *way, at in malformed.places(raw):
        answer = deepcopy(raw)
        inside = answer
        for name in way:
            inside = inside[name]
        if isinstance(inside[at], wanted) and not isinstance(inside[at], bool):
            inside[at] = change(inside[at])
            yield answer


def assert_refused(item, answers):
    answers = list(answers)
    for answer in answers:
        began = process_time()
        assert settle(item, answer), str(answer)[:200]
        assert process_time() - began < 8  # a busy machine is slow; what grows with the square takes longer on any
    return len(answers)


@EVERY_KIND
def test_ten_megabytes_of_text_anywhere_are_refused_at_once(kind):
    item = shipped.items(kind)[0]
    for text in ("a" * 10_000_000, "\u1112\u1161" * 1_700_000, " \n" * 5_000_000):
        assert_refused(item, everywhere(shipped.right(item), lambda _, text=text: text, str))


@EVERY_KIND
def test_ten_thousand_of_what_there_are_a_few_of_are_refused_at_once(kind):
    for item in shipped.items(kind)[:2]:
        right = shipped.right(item)
        for one in ({}, 7):
            assert_refused(item, everywhere(right, lambda some, one=one: [*some, *[one] * 10_000], list))
        assert_refused(item, everywhere(right, lambda some: some * 10_000 or [[]] * 10_000, list))
        assert_refused(item, everywhere(right, lambda some: some | {f"n{number}": 1 for number in range(10_000)}, dict))


@EVERY_KIND
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400, True, "1", 1.5e300], ids=lambda number: str(number)[:6])
def test_what_is_no_number_of_theirs_is_refused(kind, number):
    for item in shipped.items(kind)[:4]:
        assert_refused(item, everywhere(shipped.right(item), lambda _: number, int | float))


@EVERY_KIND
def test_half_a_surrogate_pair_is_refused_in_every_text(kind):
    assert sum(
        assert_refused(item, everywhere(shipped.right(item), lambda text: f"{text}\ud83d", str)) for item in shipped.items(kind)
    ) or kind in {"rating_scale", "ranking"}  # these hold no text


@EVERY_KIND
def test_decomposed_text_is_the_same_text_and_stands_in_the_same_place(kind):
    for item in shipped.items(kind):
        right = shipped.right(item)
        decomposed = json.loads(normalize("NFD", json.dumps(right, ensure_ascii=False)))
        assert item.task.parse(decomposed) == item.task.parse(right)


def test_a_mark_given_twice_is_refused_also_where_one_quote_is_decomposed():
    item = next(item for item in shipped.items("span_labels") if item.language == "ko")
    answer = deepcopy(shipped.right(item))
    answer["marks"].append({**answer["marks"][0], "quote": normalize("NFD", answer["marks"][0]["quote"])})
    assert settle(item, answer) == {"span_twice"}


@EVERY_KIND
def test_no_answer_at_all_is_refused(kind):
    item = shipped.items(kind)[0]
    assert settle(item, {})
    assert settle(item, {"nonsense": shipped.right(item)})


@pytest.mark.parametrize("kind", ["span_labels", "hallucination_spans", "critique"])
def test_a_row_without_its_phrase_is_refused_and_not_dropped(kind):
    item = next(item for item in shipped.items(kind) if item.gold.marks)
    filled = form_of(item.task, shipped.right(item))
    raw = item.task.read_form(MultiDict({**filled, "quote-0": ""}))
    with pytest.raises(InvalidAnswer) as refused:
        item.task.parse(raw)
    assert {place for place, _ in refused.value.problems} == {"marks-0-quote"}
