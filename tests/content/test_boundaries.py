"""Accepted boundaries come from an analyser that runs beside, once an item is new, and from rules where it can't run."""

import sys
from uuid import uuid4

import pytest

from curriculum_app.content import morphemes
from curriculum_app.content.boundaries import settled
from curriculum_app.content.library import Item
from curriculum_app.content.reading import read_item
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.korean import Morpheme
from tests.content import sample


def item(language="ko", text="[힘]{#m1}이었다", **mark):
    task, gold = FILES.validate_python({
        "id": uuid4(), "kind": "span_labels", "title": "t", "languages": ["ko", "en"], "skills": ["find_errors"],
        "difficulty": 1, "minutes": 1, "instructions": "i", "text": text,
        "labels": [{"id": "thing", "name": "n", "definition": "d"}],
        "gold": {"marks": {"m1": {"label": "thing", "reason": "r", **mark}}},
    }).split(language)  # fmt: skip
    return Item("bank", "slug", task, gold, None, "0" * 64)


def analyser(texts):
    return [[Morpheme(0, 1, "NNG"), Morpheme(1, 2, "VCP"), Morpheme(2, 3, "EP"), Morpheme(3, 4, "EF")] for _ in texts]


def never(texts):
    raise AssertionError("nothing is to be analysed")


def unavailable(texts):
    raise morphemes.Unavailable("No module named 'kiwipiepy'")


def test_boundaries_of_new_korean_items_are_what_the_analyser_says():
    items, why = settled([item()], analyser)
    assert why == ""
    assert items[0].gold.marks[0].boundaries == ((0, 2), (0, 3), (0, 4))


@pytest.mark.parametrize("ready", [item("en", "[A word]{#m1}, two."), item(boundaries="exact"), item(boundaries=["힘이"])])
def test_no_process_is_started_for_english_or_for_boundaries_the_file_gives(ready):
    for done in settled([ready], never)[0]:
        assert not done.gold.unsettled


def test_where_the_analyser_is_missing_rules_decide_and_the_reason_is_told():
    items, why = settled([item(text="[서울]{#m1}은 크다")], unavailable)
    assert why == "No module named 'kiwipiepy'"
    assert (0, 3) in items[0].gold.marks[0].boundaries


def test_boundaries_that_are_neither_a_word_nor_quotes_are_named_by_their_place(tmp_path):
    file = sample.write(tmp_path) / "exercises/sample/mark.ko.yaml"
    file.write_text(file.read_text().replace("      reason:", "      boundaries: exactly\n      reason:"))
    _, problems = read_item(file)
    assert {(p.field, p.line) for p in problems} == {("gold.marks.e1.boundaries", 23)}
    assert "auto, exact" in str(problems[0])


def test_the_analyser_in_its_process_tells_particles_endings_and_copula():
    texts = ["서울대학교와 한국은행", '"반품"이라는 말', "1453년에 나왔다", "😀 고양이는 힘이었다"]
    found = [{text[m.start : m.end] for m in said if m.is_suffix} for text, said in zip(texts, morphemes.analyse(texts), strict=True)]
    assert found[0] == {"와"}
    assert {"이", "라는"} <= found[1]
    assert "에" in found[2]
    assert {"는", "이", "었", "다"} <= found[3]
    assert "kiwipiepy" not in sys.modules


def test_an_analyser_that_fails_says_why(tmp_path, monkeypatch):
    broken = tmp_path / "broken.py"
    broken.write_text("import a_module_nobody_has")
    monkeypatch.setattr(morphemes, "_ANALYSER", broken)
    with pytest.raises(morphemes.Unavailable, match="No module named 'a_module_nobody_has'"):
        morphemes.analyse(["가"])
    broken.write_text("print('not JSON')")
    with pytest.raises(morphemes.Unavailable):
        morphemes.analyse(["가"])
