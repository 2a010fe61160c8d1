"""How far a bank was checked is read from its reviews.yaml; what contradicts itself there is named by file, line and field."""

import pytest

from curriculum_app.content.checking import check
from curriculum_app.content.pedigree import pedigree
from curriculum_app.content.reading import read
from tests.content import sample
from tests.content.test_checking import check as command

FILE, SKILLS = "exercises/sample-exam/reviews.yaml", "courses/skills.yaml"
ROUND = "  - {{reviewer: {{kind: automatic}}, on: 2026-11-24, language: {}, blind: {}, items: {}, mean_credit: 1.0{}}}\n"
APPROVAL = """\
approval:
  organisation: {ko: 학회, en: Society}
  persons:
    - {name: 이박사, qualification: PhD in linguistics}
  on: 2026-11-25
"""


def rounds(*given):
    return "reviews:\n" + "".join(ROUND.format(*one) for one in given)


BOTH = (("ko", "true", 1, ""), ("en", "true", 1, ""))


def of(tmp_path, reviews):
    """The pedigree of the sample's exam bank with these reviews."""
    folder = sample.write(tmp_path)
    if reviews:
        (folder / FILE).write_text(reviews)
    library, problems = read([folder])
    assert not check(library, problems)
    return pedigree(library, "sample-exam")


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ("", "drafted"),
        ("reviews: []\n", "drafted"),
        (rounds(*BOTH), "blind-checked"),
        (rounds(("ko", "true", 1, "")), "drafted"),
        (rounds(BOTH[0], ("en", "false", 1, "")), "drafted"),
        (rounds(BOTH[0], ("en", "true", 1, ", covers: [final]")), "blind-checked"),
        ("reviews: []\n" + APPROVAL, "expert-approved"),
    ],
    ids=["no reviews", "none made", "each language blind", "one language", "not blind", "by name", "approved"],
)
def test_a_bank_is_worth_what_its_reviews_say(tmp_path, reviews, expected):
    assert of(tmp_path, reviews) == expected


def test_a_round_of_fewer_items_than_the_bank_has_is_no_check_of_it(tmp_path):
    folder = sample.write(tmp_path)
    for language in ("ko", "en"):
        more = sample.CHOICE.format(id="11111111-1111-4111-8111-1111111111d1")
        (folder / f"exercises/sample-exam/more.{language}.yaml").write_text(more)
    for reviews, expected in (
        (rounds(*BOTH), "drafted"),
        (rounds(*BOTH, ("ko", "true", 1, ", covers: [more]"), ("en", "true", 1, ", covers: [more]")), "blind-checked"),
    ):
        (folder / FILE).write_text(reviews)
        library, problems = read([folder])
        assert not check(library, problems)
        assert pedigree(library, "sample-exam") == expected


CHANGED = ", differences: [{item: final, said: s, outcome: gold_changed}]"
WRONG = {
    "an item that is not there": (
        rounds(("ko", "true", 1, ", covers: [finale]")), "2 reviews.0.covers.0: there is no item 'finale'"),
    "more items than named": (
        rounds(("ko", "true", 2, ", covers: [final]")), "2 reviews.0.covers: 1 items are named, but the round was over 2"),
    "nobody approved": (
        "reviews: []\n" + APPROVAL.replace("persons:\n    - {name: 이박사, qualification: PhD in linguistics}", "persons: []"),
        "4 approval.persons: "),
    "no organisation": (
        "reviews: []\n" + APPROVAL.replace("  organisation: {ko: 학회, en: Society}\n", ""), "2 approval.organisation: is missing"),
    "an expert in nothing": ("reviews: []\n" + APPROVAL.replace(", qualification: PhD in linguistics", ""),
                             "5 approval.persons.0.qualification: is missing"),
    "one person twice": ("reviews: []\n" + APPROVAL.replace("  on:", "    - {name: 이박사, qualification: MD}\n  on:"),
                         "4 approval.persons: the same person is named twice"),
    "gold changed since": (rounds(("ko", "true", 1, CHANGED)) + APPROVAL.replace("2026-11-25", "2026-11-23"),
                           "7 approval.on: a review of 2026-11-24 changed gold after the approval"),
}  # fmt: skip


@pytest.mark.parametrize(("reviews", "told"), WRONG.values(), ids=WRONG)
def test_what_contradicts_itself_is_named_by_line_and_field(tmp_path, reviews, told):
    folder = sample.write(tmp_path)
    (folder / FILE).write_text(reviews)
    result = command(folder)
    assert result.exit_code == 1
    assert f"{FILE}:{told}" in result.output


PLACE = "{{framework: {}, code: {}, name: {{ko: 가, en: a}}, url: '{}'}}"
UUID = "12345678-1234-4234-8234-123456789abc"
ESCO, NCS = f"http://data.europa.eu/esco/skill/{UUID}", "https://www.ncs.go.kr/unity/th03/ncsSearchMain.do"


def aligned(*places):
    return sample.SKILLS.replace("about:", f"alignment: [{', '.join(PLACE.format(*place) for place in places)}], about:")


def test_a_skill_may_name_its_places_in_public_frameworks(tmp_path):
    folder = sample.write(tmp_path)
    (folder / SKILLS).write_text(aligned(("ESCO", UUID, ESCO), ("NCS", "'20010701'", NCS), ("NCS", "'2001070101_23v1'", NCS)))
    assert command(folder).exit_code == 0


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([("ISCO", "2511", ESCO)], "alignment.0.framework: 'ISCO' is not one of ESCO, NCS"),
        ([("ESCO", "S1.2", ESCO)], "alignment.0: 'S1.2' is no code of ESCO"),
        ([("NCS", "'2001'", NCS)], "alignment.0: '2001' is no code of NCS"),
        ([("ESCO", UUID, ESCO[:-1] + "d")], "is no address of ESCO for this code"),
        ([("NCS", "'20010701'", "https://elsewhere.example/")], "is no address of NCS for this code"),
        ([("ESCO", UUID, ESCO)] * 2, "alignment: the same code is given twice"),
    ],
)
def test_a_place_that_the_framework_can_not_have_is_refused(tmp_path, places, told):
    folder = sample.write(tmp_path)
    (folder / SKILLS).write_text(aligned(*places))
    result = command(folder)
    assert result.exit_code == 1
    assert f"{SKILLS}:1 find_errors.alignment" in result.output
    assert told in result.output
