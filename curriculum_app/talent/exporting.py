"""A record to take along: our own JSON, JSON Resume and schema.org. Each is made of the same contents, as its holder sees them.

`docs/talent-record.md` describes our own format. What a page hides for too few cases is in no export.
"""

from typing import Any

from flask import current_app

from curriculum_app.accounts.facts import PersonFact, Sort
from curriculum_app.accounts.models import Account
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.talent.contents import Held, Record, SkillRow
from curriculum_app.web.addresses import public_url

VERSION = 1
CEFR_NATIVE = "native"
LANGUAGES = {
    "ko": {"ko": "한국어", "en": "Korean"}, "en": {"ko": "영어", "en": "English"}, "ja": {"ko": "일본어", "en": "Japanese"},
    "zh": {"ko": "중국어", "en": "Chinese"}, "vi": {"ko": "베트남어", "en": "Vietnamese"}, "th": {"ko": "태국어", "en": "Thai"},
    "id": {"ko": "인도네시아어", "en": "Indonesian"}, "mn": {"ko": "몽골어", "en": "Mongolian"}, "ru": {"ko": "러시아어", "en": "Russian"},
    "uz": {"ko": "우즈베크어", "en": "Uzbek"}, "fr": {"ko": "프랑스어", "en": "French"}, "de": {"ko": "독일어", "en": "German"},
    "es": {"ko": "스페인어", "en": "Spanish"}, "pt": {"ko": "포르투갈어", "en": "Portuguese"}, "ar": {"ko": "아랍어", "en": "Arabic"},
    "hi": {"ko": "힌디어", "en": "Hindi"}, "kvk": {"ko": "한국수어", "en": "Korean Sign Language"},
}  # fmt: skip
DEGREES = {
    "associate": {"ko": "전문학사", "en": "Associate"}, "bachelor": {"ko": "학사", "en": "Bachelor"},
    "master": {"ko": "석사", "en": "Master"}, "doctor": {"ko": "박사", "en": "Doctor"},
}  # fmt: skip
PROOFS = {
    "self_declared": {"ko": "본인 진술", "en": "self-declared"}, "document_seen": {"ko": "서류 확인", "en": "document seen"},
    "issuer_confirmed": {"ko": "발급 기관 확인", "en": "confirmed by the issuer"},
}  # fmt: skip
LEVELS = {
    "associate": {"ko": "어소시에이트", "en": "Associate"}, "reviewer": {"ko": "리뷰어", "en": "Reviewer"},
    "domain-expert": {"ko": "도메인 전문가", "en": "Domain Expert"},
}  # fmt: skip


def own_json(account: Account, record: Record, listed: bool) -> dict[str, Any]:
    """Everything of the record, in our own format."""
    return {
        "format": "talent-record", "version": VERSION, "name": account.name, "name_latin": account.name_latin, "email": account.email,
        "listed": listed, "record": str(record.id) if record.id else None,
        "figures_made_at": record.computed_at.isoformat() if record.computed_at else None,
        "certificates": [_certificate(one) for one in record.certificates],
        "skills": [_skill(row) for row in record.skills],
        "facts": [_fact(fact) for fact in record.facts],
    }  # fmt: skip


def _certificate(one: Held) -> dict[str, Any]:
    return {
        "id": str(one.id), "number": one.number, "address": _address(one), "course": one.course, "kind": one.kind or None,
        "level": one.level or None, "language": one.language, "issued_at": one.issued_at.isoformat(),
        "valid_until": one.valid_until.isoformat(), "state": one.state,
        "revoked_at": one.revoked_at and one.revoked_at.isoformat(), "suspended_at": one.suspended_at and one.suspended_at.isoformat(),
        "score": one.score, "standard_error": one.standard_error,
        "band": list(one.band) if one.band else None, "questions": one.questions,
        "conditions": one.conditions and one.conditions | {"supervisor": one.supervisor},
        "pedigree": one.pedigree or None, "errors": one.found, "clean_texts": one.clean, "demonstration": one.demonstration,
        "samples": [{"answer": str(sample.answer_id), "title": sample.title, "kind": sample.kind} for sample in one.samples],
    }  # fmt: skip


def _skill(row: SkillRow) -> dict[str, Any]:
    """Without what rests on too few cases."""
    return {
        "skill": row.skill, "language": row.language, "level": row.level or None,
        "certificate": str(row.held.id) if row.held else None,
        "score": row.score, "questions": row.questions if row.score is not None else None,
        "assessed_at": row.assessed_at.isoformat() if row.assessed_at else None, "last_answer_on": row.figures.get("last_on"), **row.enough,
    }  # fmt: skip


