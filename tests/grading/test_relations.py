"""Links between entities: ends, type and direction; other accepted forms; marking every pair never pays."""

from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score
from werkzeug.datastructures import MultiDict

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.relations import RelationsAnswer
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Sort

TEXT = "[Ann]{#a} and [Ben]{#b} met at [Acme]{#x}, [Dan]{#d} at [[Bolt]{#y} Labs]{#z}.\n\nCarl [Carl]{#c} was there."
ENTITIES = {"a": "person", "b": "person", "c": "person", "d": "person", "x": "org", "y": "org", "z": "org"}
RELATIONS = [
    {"id": "works_for", "heads": ["person"], "tails": ["org"]},
    {"id": "founded", "heads": ["person"], "tails": ["org"]},
    {"id": "knows", "directed": False, "heads": ["person"], "tails": ["person"]},
    {"id": "owns"},
]
LINKS = ["a works_for x", "b founded x", "a knows b", "x owns y"]


def link(words):
    return dict(zip(("head", "type", "tail"), words.split(), strict=True))


def relations(links=LINKS, suggested=None, text=TEXT, entities=ENTITIES, accepted=None, **more):
    named = [{**relation, "name": relation["id"], "definition": "d"} for relation in RELATIONS]
    written = [
        {**link(words), "reason": f"because {words}", "accepted": list(map(link, (accepted or {}).get(words, ())))}
        for words in links
    ]
    return FILES.validate_python({
        "id": uuid4(), "kind": "relations", "title": "t", "languages": ["en"], "skills": ["find_errors"], "difficulty": 1,
        "minutes": 1, "instructions": "i", "text": text, "entities": entities, "relations": named,
        "entity_labels": [{"id": name, "name": name, "definition": "d"} for name in ("person", "org")],
        "suggested": suggested or {}, "gold": {"links": written, **({} if links else {"clean_reason": "None."}), **more},
    }).halves("en")  # fmt: skip


def graded(halves, *said):
    task, gold = halves
    return gold.assess(task, task.parse({"links": list(map(link, said))}))


def test_the_gold_links_score_one_and_carry_the_reasons():
    verdict = graded(relations(), *LINKS)
    assert verdict.score == 1
    assert [outcome.sort for outcome in verdict.outcomes] == [Sort.HIT] * 4
    assert {outcome.reason for outcome in verdict.outcomes} == {f"because {words}" for words in LINKS}
    assert verdict.outcomes[0].mine.quote == "Ann (1) → works_for → Acme (3)"


def test_a_wrong_type_and_a_wrong_direction_earn_half_and_both_a_quarter():
    halves = relations()
    verdict = graded(halves, "a founded x", *LINKS[1:])
    assert verdict.score == pytest.approx(3.5 / 4)
    assert [s.name for o in verdict.outcomes if o.sort == Sort.PARTIAL for s in o.steps if s.credit == 0] == [
        "link_type"
    ]
    turned = graded(halves, *LINKS[:3], "y owns x")
    assert turned.score == pytest.approx(3.5 / 4)
    assert [s.name for o in turned.outcomes for s in o.steps if s.credit == 0] == ["direction"]
    assert graded(relations(["a works_for x", "b owns x"]), "a works_for x", "x owns b").score == pytest.approx(1.5 / 2)
    assert graded(relations(["a works_for x", "b founded x"]), "a works_for x", "x owns b").score == pytest.approx(
        1.25 / 2
    )
    weights = {"wrong_type": 0.2, "reversed": 0}
    assert graded(relations(weights=weights), "a founded x", *LINKS[1:]).score == pytest.approx(3.2 / 4)
    assert graded(relations(weights=weights), *LINKS[:3], "y owns x").score == pytest.approx(3 / 4)


def test_a_relation_without_direction_is_compared_unordered():
    assert graded(relations(), *LINKS[:2], "b knows a", LINKS[3]).score == 1
    with pytest.raises(InvalidAnswer, match="link_repeated"):
        graded(relations(), "a knows b", "b knows a")


def test_an_accepted_form_is_right_and_saying_it_twice_is_neither_hit_nor_alarm():
    halves = relations(accepted={"x owns y": ["x owns z"]})
    assert graded(halves, *LINKS[:3], "x owns z").score == 1
    verdict = graded(halves, *LINKS, "x owns z")
    assert verdict.score == 1
    assert verdict.headline.parameters == {"gold": 4, "hits": 4, "alarms": 0}
    assert [note.code for outcome in verdict.outcomes for note in outcome.notes] == ["link_said_again"]


def test_what_is_missing_and_what_is_too_much_both_cost():
    halves = relations()
    assert graded(halves, *LINKS[:2]).score == pytest.approx(2 * 2 / 6)
    verdict = graded(halves, *LINKS, "d works_for z")
    assert verdict.score == pytest.approx(2 * 4 / 9)
    assert [outcome.sort for outcome in verdict.outcomes].count(Sort.ALARM) == 1


def test_a_text_without_links_left_without_links_scores_one():
    halves = relations([])
    assert graded(halves).score == 1
    assert graded(halves, "a works_for x").score == 0
    assert graded(relations()).score == 0


