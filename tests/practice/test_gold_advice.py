"""What an author is told to write into which field of the file."""


import pytest
from flask_babel import force_locale

from curriculum_app.practice import gold_advice
from curriculum_app.practice.appeal_models import AppealState
from tests.grading import shipped


@pytest.mark.parametrize("kind", sorted({item.task.kind for item in shipped.library().items.values()}))
def test_the_advice_names_fields_that_the_kinds_files_have(kind):
    item = next(item for item in shipped.library().items.values() if item.task.kind == kind and item.gold.ideal(item.task))
    verdict = item.gold.assess(item.task, item.gold.ideal(item.task))
    ways = gold_advice.advice(kind, None, {})
    assert {way.decision for way in ways} >= {AppealState.CHANGED}
    document = shipped.ROOT.joinpath("curriculum_app/grading").glob("*.py")
    code = "\n".join(file.read_text("utf-8") for file in document)
    for way in ways:
        named = [part.split("[")[0] for part in way.field.split(".")[1:]]
        own = {outcome.gold.id for outcome in verdict.outcomes if outcome.gold} | {"…", "preference", "first_bad"}
        for part in (part for part in named if part not in own):
            assert f"{part}:" in code, way.field


def test_the_trainees_words_are_written_as_the_file_takes_them(app):
    item = shipped.library().items["hallucinations", "refund-policy", "en"]
    ideal = item.gold.ideal(item.task)
    first = ideal.marks[0]
    mark = first.model_copy(update={"start": first.start - 1, "quote": " 3,000 won", "correction": "6k", "evidence": (3, 4)})
    verdict = item.gold.assess(item.task, ideal.model_copy(update={"marks": (mark,)}))
    with force_locale("en"):
        ways = gold_advice.advice("hallucination_spans", verdict.outcomes[0], {})
        nothing = gold_advice.advice("hallucination_spans", item.gold.assess(item.task, ideal).outcomes[0], {})
    assert [way.field for way in ways if way.decision == AppealState.ALTERNATIVE] == [
        "gold.marks.e1.accepted_spans", "gold.marks.e1.accepted_corrections", "gold.marks.e1.other_evidence",
    ]  # fmt: skip
    assert [way.write for way in ways][:3] == ['accepted_spans: [" 3,000 won"]', 'accepted_corrections: ["6k"]', "other_evidence: [[3, 4]]"]
    assert {way.decision for way in nothing} == {AppealState.CHANGED}
