"""Certificates of nobody, to look at designs with: what is usual, and what strains a page (long names, hanja, everything said at once)."""

from typing import Any

from curriculum_app.content.designs import Design
from curriculum_app.credentials.printed_facts import Picture

ADDRESS = "https://school.example/verify/00000000-0000-4000-8000-000000000000"

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 60">
<path d="M30 4 56 18v20c0 10-12 16-26 20C16 54 4 48 4 38V18Z" fill="#123a63"/><path d="M16 22 30 15l14 7-14 7Z" fill="#fff"/>
<path d="M20 28v9c0 3 20 3 20 0v-9l-10 5Z" fill="#e2b44c"/>
<path d="M72 16h86v7H72ZM72 29h130v5H72ZM72 40h104v5H72Z" fill="#123a63"/></svg>"""
SEAL = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80"><g fill="none" stroke="#b3261e" stroke-width="4">
<rect x="4" y="4" width="72" height="72" rx="5"/>
<path d="M16 18h18M25 18v16M16 34h18M42 16v22M42 26h8M58 14v26M50 18h12"/>
<path d="M16 46h20M26 46v18M16 64h20M44 48h20M54 44v24M46 60c4-8 12-8 16 0"/></g></svg>"""
PICTURES = {"logo": Picture("image/svg+xml", LOGO), "seal": Picture("image/svg+xml", SEAL)}

_USUAL: dict[str, Any] = {
    "serial": "2026-0117", "name": "홍길동", "name_latin": "Hong Gildong", "course_id": "00000000-0000-4000-8000-000000000001",
    "course": {"ko": "환각 찾기", "en": "Finding Hallucinations"},
    "summary": {"ko": "모델이 지어낸 것을 찾습니다.", "en": "Finding what models make up."},
    "started_on": "2026-09-01", "finished_on": "2026-11-14", "minutes": 1440, "language": "ko", "score": 85.0, "standard_error": 2.0,
    "pass_score": 72.0, "questions": 60, "bank": "finding-hallucinations-exam", "sitting": "00000000-0000-4000-8000-000000000002",
    "sat_on": "2026-11-18", "skills": [], "issuer": {"ko": "예시대학교", "en": "Example University"},
    "signatory": {"ko": "예시대학교 평생교육원장", "en": "Director, Institute of Lifelong Education, Example University"},
    "head": {"ko": "김한별", "en": "Kim Hanbyeol"}, "issued_on": "2026-11-20", "valid_until": "2028-11-19",
    "demonstration": False, "local": False, "band": {"low": 81.0, "high": 89.0},
    "found": {"planted": 50, "found": 41, "false_alarms": 4, "clean": 20},
    "form": [{"kind": "hallucination_spans", "items": 30, "ko": "환각 찾기", "en": "Finding hallucinations"},
             {"kind": "claim_check", "items": 30, "ko": "주장 확인하기", "en": "Checking claims"}],
    "conditions": {"supervised": True, "by": "예시대학교 시험관리실", "identity_seen": True}, "pedigree": "expert-approved",
}  # fmt: skip
_SCHOOL = {
    "issuer": {"ko": "트레이너 학교", "en": "AI Trainer School"},
    "signatory": {"ko": "", "en": ""},
    "head": {"ko": "", "en": ""},
}

# By name: what differs from the usual, and whether an organisation's logo and seal are there.
CASES: dict[str, tuple[dict[str, Any], bool]] = {
    "ko": ({}, True),
    "en": ({"language": "en", "name": "Alexandra Wilhelmina Konstantinopoulou-Vandenberghe", "name_latin": ""}, True),
    "long-name": ({"name": "남궁하늘빛나라온누리달별솔가람미르아라한울",
                   "name_latin": "Namgung Haneulbitnaraonnuridalbyeolsolgarammireuarahanul",
                   "score": 100.0, "band": {"low": 97.2, "high": 100.0}}, True),
    "longest-name": ({"name": "가나다라마바사아자차" * 10, "name_latin": "Abcdefghij" * 10}, True),
    "hanja": ({"name": "홍길동(洪吉童)", "birth_date": "1998-04-12"}, True),
    "school": ({**_SCHOOL, "conditions": {"supervised": False, "by": "", "identity_seen": False}, "pedigree": "blind-checked"}, False),
    "demonstration": ({**_SCHOOL, "demonstration": True, "found": {"planted": 1, "found": 1, "false_alarms": 0, "clean": 1}}, False),
    "everything": ({"birth_date": "1998-04-12", "supersedes": "2026-0009", "demonstration": True,
                    "course": {"ko": "생성형 인공지능 답변의 사실성 검토와 전문가 의견 작성 심화 과정",
                               "en": "Advanced Review of Factuality in Generative Answers and the Writing of Expert Feedback"},
                    "qualification": {"registration": "2026-001234", "notice": {
                        "ko": "이 자격은 자격기본법에 따라 등록한 민간자격입니다. 비용과 환불 규정은 예시대학교 누리집에 있습니다.",
                        "en": "A private qualification registered under the Framework Act on Qualifications. Fees: see the website."}}},
                   True),
}  # fmt: skip
# What a certificate held before it said how errors were found, under which conditions and by whose leave.
OLD = {
    name: value
    for name, value in _USUAL.items()
    if name not in {"band", "found", "form", "conditions", "pedigree", "head"}
}


def facts(design: str, settings: Design, case: str, orientation: str, level: str | None = None) -> dict[str, Any]:
    """The sample facts of a case, printed in a design."""
    more, _ = CASES[case]
    made = {**_USUAL, **more, "design": design, "kind": settings.kind, "level": level, "orientation": orientation}
    named = settings.qualification_title if made.get("qualification") else None
    title, of_level = (
        (named or settings.title),
        next((words.name for key, words in settings.levels.items() if key == level), None),
    )
    return {**made, "title": {at: f"{title[at]}, {of_level[at]}" if of_level else title[at] for at in ("ko", "en")}}


def pictures(case: str) -> dict[str, Picture]:
    """The organisation's pictures of a case."""
    return PICTURES if CASES[case][1] else {}
