"""The form of marked spans on the server: it grows, forgets what is removed, says what a model suggested, keeps what was judged."""

import json
from random import Random
from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict

from curriculum_app.grading.critique import CritiqueAnswer, CritiqueTask
from curriculum_app.grading.hallucination_spans import HallucinationSpansAnswer, HallucinationSpansTask
from curriculum_app.grading.span_labels import Label, SpanLabelsAnswer, SpanLabelsTask
from curriculum_app.practice import marking
from tests.browser import workshop
from tests.practice.tour import PAGE, Page, course_with

LABEL = Label(id="word", name="말", definition="말")


def task(text, suggested=()):
    """A task of marked spans; suggested marks are given as (quote, occurrence)."""
    made = SpanLabelsTask(
        id=UUID(int=1), title="글", languages=("ko",), skills=("find_errors",), difficulty=1, minutes=1, instructions="표시", language="ko",
        labels=(LABEL,), text=text,
    )  # fmt: skip
    written = {"marks": [{"quote": quote, "occurrence": nth, "label": "word"} for quote, nth in suggested]}
    return made.model_copy(update={"suggested": made.suggestion(written)}) if suggested else made


def form(task, rows, **more):
    """The form with these rows: (quote, nth)."""
    said = {"text_hash": task.hash, **more}
    for number, (quote, nth) in enumerate(rows):
        said |= {f"quote-{number}": quote, f"nth-{number}": str(nth), f"label-{number}": "word"}
    return MultiDict(said)


def places(task, form):
    return [(mark["start"], mark["end"]) for mark in task.read_form(form)["marks"]]


def test_a_form_that_grew_is_read_to_its_last_row():
    long = task("가 " * 300)
    assert places(long, form(long, [("가", n + 1) for n in range(150)])) == [(2 * n, 2 * n + 1) for n in range(150)]
    assert len(places(long, form(long, [("가", n + 1) for n in range(250)]))) == long.MOST


def test_the_most_rows_are_the_most_marks_an_answer_may_have():
    for one, answer in (
        (SpanLabelsTask, SpanLabelsAnswer),
        (HallucinationSpansTask, HallucinationSpansAnswer),
        (CritiqueTask, CritiqueAnswer),
    ):
        assert [limit.max_length for limit in answer.model_fields["marks"].metadata] == [one.MOST]


def test_the_thousandth_occurrence_is_told_from_the_first():
    long = task("이" * 20_000)
    assert places(long, form(long, [("이", 1), ("이", 1001), ("이", 20_000)])) == [(0, 1), (1000, 1001), (19_999, 20_000)]


def test_a_row_ticked_for_removal_is_no_mark():
    short = task("하나 둘 셋")
    assert places(short, form(short, [("하나", 1), ("둘", 1), ("셋", 1)], **{"remove-1": "yes"})) == [(0, 2), (5, 6)]


def test_what_was_judged_of_the_suggestions_is_kept_with_the_draft_and_no_part_of_the_answer():
    suggested = task("하나 둘 셋", [("둘", 1)])
    raw = suggested.read_form(form(suggested, [("둘", 1)], reviewed="0"))
    assert raw["reviewed"] == "0"
    assert suggested.parse(raw) == suggested.parse(suggested.suggested)
    assert "reviewed" not in task("하나").read_form(form(task("하나"), [], reviewed="0"))


def test_suggestions_are_told_by_place_and_choice():
    suggested = task("하나 둘 하나", [("하나", 2)])
    assert marking.suggestions(suggested) == [{"quote": "하나", "nth": 2, "values": {"label": "word"}}]
    at = {"start": 5, "end": 7, "quote": "하나"}
    assert marking.is_suggested(suggested, {**at, "label": "word"})
    assert not marking.is_suggested(suggested, {**at, "label": "other"})
    assert not marking.is_suggested(suggested, {"start": 0, "end": 2, "quote": "하나", "label": "word"})


@pytest.fixture
def trainee(app, tmp_path, browser, person):
    """A trainee in a course in which a model has marked something in advance."""

    def write_item(bank):
        marks = [("하나", 1, "place"), ("둘", 2, "people")]
        item = workshop.span_labels(Random(1), "글", "하나 둘 둘", marks[:1], marks)
        (bank / "prepared.ko.yaml").write_text(json.dumps(item), "utf-8")

    with course_with(tmp_path, ["prepared"], write_item):
        here = browser().sign_in(person())
        here.post("/language", {"language": "ko"})
        assert here.post("/courses/sample/enrol").status_code == 302
        yield here


def test_without_javascript_suggestions_are_filled_in_rows_that_say_so(trainee):
    html = trainee.get(f"{PAGE}prepared").text
    page = Page(html)
    assert [page.values[f"{name}-1"] for name in ("quote", "nth", "label")] == [["둘"], ["2"], ["people"]]
    assert html.count("모델이 제안함") == 2
    assert page.offered["remove-0"] == {"yes"}
    assert "remove-2" not in page.offered


def test_a_draft_of_a_hundred_marks_comes_back_whole(trainee):
    page = Page(trainee.get(f"{PAGE}prepared").text)
    rows = {f"quote-{number}": "둘" for number in range(100)} | {f"label-{number}": "place" for number in range(100)}
    form = {"version": "0", "text_hash": page.values["text_hash"][0], "reviewed": "1", **rows}
    assert trainee.put(f"{PAGE}prepared/draft", form).status_code == 200
    page = Page(trainee.get(f"{PAGE}prepared").text)
    assert [page.values[f"{name}-99"] for name in ("quote", "label")] == [["둘"], ["place"]]
    assert page.values["quote-102"] == [""]
    assert page.values["reviewed"] == ["1"]
