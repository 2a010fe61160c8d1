"""What is sent out and brought in again is the same but for the losses that both ways name, all of them."""

import json

import pytest

from tests.content.exchanged import same, there_and_back

IDS = "every item: id and pairing with its other language (an import makes a new item in one language)"
PICTURE = "the picture itself (cat.svg): put it beside the item as cat.svg"


def test_label_studio_gives_back_spans_choices_and_boxes(tmp_path):
    names = ("boxes", "clean", "many", "pick", "spans")
    before, after, sent, brought = there_and_back(tmp_path, "label-studio", ".json", *names)
    assert {slug: same(item) for slug, item in after.items()} == {slug: same(item) for slug, item in before.items()}
    assert sent == [IDS]
    assert brought == [f"task 1: {PICTURE}", f"task 2: {PICTURE}"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_tables_give_back_spans_choices_and_boxes(tmp_path, suffix):
    names = ("boxes", "clean", "many", "pick", "spans")
    before, after, sent, brought = there_and_back(tmp_path, "table", suffix, *names)
    assert {slug: same(item) for slug, item in after.items()} == {slug: same(item) for slug, item in before.items()}
    assert sent == [IDS]
    assert brought == []


def test_qti_gives_back_choices_without_what_it_has_no_place_for(tmp_path):
    before, after, sent, brought = there_and_back(tmp_path, "qti", ".zip", "many", "pick", "spans", skills=("fly",))
    assert sent == [
        IDS,
        "spans.ko: the whole item: kind span_labels",
        "many.ko: skills, difficulty, minutes, family",
        "many.ko: credit by Jaccard index; here right and wrong choices are added up",
        "many.ko: the picture itself: put cat.svg into the package",
        "pick.ko: skills, difficulty, minutes, family",
        "pick.ko: the option's id 1, written _1",
    ]
    assert brought == [f"many: {PICTURE}", "many: qti-mapping: what each choice is worth"]
    for slug, item in after.items():
        was = json.loads(json.dumps(same(before[slug])).replace('"1"', '"_1"'))
        was[0] |= {"skills": ["fly"], "difficulty": 3, "minutes": 5, "family": ""}
        assert list(same(item)) == was


def test_one_choice_goes_into_one_qti_file(tmp_path):
    _, after, _, brought = there_and_back(tmp_path, "qti", ".xml", "pick", skills=("fly",))
    assert list(after) == ["pick"]
    assert brought == []
