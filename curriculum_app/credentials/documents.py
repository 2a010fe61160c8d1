"""A credential's facts as an Open Badges 3.0 credential (1EdTech OB 3.0.3 on the W3C VC Data Model 2.0)."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from curriculum_app.credentials import claims, keys, proofs, statuses
from curriculum_app.credentials.models import Credential
from curriculum_app.web.addresses import public_url

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

DEMONSTRATION = "공개된 시범 문제은행. / Demonstration bank, public."


def both(names: dict[str, Any]) -> str:
    """Both languages in one text: the schema refuses language maps."""
    return " / ".join(dict.fromkeys(part for part in (names["ko"], names["en"]) if part))


def address(credential_id: UUID) -> str:
    """Where the world verifies a credential: its QR code and its id."""
    return public_url("verification.show", public_id=credential_id)


def document(credential: Credential, email: str) -> dict[str, Any]:
    """The credential, not yet signed."""
    facts, url = credential.facts, address(credential.id)
    name = both({"ko": facts["name"], "en": facts["name_latin"]})
    salt = sha256(credential.id.bytes).hexdigest()[:16]
    return {
        "@context": [proofs.V2, *proofs.BADGES],
        "id": url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{both(facts['title'])}: {both(facts['course'])}",
        "issuer": {"id": keys.did(), "type": ["Profile"], "name": both(facts["issuer"])},
        "validFrom": f"{credential.issued_at:%Y-%m-%dT%H:%M:%SZ}",
        "validUntil": f"{credential.valid_until:%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"},
                {"type": "IdentityObject", "hashed": True, "identityHash": "sha256$" + sha256((email + salt).encode()).hexdigest(),
                 "identityType": "emailAddress", "salt": salt},
            ],
            "activityStartDate": f"{facts['started_on']}T00:00:00Z",
            "activityEndDate": f"{facts['finished_on']}T00:00:00Z",
            "licenseNumber": facts["serial"],
            "achievement": _achievement(facts, url),
            "result": [{"type": ["Result"], "resultDescription": f"{url}#{name}", "value": value} for name, value in _results(facts)],
        },
        "evidence": [
            {"id": f"{url}#{part}", "type": ["Evidence"], "name": title, "narrative": text}
            for part, title, text in [("exam", "시험 / Exam", _exam(facts)), *claims.evidence(facts)]
        ],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": statuses.entry(credential.status_list, credential.status_index),
    }  # fmt: skip


def _results(facts: dict[str, Any]) -> list[tuple[str, str]]:
    scores = (("score", facts["score"]), ("standard-error", facts["standard_error"]))
    # the score of a single question has no standard error
    return [(name, f"{value:.1f}") for name, value in scores if value is not None] + claims.results(facts)


def _achievement(facts: dict[str, Any], url: str) -> dict[str, Any]:
    aligned = claims.alignment(facts)
    return {
        "id": f"urn:uuid:{facts['course_id']}", "type": ["Achievement"], "achievementType": claims.achievement_type(facts),
        "name": both(facts["course"]), "description": both(facts["summary"]), "inLanguage": facts["language"],
        "criteria": {"narrative": (
            f"모든 수업과 연습을 마치고 시험에서 100점 가운데 {facts['pass_score']:g}점 이상을 받았습니다. / "
            f"Finished every lesson and exercise and reached at least {facts['pass_score']:g} of 100 points in the exam."
        )},
        "tag": [skill["id"] for skill in facts["skills"]],
        "resultDescription": [
            {"id": f"{url}#score", "type": ["ResultDescription"], "name": "시험 점수 / Exam score",
             "requiredValue": f"{facts['pass_score']:g}", **claims.POINTS},
            {"id": f"{url}#standard-error", "type": ["ResultDescription"],
             "name": "점수의 표준오차 / Standard error of the score", **claims.POINTS},
            *claims.descriptions(facts, url),
        ],
        **({"alignment": aligned} if aligned else {}),
    }  # fmt: skip


def _exam(facts: dict[str, Any]) -> str:
    korean, english = ("한국어", "Korean") if facts["language"] == "ko" else ("영어", "English")
    demonstration = f" {DEMONSTRATION}" if facts["demonstration"] else ""
    return (
        f"문제은행 {facts['bank']}에서 무작위로 뽑은 {facts['questions']}문항, {korean}, {facts['sat_on']}. / "
        f"{facts['questions']} questions drawn at random from the bank {facts['bank']}, in {english}, {facts['sat_on']}.{demonstration} "
        f"form {facts['sitting']}"
    )
