"""A school without a database: all that a seal needs. And a printed certificate, not sealed yet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from flask import Flask

from curriculum_app.credentials import certification, rendering

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
CREDENTIAL = b'{"name":"\xea\xb9\x80\xed\x95\x98\xeb\x8a\x98"}'
FACTS = {
    "serial": "2026-0001", "title": {"ko": "수료증", "en": "Certificate of completion"}, "design": "completion", "name": "김하늘",
    "name_latin": "", "course_id": "11111111-1111-4111-8111-111111111111", "course": {"ko": "시험 과정", "en": "Sample course"},
    "summary": {"ko": "요약입니다.", "en": "A summary."}, "started_on": "2026-11-01", "finished_on": "2026-11-20", "minutes": 5,
    "language": "ko", "score": 100.0, "standard_error": None, "pass_score": 70.0, "questions": 1, "bank": "sample-exam",
    "sitting": "392654e1-2f6a-4d56-b4fd-5845ba85d5e7", "sat_on": "2026-11-20",
    "skills": [{"id": "find_errors", "ko": "오류 찾기", "en": "Finding errors", "items": 1, "mean": 100.0}],
    "issuer": {"ko": "트레이너 학교", "en": "AI Trainer School"}, "signatory": {"ko": "", "en": ""}, "issued_on": "2026-11-20",
    "valid_until": "2028-11-20", "demonstration": False, "local": True,
}  # fmt: skip


def school(data, **settings):
    """A school that keeps its keys in a folder."""
    app = Flask("school")
    names = {"ISSUER_NAME_KO": "트레이너 학교", "ISSUER_NAME_EN": "AI Trainer School"}
    app.config.update(names, DATA_DIR=str(data), KEY_PASSPHRASE="", SEAL_TIMESTAMP_URL="")
    app.config.update(settings)
    return app


def founded(data, **settings):
    """A school with its authority and its seal."""
    app = school(data, **settings)
    with app.app_context():
        certification.ensure(NOW)
    return app


@cache
def printed(credential=CREDENTIAL):
    """A certificate as it comes from the printer."""
    return rendering.pdf(FACTS, "https://school.example/verify/1", credential, NOW)


def apart(function, *given, **more):
    """Calls it in a thread of its own: pyHanko starts an event loop, and browser tests leave one running in theirs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *given, **more).result()