def test_every_pair_marked_earns_nothing_and_a_file_in_which_it_would_is_refused():
    task, gold = relations()
    everything = task.guess(Strategy.MARK_ALL, Random(1))
    assert len(everything.links) == 12 + 12 + 6 + 42
    assert gold.grade(task, everything).score == 0
    for name in ("works_for", "founded", "knows", "owns"):
        some = RelationsAnswer(links=tuple(link for link in everything.links if link.type == name))
        assert gold.grade(task, some).score == 0
    with pytest.raises(FileProblem, match="mark_all_pays"):
        relations(["a works_for x"], text="[Ann]{#a} of [Acme]{#x}.", entities={"a": "person", "x": "org"})


def test_random_links_are_answers_and_earn_little():
    task, gold = relations()
    chance = Random(3)
    assert sum(gold.grade(task, task.guess(Strategy.RANDOM, chance)).score for _ in range(300)) / 300 < 0.1
    assert task.guess(Strategy.FIRST, chance) is None


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({"links": "all"}, "links", "answer_malformed"),
        ({"links": [7]}, "links-0", "answer_malformed"),
        ({"links": [{"head": "a"}]}, "links-0-type", "answer_missing"),
        ({"links": [{**link("a owns x"), "more": 1}]}, "links-0", "answer_malformed"),
        ({"links": [{"head": "a", "type": "", "tail": "x"}]}, "links-0", "link_incomplete"),
        ({"links": [link("q owns x")]}, "links-0", "link_unknown"),
        ({"links": [link("a hates x")]}, "links-0", "link_unknown"),
        ({"links": [link("a owns \ud800")]}, "links-0", None),
        ({"links": [link("a owns a")]}, "links-0", "link_itself"),
        ({"links": [link("a works_for b")]}, "links-0", "link_refused"),
        ({"links": [link("a owns x"), link("a owns x")]}, "links-1", "link_repeated"),
        ({"links": [link("a owns x")] * 401}, "links", "answer_malformed"),
        ({"links": [link(f"{'a' * 21} owns x")]}, "links-0-head", "answer_malformed"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(raw, field, code):
    task, _ = relations()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    problems = dict(refused.value.problems)
    assert code is None and any(name.startswith(field) for name in problems) or problems[field].code == code


def test_the_form_is_read_by_rows():
    task, gold = relations()
    form = MultiDict({f"links-7-{end}": value for end, value in link("a works_for x").items()})
    form["links-9-head"] = "b"
    raw = task.read_form(form)
    assert raw == {"links": [link("a works_for x"), {"head": "b", "type": "", "tail": ""}]}
    with pytest.raises(InvalidAnswer, match="links-1"):
        task.parse(raw)


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"entities": {**ENTITIES, "q": "org"}}, ("entities", "q"), "entity_unknown"),
        ({"text": TEXT + " [Eve]{#e}"}, ("text",), "entity_unlabelled"),
        ({"text": TEXT + " [Eve"}, ("text",), "mark_unclosed"),
        ({"entities": {**ENTITIES, "a": "robot"}}, ("entities", "a"), "category_not_in_list"),
        ({"links": ["a works_for b"]}, ("gold", "links", 0), "link_refused"),
        ({"links": ["a knows b", "b knows a"]}, ("gold", "links", 1), "link_repeated"),
        ({"links": ["a knows q"]}, ("gold", "links", 0), "link_unknown"),
        ({"accepted": {"x owns y": ["a works_for x"]}}, ("gold", "links", 3), "link_repeated"),
        ({"clean_reason": "but there are some"}, ("gold", "clean_reason"), "clean_reason_only_when_clean"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_its_place(changed, place, code):
    with pytest.raises(FileProblem) as problem:
        relations(**changed)
    assert (problem.value.path, problem.value.message.code) == (place, code)


def test_accepting_all_suggestions_is_one_and_zero_and_the_order_of_ends_without_direction_does_not_matter():
    task, gold = relations(suggested={"links": [link("b knows a"), link("c works_for x")]})

    def shares(*said):
        return tuple(part.value for part in graded((task, gold), *said).parts[-2:])

    assert shares("a knows b", "c works_for x") == shares("b knows a", "c works_for x") == (1, 0)
    assert shares() == (0, 1)
    for wrong in ({"links": [link("a owns q")]}, {"links": 3}):
        with pytest.raises(FileProblem, match="suggestion_unreadable"):
            relations(suggested=wrong)


def test_entities_are_numbered_as_they_begin_and_the_text_is_cut_where_they_end():
    task, _ = relations()
    assert [(e.id, e.number) for e in task.entities] == [(name, n) for n, name in enumerate("abxdzyc", 1)]
    assert "".join(piece.text for line in task.lines for piece in line) == task.passage.replace("\n", "")
    assert [[e.id for e in piece.ends] for line in task.lines for piece in line if piece.ends] == [
        [name] for name in "abxdyzc"
    ]


PAIRS = [f"{head} works_for {tail}" for head in "abcd" for tail in "xyz"]


@given(st.sets(st.sampled_from(PAIRS)))
def test_without_partial_credit_the_f1_is_that_of_scikit_learn(said):
    halves = relations(["a works_for x", "b works_for x", "c works_for z"])
    verdict = graded(halves, *sorted(said))
    truth, answer = (
        [pair in some for pair in PAIRS] for some in (("a works_for x", "b works_for x", "c works_for z"), said)
    )
    parts = {part.name: part.value for part in verdict.parts}
    assert parts["links_exact"] == parts["f1"] == pytest.approx(f1_score(truth, answer, zero_division=0))
