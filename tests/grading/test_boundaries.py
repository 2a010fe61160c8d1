"""Ends that honest people put differently get a note, and files say what that and other near misses cost."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from curriculum_app.grading.boundaries import near, near_by_rule
from curriculum_app.grading.kind import FileProblem
from curriculum_app.grading.kinds import FILES, GOLDS
from curriculum_app.grading.korean import Morpheme, particles
from curriculum_app.grading.text import Span

COMMON = {"title": "t", "skills": ["find_errors"], "difficulty": 1, "minutes": 1, "instructions": "i", "languages": ["ko"]}


def analysed(written):
    """A text and its morphemes, from 서울/NNP 은/JX written with a space where the text has none and _ where it has one."""
    text, found = "", []
    for piece in written.split(" "):
        form, _, tag = piece.partition("/")
        if tag:
            found.append(Morpheme(len(text), len(text) + len(form), tag))
        text += form.replace("_", " ")
    return text, found


def quotes(text, quote, morphemes):
    start = text.index(quote)
    return {text[a:b] for a, b in near([Span(start, start + len(quote))], text, morphemes)}


UNIVERSITY = "서울대학교/NNP 와/JC _ 한국은행/NNP 은/JX"
RETURN = '"/SSO 반품/NNG "/SSC 이/VCP 라는/ETM _ 말/NNG'
YEAR = "답/NNG 은/JX _ 1453/SN 년/NNB 에/JKB _ 나왔/VV"


@pytest.mark.parametrize(
    ("written", "gold", "accepted", "refused"),
    [
        (UNIVERSITY, "서울대학교", ["서울대학교와", "서울대학교와 "], ["서울대", "서울대학교와 한국은행"]),
        (UNIVERSITY, "서울대학교와", ["서울대학교"], ["와"]),
        (UNIVERSITY, "한국은행", ["한국은행은", " 한국은행"], ["한국은"]),
        (RETURN, "반품", ['"반품"', '"반품"이라는', "반품\"이"], ['"', '"반품"이라는 말']),
        (RETURN, '"반품"이라는', ["반품", '"반품"'], ["반", '"']),
        (YEAR, "1453년", ["1453년에", " 1453년에 "], ["1453", "은 1453년"]),
        (YEAR, "1453년에", ["1453년"], ["1453"]),
    ],
)  # fmt: skip
def test_particles_endings_copula_quotes_and_spaces_may_differ_and_nothing_else(written, gold, accepted, refused):
    found = quotes(analysed(written)[0], gold, analysed(written)[1])
    assert found >= set(accepted)
    assert not found & {gold, *refused}


def test_a_contracted_ending_is_never_cut_in_two():
    """늘어난 is 늘어나 and ㄴ in one; 입니다 is 이 and ㅂ니다 over one syllable."""
    text = "늘어난 것입니다"
    found = [
        Morpheme(0, 3, "VV"), Morpheme(2, 3, "ETM"), Morpheme(4, 5, "NNB"), Morpheme(5, 6, "VCP"), Morpheme(5, 8, "EF"),
    ]  # fmt: skip
    assert quotes(text, "늘어난", found) == {"늘어난 "}
    assert quotes(text, "것입니다", found) == {"것", " 것", " 것입니다"}


def test_a_bracket_that_belongs_to_the_words_is_not_left_off():
    text, found = analysed("공책/NNG (/SSO 줄/NNG _ 없/VA 음/ETN )/SSC")
    assert quotes(text, "공책(줄 없음)", found) == set()
    assert "줄 없음" in quotes(text, "(줄 없음)", found)


def test_an_analyser_knows_where_the_closed_list_guesses():
    text, found = analysed("고양이/NNG 는/JX _ 힘/NNG 이/VCP 었/EP 다/EF")
    assert "고양" not in quotes(text, "고양이", found)
    assert "힘이었다" in quotes(text, "힘", found)
    assert "힘이었다" not in quotes(text, "힘", particles(text))
    assert "고양이" in quotes(text, "고양이는", particles(text))


def test_in_english_only_space_quotes_and_punctuation_may_differ():
    text = 'They call it "the crown", all of them at -5 or 30%.'
    found = quotes(text, "the crown", particles(text))
    assert {'"the crown"', '"the crown",', "the crown "} - found == {"the crown "}
    assert "crown" not in found
    assert quotes(text, "5", particles(text)) == {"5 "}
    assert quotes(text, "30", particles(text)) == {" 30"}


def test_marks_stay_in_their_paragraph_and_on_whole_characters():
    text = "가.\n나다\n(라)"
    assert quotes(text, "나다", ()) == set()
    assert near_by_rule((Span(0, 1),), "가 나") == {(0, 2)}
    assert near_by_rule((Span(0, 1),), "가 \N{COMBINING ACUTE ACCENT}나") == set()  # the space is half a character


@settings(deadline=None)
@given(st.text(alphabet='가는 "다.\n이👍🏽', max_size=20), st.data())
def test_whatever_is_accepted_lies_in_the_text_and_shares_the_words_of_gold(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    place = Span(start, data.draw(st.integers(start + 1, len(text))))
    for accepted in near([place], text, particles(text)):
        assert 0 <= accepted[0] < accepted[1] <= len(text)
        assert Span(*accepted).overlap(place)
        assert accepted != place


# ---- what files declare ----------------------------------------------------------------------------------------------


def labelled(text="[서울대학교]{#m1}와 함께", mark=None, **gold):
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "span_labels", "text": text,
        "labels": [{"id": "place", "name": "장소", "definition": "d"}, {"id": "date", "name": "날짜", "definition": "d"}],
        "gold": {"marks": {"m1": {"label": "place", "reason": "r", **(mark or {})}}, **gold},
    }).split("ko")  # fmt: skip


def marked(item, quote, label="place"):
    task, gold = item
    start = task.text.index(quote)
    mark = {"start": start, "end": start + len(quote), "quote": quote, "label": label}
    return gold.grade(task, task.parse({"text_hash": task.hash, "marks": [mark]}))


def test_only_the_ends_off_is_a_hit_with_a_note_and_costs_what_the_file_says():
    verdict = marked(labelled(), "서울대학교와")
    assert verdict.score == pytest.approx(0.9)
    assert (verdict.outcomes[0].sort, verdict.outcomes[0].notes[0].code) == ("hit", "boundary_only")
    free = marked(labelled(tolerance={"boundary_note": 0}), "서울대학교와")
    assert (free.score, len(free.outcomes[0].notes)) == (1, 1)
    assert marked(labelled(tolerance={"boundary_note": 1, "overlap": 0.3}), "서울대학교와").score == pytest.approx(0.3)


def test_the_schemes_of_the_field_know_no_tolerance():
    parts = {part.name: part.value for part in marked(labelled(), "서울대학교와").parts}
    assert (parts["strict"], parts["exact"], parts["partial"], parts["type"]) == (0, 0, 0.5, 1)


def test_a_file_can_accept_gold_alone_or_places_of_its_own():
    exact = labelled(mark={"boundaries": "exact"})
    assert (marked(exact, "서울대학교와").score, marked(exact, "서울대학교와").outcomes[0].notes) == (0.5, ())
    own = labelled(mark={"boundaries": ["서울대"]})
    assert marked(own, "서울대").outcomes[0].notes[0].code == "boundary_only"
    assert not marked(own, "서울대학교와").outcomes[0].notes
    assert not exact[1].unsettled
    assert not own[1].unsettled


def test_a_boundary_that_is_not_at_the_mark_is_named():
    with pytest.raises(FileProblem, match="quote_not_in_text") as problem:
        labelled(mark={"boundaries": ["서울대", "함께"]})
    assert problem.value.path == ("gold", "marks", "m1", "boundaries", 1)


def test_computed_boundaries_replace_the_rules_and_are_stored_with_the_gold():
    task, gold = labelled(text="[힘]{#m1}이었다")
    assert not marked((task, gold), "힘이었다").outcomes[0].notes
    settled = gold.settled(task.text, [Morpheme(0, 1, "NNG"), Morpheme(1, 2, "VCP"), Morpheme(2, 4, "EF")])
    kept = GOLDS.validate_json(settled.model_dump_json())
    assert kept == settled
    assert kept.marks[0].boundaries == ((0, 2), (0, 4))
    assert marked((task, kept), "힘이었다").outcomes[0].notes


def test_gold_kept_before_there_were_tolerances_still_reads():
    gold = labelled()[1].model_dump(mode="json")
    del gold["tolerance"], gold["marks"][0]["boundaries"]
    assert GOLDS.validate_python(gold) == labelled()[1]


def test_another_label_keeps_what_the_file_says():
    assert marked(labelled(), "서울대학교", "date").score == 0.5
    assert marked(labelled(tolerance={"other_label": 0.1}), "서울대학교", "date").score == 0  # below the floors


ERROR = {"type": "number_date_unit", "severity": "major", "evidentness": "evident", "correction": "1443년", "reason": "r"}


def hallucinated(**gold):
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "hallucination_spans", "prompt": "p", "text": "한글은 [1453년]{#e1}에 나온 훈민정음입니다.",
        "gold": {"marks": {"e1": ERROR}, **gold},
    }).split("ko")  # fmt: skip


def found(item, quote="1453년", **said):
    task, gold = item
    start = task.text.index(quote)
    mark = {"start": start, "end": start + len(quote), "quote": quote, "type": "number_date_unit", "severity": "major",
            "correction": "1443년", **said}  # fmt: skip
    return gold.grade(task, task.parse({"text_hash": task.hash, "marks": [mark]}))


def test_a_hallucination_with_only_its_ends_off_is_a_hit_with_a_note():
    outcome = found(hallucinated(), "1453년에").outcomes[0]
    assert (outcome.sort, [note.code for note in outcome.notes]) == ("hit", ["boundary_only"])
    assert found(hallucinated(), "1453년에", type="entity").outcomes[0].sort == "partial"


def test_weights_and_tolerances_of_a_hallucination_file_are_used():
    weights = {"detected": 1, "boundaries": 0, "type": 1, "severity": 0, "correction": 0, "evidence": 0}
    assert found(hallucinated(weights=weights), type="entity", severity="neutral", correction="x").score == 0.5
    assert found(hallucinated(tolerance={"severity_one_off": 1}), severity="critical").score == pytest.approx(1)
    assert found(hallucinated(), "한글은 1453년에").score > 0
    assert found(hallucinated(tolerance={"least_overlap": 0.9}), "한글은 1453년에").score == 0
    like = {"correction": "세종이 다스린 1443년"}
    strict, lax = (found(hallucinated(tolerance={"least_chrf": least}), **like).score for least in (1, 0))
    assert strict < lax


def reviewed(verdict="acceptable", quote="지우십시오", **gold):
    task, gold = FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "critique", "domain": "d", "prompt": "p", "text": "표를 [지우십시오]{#i1}.",
        "gold": {"verdict": "unacceptable", "verdict_reason": "r", **gold,
                 "marks": {"i1": {"category": "safety", "severity": "major", "reason": "r", "fix": "f"}}},
    }).split("ko")  # fmt: skip
    start = task.text.index(quote)
    mark = {"start": start, "end": start + len(quote), "quote": quote, "category": "safety", "severity": "minor",
            "explanation": "틀렸습니다", "fix": "고침"}  # fmt: skip
    return gold.grade(task, task.parse({"text_hash": task.hash, "verdict": verdict, "marks": [mark]}))


def test_weights_parts_and_tolerances_of_a_critique_file_are_used():
    assert reviewed().score == pytest.approx(0.75 * 0.875)
    assert reviewed("needs_revision").score == pytest.approx(0.75 * 0.875 + 0.25 * 0.5)
    assert reviewed("needs_revision", tolerance={"verdict_one_off": 0}).score == pytest.approx(0.75 * 0.875)
    assert reviewed(parts={"issues": 1, "overall": 1}, tolerance={"severity_one_off": 1}).score == pytest.approx(0.5)
    assert reviewed("unacceptable", weights={"located": 0, "category": 1, "severity": 1}).score == pytest.approx(0.8125)


def test_a_critique_is_told_of_its_boundaries_and_loses_nothing_by_them():
    assert [note.code for note in reviewed(quote="지우십시오.").outcomes[0].notes] == ["boundary_only", "prose_by_people"]
    assert reviewed(quote="지우십시오.").score == reviewed().score


@pytest.mark.parametrize(
    "wrong",
    [{"tolerance": {"boundary_note": 1.1}}, {"tolerance": {"least_overlap": 0}}, {"weights": {"type": -1}}, {"weights": {"kind": 1}},
     {"weights": dict.fromkeys(("detected", "boundaries", "type", "severity", "correction", "evidence"), 0)}],
)  # fmt: skip
def test_tolerances_out_of_range_and_weights_of_nothing_are_refused(wrong):
    with pytest.raises(ValidationError):
        hallucinated(**wrong)
