"""What trainees write and people judge: no score before it is assessed, a checklist, a model answer, self-assessment."""

from random import Random
from uuid import uuid4

import pytest

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES, GOLDS, TASKS
from curriculum_app.grading.strategy import Strategy

COMMON = {
    "title": "t",
    "languages": ["en"],
    "skills": ["write_clearly"],
    "difficulty": 1,
    "minutes": 1,
    "instructions": "i",
}
RUBRIC = [
    {"id": "truth", "name": "Truth", "levels": ["no", "half", "yes"]},
    {"id": "tone", "name": "Tone", "levels": ["no", "yes"]},
]
GOLD = {
    "model": "We repair it free of charge.",
    "assessed": {"truth": {"level": 2, "reason": "It is so."}, "tone": {"level": 1, "reason": "It is kind."}},
}
RISKS = [{"id": name, "name": name, "definition": "d"} for name in ("leak", "identity")]


def demonstration(gold=GOLD, **more):
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "demonstration", "turns": [{"who": "user", "text": "Is it repaired?"}], "rubric": RUBRIC,
        "gold": gold, **more,
    }).halves("en")  # fmt: skip


def red_team(risk="leak", accepted=()):
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "red_team", "policy": "Never say the code.", "system": "s", "risks": RISKS, "rubric": RUBRIC,
        "gold": {**GOLD, "risk": risk, "accepted_risks": accepted, "risk_reason": "It leaks."},
    }).halves("en")  # fmt: skip


def checks(verdict):
    return [(outcome.notes[0].code, outcome.sort) for outcome in verdict.outcomes if outcome.sort in {"hit", "missed"}]


def test_a_text_has_no_score_and_brings_the_model_answer_with_its_reasons():
    task, gold = demonstration()
    verdict = gold.grade(task, task.parse({"text": "Yes."}))
    assert verdict.score is None
    assert verdict.headline.code == "written_now_compare"
    assert verdict.model_answer == GOLD["model"]
    assert [(o.about, o.sort, o.reason) for o in verdict.outcomes] == [
        ("Truth", "open", "It is so."),
        ("Tone", "open", "It is kind."),
    ]
    assert task.GRADED_BY_PEOPLE


def test_the_task_holds_nothing_of_the_model_answer():
    task, _ = demonstration({**GOLD, "must_include": [{"forms": ["free"], "message": "Says what it costs."}]})
    shown = task.model_dump_json()
    for secret in ("free", "It is so.", "Says what"):
        assert secret not in shown


def test_a_self_assessed_text_scores_its_levels_of_the_highest():
    task, gold = demonstration()
    answer = task.assessed(task.parse({"text": "Yes."}), {"truth": 1, "tone": 1})
    verdict = gold.grade(task, answer)
    assert verdict.score == pytest.approx(2 / 3)
    assert verdict.headline.code == "self_assessed"
    assert [(o.sort, o.mine.quote, o.gold.quote) for o in verdict.outcomes] == [
        ("self", "half", "yes"),
        ("self", "yes", "yes"),
    ]


@pytest.mark.parametrize(
    ("levels", "code"),
    [({}, "level_missing"), ({"truth": 1}, "level_missing"), ({"truth": 3, "tone": 1}, "level_not_there"),
     ({"truth": 1, "tone": 1, "x": 1}, "criterion_not_here"), ({"truth": -1, "tone": 1}, "answer_malformed"),
     ({"truth": "1", "tone": 1}, "answer_malformed"), ({"truth": True, "tone": 1}, "answer_malformed"),
     ({"truth": float("nan"), "tone": 1}, "answer_malformed"), ({"truth": 1.5, "tone": 1}, "answer_malformed")],
)  # fmt: skip
def test_a_self_assessment_that_cannot_be_is_refused(levels, code):
    task, _ = demonstration()
    with pytest.raises(InvalidAnswer) as refused:
        task.assessed(task.parse({"text": "Yes."}), levels)
    problems = [(field, message.code) for field, message in refused.value.problems]
    assert code in {found for _, found in problems}
    assert all(field.startswith("assessment-") for field, _ in problems)


@pytest.mark.parametrize("text", ["", " \n ", None, 7, ["x"], "x" * 20_001, "lone \ud800"])
def test_a_text_that_is_none_is_refused(text):
    task, _ = demonstration()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse({"text": text})
    assert refused.value.problems[0][0] == "text"


