"""An edit is cosmetic only where question and gold are provably the same."""

import pytest

from curriculum_app.content.cosmetic import changes

ITEM = {
    "task": {"title": "도서관 안내", "minutes": 5, "instructions": "글을 읽고, 틀린 곳을 표시하십시오.", "text": "5권까지 빌립니다.",
             "options": [{"id": "a", "name": "-5도"}]},
    "gold": {"marks": [{"id": "e1", "start": 0, "end": 2, "reason": "여섯 권입니다."}], "clean_reason": ""},
}  # fmt: skip


def edited(path, value):
    def put(holder, first, *rest):
        if isinstance(holder, list):
            return [put(inside, *rest) if rest else value if n == first else inside for n, inside in enumerate(holder)]
        return {**holder, first: put(holder[first], *rest) if rest else value}

    return put(ITEM, *path)


def test_the_same_file_has_no_changes():
    assert changes(ITEM, ITEM) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("task", "title"), "도서관을 안내하는 글"),
        (("task", "minutes"), 7),
        (("task", "instructions"), "글을 읽고 틀린 곳을 표시하십시오"),
        (("task", "instructions"), "글을 읽고, 틀린곳을 표시하십시오."),
        (("gold", "marks", 0, "reason"), "규정에 여섯 권이라고 적혀 있습니다."),
        (("gold", "clean_reason"), "없음"),
    ],
)
def test_titles_reasons_and_punctuation_are_cosmetic(path, value):
    (change,) = changes(ITEM, edited(path, value))
    assert change.cosmetic
    assert change.path[: len(path) - 1] == path[:-1]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("task", "instructions"), "글을 읽고, 맞는 곳을 표시하십시오."),  # another word
        (("task", "instructions"), "글을 읽고, 틀린 곳을 표시하십시오?"),  # it asks now
        (("task", "options"), [{"id": "a", "name": "5도"}]),  # a sign is gone
        (("task", "options"), [{"id": "a", "name": "-5도"}, {"id": "b", "name": "0도"}]),
        (("task", "text"), "5권까지 빌립니다"),  # marks are places in this very text
        (("gold", "marks"), []),
        (("gold", "marks"), [{"id": "e1", "start": 0, "end": 3, "reason": "여섯 권입니다."}]),
    ],
)
def test_everything_else_makes_a_new_question(path, value):
    assert not all(change.cosmetic for change in changes(ITEM, edited(path, value)))


def test_a_decimal_point_is_not_punctuation():
    before, after = ({"task": {"instructions": text}, "gold": {}} for text in ("1.5배를 구하십시오.", "15배를 구하십시오."))
    assert [change.cosmetic for change in changes(before, after)] == [False]
