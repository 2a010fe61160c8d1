"""What the page says is what was signed: name, number, course, title, level, score, dates, issuer and conditions, both ways."""

import copy
from datetime import UTC, datetime
from functools import cache

import pytest

from curriculum_app.credentials import agreement, rendering
from tests.credentials.school import FACTS

URL, NOW = "https://school.example/verify/1", datetime(2026, 11, 19, 20, tzinfo=UTC)  # the 20th in Seoul
LEVEL = {
    **FACTS, "kind": "level", "design": "level", "level": "reviewer", "title": {"ko": "인증서, AI 트레이너 리뷰어", "en": "Certificate of level, AI Trainer Reviewer"},
    "conditions": {"supervised": True, "by": "시험관리실", "identity_seen": True}, "pedigree": "expert-approved", "standard_error": 2.0,
    "found": {"planted": 50, "found": 41, "false_alarms": 4, "clean": 20},
}  # fmt: skip


def signed(facts):
    """A credential as it is signed, of these facts."""
    both = {
        name: " / ".join(dict.fromkeys([facts[name]["ko"], facts[name]["en"]]))
        for name in ("title", "course", "issuer")
    }
    conditions = facts.get("conditions")
    by = f"supervised by {conditions['by']}, identity seen" if conditions else "drawn at random"
    found = " ".join(map(str, (facts.get("found") or {}).values()))
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"], "id": URL, "name": f"{both['title']}: {both['course']}",
        "issuer": {"id": "did:web:school.example", "name": both["issuer"]},
        "validFrom": "2026-11-19T20:00:00Z", "validUntil": "2028-11-19T15:00:00Z",
        "credentialSubject": {
            "identifier": [{"identityType": "name", "identityHash": facts["name"]}, {"identityType": "emailAddress", "identityHash": "sha256$0"}],
            "activityStartDate": "2026-11-01T00:00:00Z", "activityEndDate": "2026-11-20T00:00:00Z", "licenseNumber": facts["serial"],
            "achievement": {"name": both["course"], "resultDescription": [{"id": f"{URL}#score", "requiredValue": "70"}]},
            "result": [{"resultDescription": f"{URL}#score", "value": "100.0"}, {"resultDescription": f"{URL}#standard-error", "value": "2.0"}],
        },
        "evidence": [{"id": f"{URL}#exam", "narrative": f"1 question, 2026-11-20, {by} {found}"}],
    }  # fmt: skip


@cache
def page(kind, **more):
    facts = {"plain": FACTS, "level": LEVEL}[kind]
    return rendering.pdf({**facts, **{name: _thawed(value) for name, value in more.items()}}, URL, b"{}", NOW)


def _thawed(value):
    return dict(value) if isinstance(value, tuple) else value


def fields(pdf, document):
    return {told.field for told in agreement.compare(pdf, document)}


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize(("kind", "facts"), [("plain", FACTS), ("level", LEVEL)])
def test_a_page_agrees_with_what_was_signed(kind, facts, orientation):
    assert agreement.compare(page(kind, orientation=orientation), signed(facts)) == ()


def test_a_long_name_agrees_across_its_lines():
    long = "가나다라마바사아자차" * 9
    assert agreement.compare(page("plain", name=long), signed({**FACTS, "name": long})) == ()


# What is changed on the page, and the field that is told.
ON_PAGE = [
    ("name", "이새봄", {"name"}), ("name", "김하늘빛", {"name"}), ("name", "김하늘 박사", {"name"}), ("serial", "2026-0002", {"number"}),
    ("course", (("ko", "다른 과정"), ("en", "Another course")), {"course"}), ("title", (("ko", "자격증"), ("en", "Certificate of qualification")), {"title"}),
    ("score", 99.0, {"score"}), ("pass_score", 95.0, {"cut"}), ("issued_on", "2026-12-25", {"date"}), ("valid_until", "2038-11-20", {"date"}),
    ("started_on", "2025-01-01", {"date"}), ("finished_on", "2026-11-28", {"date"}), ("sat_on", "2026-10-10", {"date"}),
    ("issuer", (("ko", "다른 학교"), ("en", "Another School")), {"issuer"}), ("standard_error", 9.0, {"standard error"}),
    ("conditions", (("supervised", True), ("by", "누군가"), ("identity_seen", True)), {"conditions"}),
    ("found", (("planted", 77), ("found", 76), ("false_alarms", 0), ("clean", 33)), {"found"}), ("supersedes", "2020-0001", {"number"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "told"), ON_PAGE, ids=[f"{row[0]} {row[1]}"[:50] for row in ON_PAGE])
def test_another_claim_on_the_page_is_told(name, value, told):
    assert fields(page("plain", **{name: value}), signed(FACTS)) == told


def test_a_birth_date_that_was_not_signed_is_told():
    assert fields(page("plain", design="course", birth_date="1998-04-12"), {**signed(FACTS)}) >= {"date"}


@pytest.mark.parametrize("level", ["associate", "domain-expert"])
def test_another_level_on_the_page_is_told(level):
    assert "level" in fields(page("level", level=level), signed(LEVEL))


def test_a_level_that_was_not_signed_is_told():
    plain = {**LEVEL, "title": {"ko": "인증서", "en": "Certificate of level"}}
    assert "level" in fields(page("level"), signed(plain))


def test_a_signed_level_that_is_not_on_the_page_is_told():
    without = page("level", level=None, design="completion", title=(("ko", "인증서"), ("en", "Certificate of level")))
    assert "level" in fields(without, signed(LEVEL))


@pytest.mark.parametrize(("was", "becomes"), [("supervised by 시험관리실, identity seen", "unsupervised"), ("identity seen", "identity not known"),
                                              ("supervised by 시험관리실, identity seen", "")])  # fmt: skip
def test_other_conditions_than_the_signed_ones_are_told(was, becomes):
    document = copy.deepcopy(signed(LEVEL))
    document["evidence"][0]["narrative"] = document["evidence"][0]["narrative"].replace(was, becomes)
    assert fields(page("level"), document) == {"conditions"}


def test_what_is_signed_and_left_out_of_the_page_is_told():
    assert fields(page("plain"), signed({**FACTS, "name": "김하늘 / Kim Haneul"})) == {"name"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\0" * 999])
def test_what_is_no_pdf_is_unreadable(data):
    with pytest.raises(agreement.Unreadable):
        agreement.text_of(data)