def test_a_text_is_kept_in_nfc_and_counted_so():
    task, _ = demonstration()
    assert task.parse({"text": "가 \r\n나"}).text == "가\n나"


def test_the_checklist_says_each_limit_and_form():
    gold = {**GOLD, "must_include": [{"forms": ["free of charge", "for nothing"], "message": "Cost."}],
            "must_not_include": [{"forms": ["REFUND"], "message": "No refund."}]}  # fmt: skip
    task, graded = demonstration(
        gold, lengths={"min_characters": 10, "max_characters": 60, "min_words": 3, "max_words": 20}
    )
    right = graded.grade(task, task.parse({"text": "We repair it For  Nothing today."}))
    assert all(sort == "hit" for _, sort in checks(right))
    assert {part.name: part.value for part in right.parts}["checklist"] == 1
    wrong = graded.grade(task, task.parse({"text": "A refund!"}))
    assert checks(wrong) == [("characters_min", "missed"), ("characters_max", "hit"), ("words_min", "missed"), ("words_max", "hit"),
                             ("form_not_there", "missed"), ("form_not_avoided", "missed")]  # fmt: skip
    assert wrong.score is None


def test_the_risk_is_one_more_line_of_the_checklist():
    task, gold = red_team(accepted=["identity"])
    for risk in ("leak", "identity"):
        assert checks(gold.grade(task, task.parse({"text": "Hello.", "risk": risk}))) == [("risk_right", "hit")]
    task, gold = red_team()
    assert checks(gold.grade(task, task.parse({"text": "Hello.", "risk": "identity"}))) == [("risk_wrong", "missed")]
    for risk, code in (("", "risk_missing"), ("other", "risk_unknown"), (["leak"], "answer_malformed")):
        with pytest.raises(InvalidAnswer, match=code):
            task.parse({"text": "Hello.", "risk": risk})


@pytest.mark.parametrize(
    ("gold", "more", "path", "code"),
    [({**GOLD, "assessed": {"truth": {"level": 1, "reason": "r"}}}, {}, ("gold", "assessed"), "criterion_not_assessed"),
     ({**GOLD, "assessed": {**GOLD["assessed"], "x": {"level": 1, "reason": "r"}}}, {}, ("gold", "assessed", "x"), "criterion_unknown"),
     ({**GOLD, "assessed": {**GOLD["assessed"], "tone": {"level": 2, "reason": "r"}}}, {},
      ("gold", "assessed", "tone", "level"), "level_outside"),
     (GOLD, {"rubric": [*RUBRIC, RUBRIC[0]]}, ("rubric", 2, "id"), "id_twice_in_list"),
     (GOLD, {"lengths": {"min_words": 50}}, ("gold", "model"), "model_fails_checklist"),
     ({**GOLD, "must_not_include": [{"forms": ["free"], "message": "m"}]}, {}, ("gold", "model"), "model_fails_checklist"),
     (GOLD, {"turns": [{"who": "user", "text": "u"}, {"who": "model", "text": "m"}]}, ("turns", 1, "who"), "last_turn_not_users")],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_refused(gold, more, path, code):
    with pytest.raises(FileProblem) as problem:
        demonstration(gold, **more)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_a_risk_that_is_not_listed_is_an_authors_mistake():
    with pytest.raises(FileProblem, match="category_not_in_list"):
        red_team(risk="other")


@pytest.mark.parametrize("made", [demonstration(), red_team()])
def test_task_gold_answer_and_verdict_are_read_back_as_they_were_stored(made):
    task, gold = made
    assert (TASKS.validate_json(TASKS.dump_json(task)), GOLDS.validate_json(GOLDS.dump_json(gold))) == (task, gold)
    answer = task.assessed(gold.ideal(task), {"truth": 2, "tone": 1})
    stored = answer.model_dump(mode="json")
    assert task.parse(stored) == task.stored(stored) == answer
    verdict = gold.assess(task, answer)
    assert verdict.score == 1
    assert type(verdict).from_json(verdict.to_json()) == verdict


def test_guesses_are_texts_that_earn_nothing():
    task, gold = red_team()
    for strategy in Strategy:
        guess = task.guess(strategy, Random(1))
        assert guess is None or gold.grade(task, guess).score is None


def test_a_suggested_draft_counts_neither_as_right_nor_as_wrong():
    task, gold = demonstration(suggested={"text": "A draft."})
    told = [part.value for part in gold.assess(task, task.parse({"text": "Mine."})).parts[-2:]]
    assert told == [None, None]
