"""Gold written from the page into an author's file: what was given is what is read back, and nothing else changes."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_app.content import gold_editing
from curriculum_app.content.gold_editing import NotWritable
from curriculum_app.content.problems import Problems
from curriculum_app.content.yaml_files import read_yaml
from curriculum_app.grading.kind import FileProblem
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.marking import MarkedGold
from curriculum_app.grading.strategy import Strategy
from tests.grading import shipped

MARKING = ("span_labels", "hallucination_spans", "critique")
WRITABLE = (*MARKING, *gold_editing.WRITERS)
PROSE = ("short_answer", "rewrite", "transcription", "rubric_writing", "red_team", "demonstration")


def items(*kinds):
    """The items of these kinds; all but two of each kind under --long."""
    found = []
    for kind in kinds:
        plain = [item for item in shipped.items(kind) if "contested:" not in item.file.read_text("utf-8")]
        for number, item in enumerate(plain):
            found.append(pytest.param(item, id=item.file.name, marks=[pytest.mark.long] if number > 1 else []))
    return found


def halves(item, source):
    problems = Problems()
    document = read_yaml(item.file, problems, source)
    file = document.check(FILES, problems)
    assert not list(problems), [str(problem) for problem in problems]
    return file.halves(item.language)


def with_reasons(source):
    """The file with something in every empty reason."""
    empty = {path: "까닭을 여기에 씁니다." for path, text in gold_editing.reasons(source).items() if not text}
    return gold_editing.with_reasons(source, empty)


@pytest.mark.parametrize("item", items(*WRITABLE))
def test_the_answer_that_gold_gives_leaves_the_file_byte_by_byte(item):
    source = item.file.read_text("utf-8")
    assert gold_editing.with_gold(source, item.task, item.gold, item.gold.ideal(item.task)) == source


def other_answer(item, seed=1):
    """Another answer of the kind: a guess; for kinds with words in it, gold's own with the guess's decisions."""
    guess = item.task.guess(Strategy.RANDOM, Random(seed))
    return guess if guess is not None else item.gold.ideal(item.task)


@pytest.mark.parametrize("item", items(*WRITABLE))
def test_another_answer_is_what_the_file_then_holds(item):
    source, answer = item.file.read_text("utf-8"), other_answer(item)
    written = with_reasons(gold_editing.with_gold(source, item.task, item.gold, answer))
    try:
        task, gold = halves(item, written)
    except FileProblem as refused:
        if refused.message.code != "quote_not_in_text":
            raise
        return  # a mark moved away from what was accepted as it: the author is told so and nothing is kept
    assert task == item.task
    skipped = {"reason", "explanation", "fix", "correction", "evidence"}
    assert decisions(gold.ideal(task), skipped) == decisions(answer, skipped)


def decisions(answer, skipped):
    def bare(value):
        if isinstance(value, dict):
            return {name: bare(inside) for name, inside in value.items() if name not in skipped}
        return sorted(map(bare, value), key=str) if isinstance(value, list) else value

    return bare(answer.model_dump(mode="json"))


def test_comments_and_order_stay_and_a_kept_mark_keeps_all_that_is_said_of_it():
    item = next(item for item in shipped.items("hallucination_spans") if len(item.gold.marks) > 1)
    source = "# a note to whoever comes after\n" + item.file.read_text("utf-8")
    ideal = item.gold.ideal(item.task)
    first = item.gold.marks[0]
    written = gold_editing.with_gold(source, item.task, item.gold, ideal.model_copy(update={"marks": ideal.marks[:1]}))
    assert written.startswith("# a note to whoever comes after\n")
    _, gold = halves(item, written)
    assert gold.marks == (first,)
    assert [line.split(":")[0] for line in written.splitlines() if line[:1].isalpha()] == [
        line.split(":")[0] for line in source.splitlines() if line[:1].isalpha()
    ]


@given(st.data())
def test_marks_that_nest_or_cross_are_read_back_where_they_were_made(data):
    item = next(item for item in shipped.items("span_labels") if item.language == "ko" and isinstance(item.gold, MarkedGold))
    text = item.task.text
    line = max(text.split("\n"), key=len)
    start = text.index(line)
    ends = st.lists(st.integers(start, start + len(line)), min_size=2, max_size=2, unique=True).map(sorted)
    spans = data.draw(st.lists(ends.map(tuple), max_size=5, unique=True))
    labels = [label.id for label in item.task.labels]
    marks = [
        {"start": a, "end": b, "quote": text[a:b], "label": data.draw(st.sampled_from(labels))}
        for a, b in spans if text[a:b].strip() == text[a:b]
    ]  # fmt: skip
    answer = item.task.ANSWER.model_validate({"marks": marks})
    source = item.file.read_text("utf-8")
    task, gold = halves(item, with_reasons(gold_editing.with_gold(source, item.task, item.gold, answer)))
    assert task.text == text
    assert sorted((m.start, m.end, m.label) for m in gold.marks) == sorted((m["start"], m["end"], m["label"]) for m in marks)


def test_brackets_of_the_text_itself_are_written_so_that_they_stay_text():
    assert gold_editing._marked("a [b] \\ c", {}) == "a \\[b\\] \\\\ c"


@pytest.mark.parametrize("item", items(*PROSE))
def test_gold_that_is_prose_is_edited_in_the_file(item):
    with pytest.raises(NotWritable) as refused:
        gold_editing.with_gold(item.file.read_text("utf-8"), item.task, item.gold, item.gold.ideal(item.task))
    assert refused.value.code == "gold_is_prose"


def test_every_kind_is_either_written_or_said_to_be_prose():
    assert {*WRITABLE, *PROSE} == set(shipped.library().items and {item.task.kind for item in shipped.library().items.values()})
