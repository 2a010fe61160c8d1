"""Drafts are files people can finish: what is to be filled in is named, and until it is nothing of them goes live."""

import json
import os

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from curriculum_app.cli import main
from curriculum_app.content.exchange import yaml_text
from curriculum_app.content.exchange.drafting import inline
from curriculum_app.content.exchange.offsets import Text
from curriculum_app.content.reading import read
from curriculum_app.grading.text import Span, normalise, read_marks
from tests.content import sample
from tests.content.exchanged import bank

LINE = json.dumps({"text": "하늘은 푸릅니다.", "label": [[0, 2, "NOUN"], [4, 8, "VERB"]]}, ensure_ascii=False)
DRAFT = """\
kind: span_labels
state: drafted
title: 하늘은 푸릅니다.
languages: [ko]
skills: []
difficulty: 3
minutes: 5
instructions: ''
labels:
  - {id: noun, name: NOUN, definition: ""}
  - {id: verb, name: VERB, definition: ""}
text: |
  [하늘]{#m1}은 [푸릅니다]{#m2}.
gold:
  marks:
    m1: {label: noun, reason: ""}
    m2: {label: verb, reason: ""}
"""


def run(*arguments):
    return CliRunner().invoke(main, ["content", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path):
    """A curriculum that is right, and a bank of its own for what is brought in."""
    sample.write(tmp_path)
    bank(tmp_path / "exercises" / "drafts")
    (tmp_path / "said.jsonl").write_text(LINE + "\n")
    return tmp_path


def bring(folder, *more):
    return run(
        "import", "doccano", folder / "said.jsonl", "--into", folder / "exercises/drafts", "--language", "ko", *more
    )


def test_an_import_writes_a_file_that_reads_like_one_written_by_hand(folder):
    result = bring(folder)
    file = folder / "exercises/drafts/said-1.ko.yaml"
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        str(file),
        "1 drafted item(s). curriculum content check says what is to be filled in.",
    ]
    assert file.read_text().split("\n", 1)[1] == DRAFT


def test_a_check_names_what_is_to_be_filled_in_and_the_draft_is_in_no_library(folder):
    bring(folder)
    file = folder / "exercises/drafts/said-1.ko.yaml"
    result = run("check", folder)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{file}:3 state: drafted: reasons to fill: m1, m2",
        f"{file}:6 skills: drafted: still to be filled in",
        f"{file}:9 instructions: drafted: still to be filled in",
        f"{file}:11 labels.0.definition: drafted: still to be filled in",
        f"{file}:12 labels.1.definition: drafted: still to be filled in",
    ]
    library, _ = read([folder])
    assert not list(library.items_of("drafts"))


def test_a_finished_draft_goes_live_once_its_state_is_taken_away(folder):
    bring(folder, "--skills", "find_errors")
    file = folder / "exercises/drafts/said-1.ko.yaml"
    file.write_text(file.read_text().replace('""', '"Weil."').replace("''", "Mark."))
    assert run("check", folder).stdout.splitlines() == [
        f"{file}:3 state: drafted: every reason is there; take this line away once the item is ready to go live"
    ]
    file.write_text(file.read_text().replace("state: drafted\n", ""))
    result = run("check", folder)
    assert result.exit_code == 0, result.output
    assert [item.slug for item in read([folder])[0].items_of("drafts")] == ["said-1"]


def test_what_else_is_wrong_with_a_draft_is_said_too(folder):
    bring(folder)
    file = folder / "exercises/drafts/said-1.ko.yaml"
    file.write_text(file.read_text().replace("label: verb", "label: vreb"))
    assert f"{file}:18 gold.marks.m2.label: 'vreb' is no label of this item" in run("check", folder).stdout
    file.write_text(file.read_text().replace("difficulty: 3", "difficulty: 9").replace("state: drafted", "state: done"))
    said = run("check", folder).stdout
    assert f"{file}:3 state: 'done' is not one of drafted, written" in said
    assert f"{file}:7 difficulty: Input should be less than or equal to 5" in said


