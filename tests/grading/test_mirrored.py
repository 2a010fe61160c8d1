"""A judgement shown again: swapped, padded, or as it was; graded exactly as if it stood as it was written."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_app.grading.kind import FileProblem
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.mirrored import Guise, carried_back, disguised, guises, leanings, levels
from tests.grading import shipped

COMMON = {
    "title": "t", "languages": ["en"], "skills": ["judge_consistently"], "difficulty": 1, "minutes": 1, "instructions": "i",
}  # fmt: skip
SIDES = [("a", 3), ("a", 2), ("a", 1), ("tie", 0), ("b", 1), ("b", 2), ("b", 3)]
OTHER = {"a": "b", "b": "a", "tie": "tie"}


def read(kind, **more):
    return FILES.validate_python({**COMMON, "id": uuid4(), "kind": kind, **more}).halves("en")


def preference(texts, gold, **more):
    return read("preference", responses=texts, gold=gold, **more)


def ranking(texts, ranks, **more):
    gold = {letter: {"rank": rank, "reason": f"why {text}"} for letter, rank, text in zip("abcdefgh", ranks, texts, strict=False)}
    return read("ranking", responses=texts, ties=True, gold={"ranks": gold}, **more)


def ranked(task, ranks):
    return task.parse({"ranks": dict(zip("abcdefgh", ranks, strict=False))})


def seen(verdict):
    """What a verdict says, apart from the letters: the score and, response by response, credit and sort."""
    return verdict.score, sorted((o.sort, round(o.credit, 9)) for o in verdict.outcomes)


contested = st.integers(1, 9).map(
    lambda a: {"persons": 10, "shares": {"a": a / 10, "b": (10 - a) / 10}, "rationales": {"a": "x", "b": "y"}}
)
golds = st.one_of(
    st.sampled_from(SIDES).map(
        lambda side: {"better": side[0], "reason": "because"} | ({"strength": side[1]} if side[1] else {})
    ),
    contested.map(lambda panel: {"contested": panel}),
)


def swapped_gold(gold):
    """The gold of the same two responses written in the other order, made by hand."""
    if panel := gold.get("contested"):
        turned = {name: {OTHER[side]: value for side, value in panel[name].items()} for name in ("shares", "rationales")}
        return {"contested": panel | turned}
    return gold | {"better": OTHER[gold["better"]]}


@given(golds, st.sampled_from(SIDES))
def test_a_swapped_comparison_earns_what_its_own_gold_would_give(gold, said):
    task, right = preference(["one", "another"], gold)
    written_swapped, right_swapped = preference(["another", "one"], swapped_gold(gold))
    shown = disguised(task, Guise.SWAPPED)
    assert shown.responses == written_swapped.responses
    answer = shown.parse({"better": said[0], "strength": said[1], "reason": "because"})
    carried = carried_back(task, Guise.SWAPPED, answer)
    assert seen(right.grade(task, carried)) == seen(right_swapped.grade(written_swapped, answer))
    assert carried.reason == answer.reason


@given(st.data(), st.integers(3, 8))
def test_a_swapped_ranking_earns_what_its_own_gold_would_give(data, n):
    ranks = st.lists(st.integers(1, n), min_size=n, max_size=n)
    gold, said = data.draw(ranks), data.draw(ranks)
    texts = [f"text {number}" for number in range(n)]
    task, right = ranking(texts, gold)
    written_swapped, right_swapped = ranking(texts[::-1], gold[::-1])
    answer = ranked(disguised(task, Guise.SWAPPED), said)
    carried = carried_back(task, Guise.SWAPPED, answer)
    assert seen(right.grade(task, carried)) == seen(right_swapped.grade(written_swapped, answer))
    by_text = {text: rank for text, rank in zip(texts[::-1], said, strict=True)}
    assert [carried.ranks[letter] for letter in task.lettered] == [by_text[text] for text in texts]


@given(st.data(), st.integers(3, 8))
def test_swapping_twice_changes_nothing(data, n):
    texts = [f"text {number}" for number in range(n)]
    task, _ = ranking(texts, range(1, n + 1))
    answer = ranked(task, data.draw(st.lists(st.integers(1, n), min_size=n, max_size=n)))
    assert disguised(disguised(task, Guise.SWAPPED), Guise.SWAPPED) == task
    assert carried_back(task, Guise.SWAPPED, carried_back(task, Guise.SWAPPED, answer)) == answer


def test_whoever_judges_the_texts_alike_agrees_with_himself_in_every_guise():
    task, _ = preference(["short", "long"], {"better": "a", "strength": 2, "reason": "because"},
                         padded={"response": "a", "text": "short and longer"})  # fmt: skip
    first = task.parse({"better": "a", "strength": 2, "reason": "because"})
    again = disguised(task, Guise.SWAPPED).parse({"better": "b", "strength": 2, "reason": "because"})
    assert carried_back(task, Guise.SWAPPED, again) == first
    assert leanings(first) == {("a", "b"): 2 / 3}
    padded = disguised(task, Guise.PADDED)
    assert padded.responses == ("short and longer", "long")
    assert carried_back(task, Guise.PADDED, first) == first


def test_leanings_of_a_ranking_are_those_of_its_pairs():
    task, _ = ranking(["x", "y", "z"], [1, 2, 2])
    assert leanings(ranked(task, [1, 2, 2])) == {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 0}
    assert leanings(ranked(task, [3, 1, 2])) == {("a", "b"): -1, ("a", "c"): -1, ("b", "c"): 1}


def test_shipped_judgements_come_in_the_guises_they_can_bear():
    found = {}
    for item in shipped.library().items.values():
        found.setdefault(item.task.kind, set()).add((item.slug, guises(item.task)))
    assert {kind for kind, shown in found.items() if any(g for _, g in shown)} == {"preference", "ranking", "rating_scale"}
    assert ("preference-2", ()) in found["preference"]  # a model has filled in its answer
    assert ("rating-scale-1", (Guise.AGAIN,)) in found["rating_scale"]
    assert any(Guise.PADDED in g for _, g in found["preference"])


@pytest.mark.parametrize("kind", ["preference", "ranking", "rating_scale"])
def test_what_is_shown_again_takes_the_ideal_answer_and_gives_it_everything(kind):
    items = [item for item in shipped.library().items.values() if item.task.kind == kind and guises(item.task)]
    assert len(items) >= 2
    for item in items:
        for guise in guises(item.task):
            shown, ideal = disguised(item.task, guise), item.gold.ideal(item.task)
            said = carried_back(item.task, guise, ideal)  # swapping undoes itself: the ideal answer to what is shown
            answer = carried_back(item.task, guise, shown.parse(said.model_dump(mode="json")))
            assert item.gold.grade(item.task, answer).score == item.gold.best_score
            assert leanings(answer) == leanings(ideal)
            assert levels(answer) == levels(ideal)


def test_levels_are_those_of_a_rating():
    task, _ = read("rating_scale", response="r", criteria=[{"id": "truth", "name": "Truth", "anchors": {1: "b", 2: "m", 3: "g"}}],
                   gold={"truth": {"value": 3, "reason": "w"}})  # fmt: skip
    answer = task.parse({"ratings": {"truth": 2}})
    assert levels(answer) == {"truth": 2}
    assert leanings(answer) == {}


@pytest.mark.parametrize(
    ("padded", "code"),
    [({"response": "c", "text": "x" * 90}, "response_not_there"), ({"response": "a", "text": "a bit more"}, "padded_too_short")],
)
def test_padding_that_no_reader_could_see_is_refused(padded, code):
    with pytest.raises(FileProblem) as refused:
        preference(["ten letters"[:10], "b"], {"better": "a", "strength": 1, "reason": "because"}, padded=padded)
    assert refused.value.message.code == code
