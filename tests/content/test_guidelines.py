"""Guidelines are read clause by clause, and two versions are compared clause by clause, word by word."""

import pytest

from curriculum_app.content.guidelines import changes, check_pair, plain, read_guideline, word_diff
from curriculum_app.content.problems import Problems

FIRST = """\
# Sorting messages

Read all of it once.

## 3 Wishes {#wishes}

### 3.2 Refund or exchange {#refund}

A broken thing is a **refund**.

```
## not a clause
```

#### A note

## 4 Doubts {#doubts}

Hold it.
"""
SECOND = FIRST.replace("a **refund**", "an **exchange**").replace("## 4 Doubts {#doubts}\n\nHold it.", "## 5 Gifts {#gifts}\n\nKeep them.")


@pytest.fixture
def read(tmp_path):
    """Reads a text as guideline.en.md (or another name); problems as words."""

    def reading(text, name="guideline.en.md"):
        problems = Problems()
        file = tmp_path / name
        file.write_text(text, "utf-8")
        found = read_guideline(file, "en", problems)
        return found, [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]

    return reading


def test_headings_of_two_levels_are_clauses_with_number_title_and_text(read):
    guideline, problems = read(FIRST)
    assert problems == []
    assert guideline.title == "Sorting messages"
    assert guideline.preamble == "Read all of it once."
    assert [(c.id, c.level, c.number, c.title, c.line) for c in guideline.clauses] == [
        ("wishes", 2, "3", "Wishes", 5), ("refund", 3, "3.2", "Refund or exchange", 7), ("doubts", 2, "4", "Doubts", 17),
    ]  # fmt: skip
    assert guideline.clauses[0].body == ""
    assert guideline.clauses[1].body.endswith("#### A note")


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("# Sorting messages", "Sorting messages", "guideline.en.md:1: a guideline begins with its title"),
        ("{#doubts}", "", "guideline.en.md:17: a heading of the second or third level is a clause and ends with its id"),
        ("{#doubts}", "{#Doubts}", "guideline.en.md:17: a heading of the second or third level"),
        ("{#doubts}", "{#refund}", "guideline.en.md:17: the clause 'refund' is there twice"),
    ],
)
def test_what_is_wrong_is_named_by_line(read, was, becomes, said):
    guideline, problems = read(FIRST.replace(was, becomes))
    assert guideline is None
    assert len(problems) == 1
    assert problems[0].startswith(said)


def test_a_guideline_without_clauses_is_none(read):
    found, problems = read("# Title\n\nWords.\n")
    assert found is None
    assert problems == ["guideline.en.md:1: a guideline has at least one clause, a heading like ## 3.2 Title {#id}"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("{#refund}", "{#money}", "guideline.en.md:7 refund: differs from guideline.ko.md, where it is 3.2 money"),
        ("## 4 Doubts", "## 6 Doubts", "guideline.en.md:17 doubts: differs from guideline.ko.md, where it is 6 doubts"),
        ("Hold it.", "## 9 More {#more}", "guideline.en.md: the clause 'more' of guideline.ko.md is missing"),
    ],
)
def test_both_languages_have_the_same_clauses(read, was, becomes, said):
    problems = Problems()
    check_pair(read(FIRST)[0], read(FIRST.replace(was, becomes), "guideline.ko.md")[0], problems)
    assert [str(problem).rsplit("/", 1)[-1] for problem in problems] == [said]


def test_versions_differ_clause_by_clause(read):
    found = changes(read(FIRST)[0], read(SECOND)[0])
    assert [(change.sort, change.clause.id) for change in found] == [("changed", "refund"), ("new", "gifts"), ("gone", "doubts")]
    went = {sort: "".join(piece.text for piece in found[0].pieces if piece.sort == sort).split() for sort in ("removed", "added")}
    assert went == {"removed": ["a", "refund."], "added": ["an", "exchange."]}


def test_the_pieces_of_a_difference_make_up_both_texts():
    old, new = "서울대학교와 함께\n합니다.", "서울대학교에서 함께 일합니다."
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.sort != "added") == old
    assert "".join(p.text for p in pieces if p.sort != "removed") == new


def test_two_words_that_happen_to_stay_between_changes_do_not_cut_them_up():
    pieces = word_diff("Send it back and give the money to the customer today.", "Keep it for now and write the sum to the desk at once.")
    assert [piece.sort for piece in pieces] == ["removed", "added"]
    line = word_diff("One.\nTwo three four five.", "One!\nTwo three four six.")
    assert [piece.sort for piece in line] == ["removed", "added", "kept", "removed", "added"]


@pytest.mark.parametrize(("old", "new"), [("", ""), ("a b c", ""), ("", "a b c"), ("a b", "a b"), ("a\n\nb c d e f", "a\n\nb x d e f g")])
def test_pieces_make_up_both_texts(old, new):
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.sort != "added") == old
    assert "".join(p.text for p in pieces if p.sort != "removed") == new


def test_a_clause_is_compared_as_it_is_read():
    body = (
        "A **bold** and *slanted* `word`, [linked](lesson:a/b).\n\n#### Note\n\n- one\n  * two_parts_kept\n\n"
        "| a | b |\n|---|:--|\n| 1 * 2 | 3 |\n\n---\n"
    )
    assert plain(body).split("\n") == [
        "A bold and slanted word, linked.", "", "Note", "", "• one", "  • two_parts_kept", "", "a · b", "1 * 2 · 3", "", "",
    ]  # fmt: skip
