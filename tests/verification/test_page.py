"""The page of a certificate says everything its prints say, and to machines and strangers only what its holder shows."""

import io
import json
import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from PIL import Image

from curriculum_app.credentials import queries, revoking
from curriculum_app.database import db, utc_now
from curriculum_app.verification import preview, saying
from curriculum_app.web.language import speaking
from tests.credentials.earning import earn


@pytest.fixture
def credential(trainee):
    return earn(trainee)


@pytest.fixture
def public(trainee, credential):
    trainee.post("/profile/consents", {"public_verification": "y"})
    return credential


def page(browser, credential, language="ko"):
    return browser().get(f"/verify/{credential.id}", headers={"Accept-Language": language}).text


FACTS = {
    "score": 85.0, "standard_error": 2.0, "band": {"low": 81.1, "high": 88.9}, "level": "reviewer", "pedigree": "expert-approved",
    "form": [{"kind": "hallucination_spans", "items": 30}, {"kind": "claim_check", "items": 1}],
    "found": {"planted": 50, "found": 41, "false_alarms": 4, "clean": 20},
    "conditions": {"supervised": True, "by": "이감독", "identity_seen": True},
    "qualification": {"registration": "2026-001", "notice": {"ko": "민간자격입니다.", "en": "A private qualification."}},
}  # fmt: skip


def said(language="ko", **facts):
    with speaking(language):
        return {term: text for term, text in saying.claims({**FACTS, **facts}, str)}


def test_every_claim_is_a_sentence_a_hiring_lead_understands():
    assert said() == {
        "무엇을 보았나": "hallucination_spans 30문항, claim_check 1문항",
        "찾은 오류": "심은 오류 50개 가운데 41개를 찾았고, 깨끗한 글 20편에서 4번 잘못 표시했습니다.",
        "응시 조건": "이감독 감독 아래 신분을 확인하고 응시했습니다.",
        "문항의 검토": "기관에 속한 전문가가 문항을 승인했습니다.",
        "등록 민간자격": "등록번호 2026-001. 민간자격입니다. / A private qualification.",
    }
    assert said("en")["What was tested"] == "hallucination_spans: 30 questions, claim_check: 1 question"
    assert "Found 41 of 50 planted errors, and marked wrongly 4 times in 20 clean texts." in said("en").values()


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"found": {"planted": 3, "found": 1, "false_alarms": 0, "clean": 0}}, "Found 1 of 3 planted errors."),
    ({"found": {"planted": 0, "found": 0, "false_alarms": 2, "clean": 5}}, "Marked wrongly 2 times in 5 clean texts."),
    ({"conditions": {"supervised": False, "by": "", "identity_seen": False}},
     "The exam was sat without supervision; nobody saw an identity document."),
    ({"conditions": {"supervised": True, "by": "Kim", "identity_seen": False}}, "Supervised by Kim; nobody saw an identity document."),
    ({"pedigree": "drafted"}, "The questions were drafted, and nobody has reviewed them."),
])  # fmt: skip
def test_the_sentence_fits_the_fact(changed, sentence):
    assert sentence in said("en", **changed).values()


def test_of_an_old_certificate_nothing_is_said_that_it_does_not_hold():
    with speaking("en"):
        assert saying.claims({"score": 80.0, "standard_error": None}, str) == []
        assert saying.level({}) == ""
    assert saying.band({"score": 80.0, "standard_error": None}) == (80.0, 80.0)
    assert saying.band(FACTS) == (81.1, 88.9)


def test_the_checks_say_what_they_found(browser, credential):
    shown = page(browser, credential, "en")
    assert "did:web:localhost%3A8000" in shown
    assert "Entry 1 of the public log." in shown
    assert re.search(r"\d+ more days\.", shown)
    assert f"/log/inclusion/{credential.id}" in shown
    assert "/log/checkpoint" in shown


def test_a_stranger_finds_no_name_in_any_part_of_a_page_that_is_not_public(browser, credential):
    for language in ("ko", "en"):
        shown = page(browser, credential, language)
        assert credential.facts["name"] not in shown
        assert '<meta name="robots" content="noindex">' in shown
        assert "ld+json" not in shown
        assert "certificate.pdf" not in shown
        assert "og:image" in shown
    assert browser().get(f"/verify/{credential.id}/certificate.pdf").status_code == 404


