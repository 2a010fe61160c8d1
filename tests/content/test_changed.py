"""`changed:` gives a second gold for the same question; whatever else differs is told by file, line and field."""

import pytest
import yaml

from curriculum_app.content.boundaries import settled
from curriculum_app.content.checking import check
from curriculum_app.content.reading import read, read_item
from curriculum_app.grading.changing import Followed, affected, brought, judged, overapplied
from tests.content import sample

PICK, MARK = "exercises/sample/pick.{}.yaml", "exercises/sample/mark.{}.yaml"
CHANGED = """\
changed:
  gold:
    answer: [b]
    reasons: {a: 이제는 개, b: 새 지침}
"""
CHANGED_MARK = """\
changed:
  text: |
    [답은]{#e1} 1453년입니다.
  gold:
    marks:
      e1:
        type: number_date_unit
        severity: minor
        evidentness: subtle
        correction: 1443년
        evidence: [1]
        reason: 새 지침은 앞말을 표시합니다.
"""


@pytest.fixture
def folder(tmp_path):
    return sample.write(tmp_path)


def add(folder, name, text, languages=("ko", "en")):
    for language in languages:
        file = folder / name.format(language)
        file.write_text(file.read_text() + text)


def problems_of(folder):
    library, problems = read([folder])
    return [str(problem).removeprefix(f"{folder}/") for problem in check(library, problems)]


def test_an_item_has_a_second_gold_and_one_question(folder):
    add(folder, PICK, CHANGED)
    assert problems_of(folder) == []
    item, _ = read_item(folder / PICK.format("ko"))
    assert (item.gold.answer, item.changed.answer) == (("a",), ("b",))
    assert "새 지침" not in str(item.task)


def test_marks_move_where_the_words_stay(folder):
    add(folder, MARK, CHANGED_MARK)
    assert problems_of(folder) == []
    item, _ = read_item(folder / MARK.format("ko"))
    assert [mark.quote for mark in (*item.gold.marks, *item.changed.marks)] == ["1453년", "답은"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (PICK, CHANGED.replace("[b]", "[c]"), "pick.ko.yaml:21 changed.gold.answer.0: 'c' is no option of this item"),
        (PICK, CHANGED.replace("answer:", "anser:"), "pick.ko.yaml:21 changed.gold.anser: unknown key"),
        (PICK, CHANGED + "  question: 누구입니까?\n", "pick.ko.yaml:23 changed.question: what trainees see must be the same"),
        (PICK, CHANGED + "  title: 다른 것\n", "pick.ko.yaml:23 changed.title: what trainees see must be the same"),
        (PICK, CHANGED + "  changed: {}\n", "pick.ko.yaml:23 changed.changed: unknown key"),
        (PICK, "changed:\n  gold:\n    answer: [a]\n    reasons: {a: 수염, b: 꼬리}\n", "pick.ko.yaml:20 changed.gold: changes nothing"),
        (PICK, "changed: {}\n", "pick.ko.yaml:19 changed: changes nothing"),
        (PICK, "changed: [gold]\n", "pick.ko.yaml:19 changed: Input should be a valid dictionary"),
        (MARK, CHANGED_MARK.replace("1453년입", "1454년입"), "mark.ko.yaml:25 changed.text: what trainees see must be the same"),
        (MARK, CHANGED_MARK.replace("[답은]{#e1}", "답은"), "mark.ko.yaml:29 changed.gold.marks.e1: the mark 'e1' does not occur"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_field(folder, name, text, said):
    add(folder, name, text, ["ko"])
    item, problems = read_item(folder / name.format("ko"))
    assert len(problems) == 1, problems
    assert said in str(problems[0])


def test_both_languages_change_alike(folder):
    add(folder, PICK, CHANGED, ["en"])
    assert any("pick.en.yaml:19 changed: differs from pick.ko.yaml" in problem for problem in problems_of(folder))
    add(folder, PICK, CHANGED.replace("[b]", "[a]"), ["ko"])
    assert any("pick.en.yaml:21 changed.gold.answer: differs from pick.ko.yaml" in problem for problem in problems_of(folder))


def test_a_second_gold_that_contradicts_itself_is_refused(folder):
    strict = CHANGED_MARK.replace("evidentness: subtle\n", "evidentness: subtle\n        boundaries: [없는 말]\n")
    add(folder, MARK, strict)
    assert any("changed.gold" in problem for problem in problems_of(folder))


def test_boundaries_of_the_second_gold_are_settled_too(folder):
    add(folder, MARK, CHANGED_MARK)
    item, _ = read_item(folder / MARK.format("ko"))
    assert item.changed.unsettled
    (done,), _ = settled([item], lambda texts: [[] for _ in texts])
    assert not done.changed.unsettled
    assert not done.gold.unsettled


def test_an_answer_follows_the_version_under_which_it_earns_more(folder):
    add(folder, PICK, CHANGED)
    item, _ = read_item(folder / PICK.format("ko"))
    task, old, new = item.task, item.gold, item.changed
    assert affected(task, old, new)
    assert judged(task, old, new, old.ideal(task)).followed == Followed.OLD
    assert judged(task, old, new, new.ideal(task)).followed == Followed.NEW
    assert brought(task, old, new) == {("chosen", "b")}
    assert overapplied(task, old, new.ideal(task), brought(task, old, new))
    assert not overapplied(task, old, old.ideal(task), brought(task, old, new))


def test_other_reasons_alone_do_not_affect_an_item(folder):
    add(folder, PICK, "changed:\n  gold:\n    answer: [a]\n    reasons: {a: 2.1절, b: 꼬리}\n")
    assert problems_of(folder) == []
    item, _ = read_item(folder / PICK.format("ko"))
    assert item.changed is not None
    assert not affected(item.task, item.gold, item.changed)


def test_the_item_under_version_two_is_the_file_with_the_keys_put_in_place(folder):
    """The format's own promise: written out by hand, the second item has the same gold."""
    add(folder, MARK, CHANGED_MARK)
    item, _ = read_item(folder / MARK.format("ko"))
    written = yaml.safe_load(item.file.read_text("utf-8"))
    by_hand = {**written, **written.pop("changed")}
    by_hand.pop("changed", None)
    other = folder / "exercises/sample/other.ko.yaml"
    other.write_text(yaml.safe_dump(by_hand, allow_unicode=True, width=1000), "utf-8")
    second, problems = read_item(other)
    assert not problems
    assert (second.task, second.gold) == (item.task, item.changed)
