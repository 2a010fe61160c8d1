"""What facts become in a credential: results with their meaning, evidence in both languages, and no more than the facts say."""

import pytest

from curriculum_app.credentials import claims
from tests.credentials.school import FACTS
from tests.interop.issuing import NEW

URL = "https://school.example/verify/1"


def test_an_old_certificate_claims_nothing_more():
    assert (claims.results(FACTS), claims.descriptions(FACTS, URL), claims.alignment(FACTS), claims.evidence(FACTS)) == ([], [], [], [])
    assert claims.achievement_type(FACTS) == "CertificateOfCompletion"


def test_band_and_counts_are_results_and_each_has_its_meaning():
    facts = FACTS | NEW
    assert claims.results(facts) == [("band-low", "75.2"), ("band-high", "91.6"), ("errors-found", "9"), ("false-alarms", "1")]
    told = {one["id"].rsplit("#")[-1]: one for one in claims.descriptions(facts, URL)}
    assert list(told) == [name for name, _ in claims.results(facts)]
    assert told["errors-found"]["name"] == "심은 오류 12개 가운데 찾은 개수 / Found of 12 planted errors"
    assert (told["errors-found"]["valueMin"], told["errors-found"]["valueMax"]) == ("0", "12")
    assert told["false-alarms"]["name"] == "깨끗한 글 2편에서 잘못 표시한 횟수 / Wrong marks, number of clean texts: 2"


@pytest.mark.parametrize(
    ("found", "names"),
    [
        ({"planted": 3, "found": 0, "false_alarms": 0, "clean": 0}, ["errors-found"]),
        ({"planted": 0, "found": 0, "false_alarms": 0, "clean": 2}, ["false-alarms"]),
        (None, []),
    ],
)
def test_what_was_not_tried_is_not_claimed(found, names):
    facts = FACTS | {"found": found}
    assert [name for name, _ in claims.results(facts)] == names
    assert [one["id"] for one in claims.descriptions(facts, URL)] == [f"{URL}#{name}" for name in names]


def test_evidence_says_form_bank_conditions_and_what_it_supersedes_in_both_languages():
    told = {part: text for part, _, text in claims.evidence(FACTS | NEW)}
    assert told == {
        "form": "고르기 1문항, 환각 찾기 3문항, 전문가 피드백 1문항. / Choice: 1, Finding hallucinations: 3, Expert feedback: 1.",
        "bank": "sample-exam, 0123456789ab (blind-checked). 모든 문항을 프로그램이 정답을 보지 않고 풀어 대조했습니다. "
        "전문가의 승인은 받지 않았습니다. / A program answered every item without sight of its gold, and the two were compared; "
        "no expert approved it.",
        "conditions": "감독: 박감독. 신분을 확인했습니다. / Supervised by 박감독; identity seen.",
        "supersedes": "제 2026-0001호를 대신합니다. / It supersedes No. 2026-0001.",
    }


def test_only_a_registered_qualification_is_a_certification():
    registered = {"registration": "2026-000001", "notice": {"ko": "민간자격입니다.", "en": "A private qualification."}}
    facts = FACTS | NEW | {"qualification": registered}
    assert claims.achievement_type(FACTS | NEW) == "MicroCredential"
    assert claims.achievement_type(FACTS | {"kind": "course"}) == "Certificate"
    assert claims.achievement_type(facts) == "Certification"
    told = {part: text for part, _, text in claims.evidence(facts)}
    assert told["qualification"] == "등록번호 2026-000001. 민간자격입니다. / Registration 2026-000001. A private qualification."


def test_an_alignment_names_its_framework_and_code():
    assert claims.alignment(FACTS | NEW) == [{
        "type": ["Alignment"], "targetName": "가짜 / Made up", "targetFramework": "ESCO",
        "targetCode": "00000000-0000-4000-8000-000000000000",
        "targetUrl": "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000",
    }]  # fmt: skip