def test_a_public_one_is_described_to_search_engines(browser, public):
    for language in ("ko", "en"):
        shown = page(browser, public, language)
        assert "noindex" not in shown
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)[1])
        assert data["@type"] == "EducationalOccupationalCredential"
        assert data["about"]["name"] == public.facts["name"]
        assert data["identifier"] == public.facts["serial"]
        assert data["creativeWorkStatus"] == "valid"
        assert data["recognizedBy"]["name"] == public.facts["issuer"][language]


def test_hostile_names_stay_text_on_the_page_and_in_its_data(browser, public):
    hostile = "</script><img src=x onerror=alert(1)>\"'&"
    public.facts = {**public.facts, "name": hostile, "name_latin": hostile}
    db.session.commit()
    shown = page(browser, public)
    assert "<img src=x" not in shown
    assert json.loads(re.search(r'ld\+json">(.*?)</script>', shown)[1])["about"]["name"] == hostile
    assert browser().get(f"/verify/{public.id}/picture.png").status_code == 200


def test_a_public_one_can_be_downloaded_as_it_was_sealed(browser, public):
    answer = browser().get(f"/verify/{public.id}/certificate.pdf")
    assert answer.data == queries.print_of(public.id).pdf
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_consent_withdrawn_closes_the_file_and_the_data_on_the_next_request(browser, trainee, public):
    assert browser().get(f"/verify/{public.id}/certificate.pdf").status_code == 200
    before = browser().get(f"/verify/{public.id}/picture.png")
    trainee.post("/profile/consents", {})
    assert browser().get(f"/verify/{public.id}/certificate.pdf").status_code == 404
    assert "ld+json" not in page(browser, public)
    after = browser().get(f"/verify/{public.id}/picture.png", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.data != before.data


def test_the_picture_is_a_png_kept_by_its_etag(browser, credential):
    address = f"/verify/{credential.id}/picture.png"
    answer = browser().get(address)
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert answer.mimetype == "image/png"
    again = browser().get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert browser().get(f"/verify/{uuid4()}/picture.png").status_code == 404


def test_the_picture_of_a_revoked_one_warns_and_none_says_valid(person, credential):
    def words(**more):
        shown = SimpleNamespace(facts=credential.facts, public=False, banner=("", "폐기된 증서입니다"), **more)
        return preview.words_of(shown, "ko")

    with speaking("ko"):
        assert words(state="valid").warning == ""
        assert words(state="revoked").warning == "폐기된 증서입니다"
        assert words(state="valid").name == ""
    assert preview.png(words_of("가" * 200)) == preview.png(words_of("가" * 200))


def words_of(title):
    return preview.Words("학교", title, "과정", "", "제 1호", "")


def test_a_suspended_one_says_since_when_and_why(browser, credential, monkeypatch):
    """The page reads the suspension of whatever has one."""
    from curriculum_app.verification import showing

    since = utc_now() - timedelta(days=1)
    found = showing.find

    def suspended(public_id, now):
        shown = found(public_id, now)
        return shown._replace(state="suspended", credential=Standing(shown.credential, since))

    monkeypatch.setattr(showing, "find", suspended)
    monkeypatch.setitem(showing.STATES, "suspended", ("gold", "정지된 증서입니다"))
    shown = page(browser, credential)
    assert "정지된 증서입니다" in shown
    assert f"{since:%Y-%m-%d %H:%M} UTC" in shown
    assert "조사 중" in shown


class Standing:
    """A certificate that is suspended."""

    def __init__(self, credential, since):
        self.inner, self.suspended_at, self.suspension_reason = credential, since, "조사 중"

    def __getattr__(self, name):
        return getattr(self.inner, name)


def test_one_that_was_replaced_says_so(browser, credential, person):
    revoking.revoke(credential, person("관리자").id, "이름을 고쳤습니다.", utc_now())
    credential.facts = {**credential.facts, "supersedes": "2026-0099"}
    db.session.commit()
    assert "제 2026-0099호를 대신합니다." in page(browser, credential)