def _fact(fact: PersonFact) -> dict[str, Any]:
    return {
        "sort": fact.sort, "name": fact.name, "grade": fact.grade or None, "hours": fact.hours, "proof": fact.proof,
        "proven_at": fact.proven_at.isoformat() if fact.proven_at else None, "document": fact.document,
    }  # fmt: skip


def _address(one: Held) -> str:
    return public_url("verification.show", public_id=one.id)


def _issuer(language: str) -> str:
    return str(current_app.config["ISSUER_NAME_KO" if language == "ko" else "ISSUER_NAME_EN"])


def _valid(record: Record) -> list[Held]:
    return [one for one in record.certificates if one.state == "valid"]


def json_resume(account: Account, record: Record, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """The record as JSON Resume 1.0.0, in one language. Of certificates only valid ones."""
    facts = record.facts
    return {
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {"name": account.name, "email": account.email},
        "education": [
            {"area": fact.name, "studyType": DEGREES[fact.grade][language]} for fact in facts if fact.sort == Sort.DEGREE
        ],
        "certificates": [
            {"name": _title(one, language), "date": one.issued_at.date().isoformat(), "url": _address(one), "issuer": _issuer(language)}
            for one in _valid(record)
        ] + [{"name": f"{fact.name} ({PROOFS[fact.proof][language]})"} for fact in facts if fact.sort == Sort.LICENCE],
        "skills": [
            {"name": catalogue.skill_name(row.skill, language), "keywords": _keywords(row, language)}
            | ({"level": LEVELS[row.level][language]} if row.level in LEVELS else {})
            for row in record.skills
        ],
        "languages": [
            {"language": LANGUAGES[fact.name][language], "fluency": _fluency(fact, language)}
            for fact in facts if fact.sort == Sort.LANGUAGE
        ],
        "work": [
            {"position": fact.name, "summary": f"{fact.hours} {'시간' if language == 'ko' else 'hours'} ({PROOFS[fact.proof][language]})"}
            for fact in facts if fact.sort == Sort.HOURS
        ],
        "meta": {"version": "v1.0.0"},
    }  # fmt: skip


def _title(one: Held, language: str) -> str:
    level = f" · {LEVELS[one.level][language]}" if one.level in LEVELS else ""
    return f"{one.course[language]}{level}"


def _fluency(fact: PersonFact, language: str) -> str:
    native = "모국어" if language == "ko" else "native"
    return f"{native if fact.grade == CEFR_NATIVE else 'CEFR ' + fact.grade} ({PROOFS[fact.proof][language]})"


def _keywords(row: SkillRow, language: str) -> list[str]:
    """What is known of a skill, in words."""
    agreement, errors = row.figures.get("agreement", {}), row.figures.get("errors", {})
    said = []
    if "value" in agreement:
        shares = {
            "value": round(100 * agreement["value"]),
            "low": round(100 * agreement["low"]),
            "high": round(100 * agreement["high"]),
        }
        words = {"ko": "정답과의 일치 {value}%(95% 구간 {low}~{high}%, 문항 {n}개)",
                 "en": "agreement with gold {value}% (95% band {low}–{high}%, {n} items)"}  # fmt: skip
        said.append(words[language].format(n=agreement["n"], **shares))
    if "found" in errors:
        words = {"ko": "심은 오류 {n}개 중 {found}개 발견", "en": "found {found} of {n} planted errors"}
        said.append(words[language].format(n=errors["n"], found=errors["found"]))
    return said


def schema_org(account: Account, record: Record, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """The record as schema.org's Person in JSON-LD, in one language. Of certificates only valid ones."""
    facts = record.facts
    return {
        "@context": "https://schema.org", "@type": "Person", "name": account.name, "email": account.email,
        "knowsAbout": [catalogue.skill_name(skill, language) for skill in dict.fromkeys(row.skill for row in record.skills)],
        "knowsLanguage": [fact.name for fact in facts if fact.sort == Sort.LANGUAGE],
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential", "name": _title(one, language), "identifier": one.number, "url": _address(one),
                "credentialCategory": "certificate", "dateCreated": one.issued_at.date().isoformat(),
                "expires": one.valid_until.date().isoformat(), "inLanguage": one.language,
                "recognizedBy": {"@type": "Organization", "name": _issuer(language)},
            }
            | ({"educationalLevel": LEVELS[one.level][language]} if one.level in LEVELS else {})
            for one in _valid(record)
        ] + [
            {"@type": "EducationalOccupationalCredential", "name": _named(fact, language),
             "credentialCategory": "degree" if fact.sort == Sort.DEGREE else "license", "description": PROOFS[fact.proof][language]}
            for fact in facts if fact.sort in {Sort.DEGREE, Sort.LICENCE}
        ],
    }  # fmt: skip


def _named(fact: PersonFact, language: str) -> str:
    return f"{fact.name}, {DEGREES[fact.grade][language]}" if fact.sort == Sort.DEGREE else fact.name