def test_no_file_is_ever_written_over(folder):
    assert bring(folder).exit_code == 0
    file = folder / "exercises/drafts/said-1.ko.yaml"
    before = file.read_text()
    result = bring(folder)
    assert (result.exit_code, file.read_text()) == (1, before)
    assert f"{file}: is there already and is not overwritten" in result.stderr
    result = run("export", "table", "sample", "--folder", folder, "--to", folder / "said.csv")
    assert result.exit_code == 0
    assert "not carried: mark.en: the whole item: kind hallucination_spans" in result.stderr
    result = run("export", "table", "sample", "--folder", folder, "--to", folder / "said.csv")
    assert result.exit_code == 1
    assert f"{folder / 'said.csv'}: is there already and is not overwritten" in result.stderr


def test_an_export_names_drafts_and_refuses_what_it_can_not_do(folder):
    bring(folder)
    result = run(
        "export", "label-studio", "drafts", "--folder", folder, "--language", "ko", "--to", folder / "out.json"
    )
    assert "not carried: said-1.ko.yaml: the whole item: it is a draft" in result.stderr
    for arguments, sentence in [
        (("table", "sample", "--to", folder / "out.txt"), "'.txt' is not one of .csv, .xlsx"),
        (("qti", "sample", "--to", folder / "out.xml"), "2 items don't go into one .xml file; name a .zip"),
        (("table", "nowhere", "--to", folder / "out.csv"), "there is no bank 'nowhere'"),
        (("table", "sample", "--to", folder / "no/where.csv"), "the file can't be read: No such file or directory"),
    ]:
        result = run("export", *arguments, "--folder", folder)
        assert (result.exit_code, sentence in result.stderr) == (1, True), result.stderr
    (folder / "exercises/sample/pick.ko.yaml").write_text("id: [")
    result = run("export", "table", "sample", "--folder", folder, "--to", folder / "out.csv")
    assert "the content has problems; curriculum content check lists them. The first:" in result.stderr


def test_an_import_into_a_folder_without_a_bank_is_refused(folder):
    result = run("import", "doccano", folder / "said.jsonl", "--into", folder, "--language", "ko")
    assert (result.exit_code, result.stderr) == (1, f"{folder}: there is no bank.yaml in it\n")


def test_a_pipe_in_the_place_of_a_file_does_not_hang(folder):
    os.mkfifo(folder / "pipe.jsonl")
    result = run("import", "doccano", folder / "pipe.jsonl", "--into", folder / "exercises/drafts", "--language", "ko")
    assert "there is no such file" in result.stderr


PIECES = st.text(st.sampled_from("가나 a[]\\{#m}1:\n\r\t|-'\"😀\u0301\u1161\u11a8각👨\u200d🚒"), max_size=40)


@given(PIECES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_any_marks_in_any_text_are_written_so_that_they_read_the_same(raw, ends):
    text = Text(raw)
    assert text.kept == normalise(raw)
    spans = {}
    for number, (a, b) in enumerate(ends):
        start, end = sorted((min(a, len(raw)), min(b, len(raw))))
        placed = text.place(Span(start, end)) if start < end else Span(0, 0)
        if placed.length:
            spans[f"m{number}"] = placed
    written, quoted = inline(text.kept, spans)
    back = yaml.safe_load(yaml_text.write({"text": written}))["text"]
    plain, found = read_marks(normalise(back))
    assert plain == text.kept
    assert found == {name: span for name, span in spans.items() if name not in quoted}


@given(PIECES)
def test_places_in_composed_text_cover_what_they_covered(raw):
    text = Text(raw)
    for end in range(len(raw) + 1):
        before = text.place(Span(0, end))
        assert text.kept.startswith(text.kept[before.start : before.end])
    assert text.place(Span(0, len(raw))) == Span(0, len(text.kept))
