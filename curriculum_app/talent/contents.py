"""What a record holds, put together for its holder, for an employer (blind), and for exports.

Blind means: no name, number or id of a certificate, no issuer, no supervisor by name, no organisation; a certificate's number
would lead to the page that may show the name. Figures of fewer than `LEAST` cases are in none of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from curriculum_app.accounts import facts
from curriculum_app.accounts.facts import PersonFact
from curriculum_app.credentials import queries as credentials
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.measurement.record import LEAST
from curriculum_app.talent import figures, samples
from curriculum_app.talent.models import TalentRecord, TalentSkill
from curriculum_app.talent.samples import Sample

# A figure has enough cases where it has what it is about; else it is its number of cases alone.
SIGNS = {"agreement": "value", "beyond_chance": "value", "errors": "found", "clean": "false_alarms", "seconds": "median"}


@dataclass(frozen=True)
class Held:
    """A certificate in a record. `number` and `supervisor` are empty where the record is blind."""

    id: UUID | None
    number: str
    course: dict[str, str]
    kind: str  # completion | course | level; empty on old ones
    level: str
    language: str
    issued_at: datetime
    valid_until: datetime
    state: str  # valid | expired | replaced | suspended | revoked
    score: float
    band: tuple[float, float] | None
    questions: int
    conditions: dict[str, Any] | None  # None: the certificate does not say
    supervisor: str
    pedigree: str
    found: dict[str, int] | None  # planted and found
    clean: dict[str, int] | None  # clean and false_alarms
    demonstration: bool
    samples: tuple[Sample, ...]
    standard_error: float | None
    revoked_at: datetime | None
    suspended_at: datetime | None


@dataclass(frozen=True)
class SkillRow:
    """One skill in one language, by the newest certificate that shows it and by all answers."""

    skill: str
    language: str
    held: Held | None
    level: str
    score: float | None  # of the certificate's questions on it, points of 100; None where they are too few
    questions: int
    assessed_at: datetime | None
    figures: dict[str, Any]

    @property
    def enough(self) -> dict[str, Any]:
        """The figures that have enough cases; of the others only the number of cases was kept, and even that stays here."""
        return {name: self.figures[name] for name, sign in SIGNS.items() if sign in (self.figures.get(name) or {})}

    @property
    def says_something(self) -> bool:
        """Whether any figure of it has enough cases."""
        return self.score is not None or bool(self.enough)


@dataclass(frozen=True)
class Record:
    """A record, whole."""

    id: UUID | None
    account_id: UUID
    certificates: tuple[Held, ...]
    skills: tuple[SkillRow, ...]
    facts: tuple[PersonFact, ...]
    computed_at: datetime | None
    blind: bool


def own(account_id: UUID, catalogue: Catalogue, now: datetime, blind: bool = False) -> Record:
    """One's own record, with every certificate; `blind` as an employer would see it. Before the first certificate it has no id."""
    record_id = db.session.scalar(select(TalentRecord.id).where(TalentRecord.account_id == account_id))
    return _made(record_id, account_id, catalogue, now, blind)


def of_record(record_id: UUID, catalogue: Catalogue, now: datetime) -> Record:
    """Somebody's record, blind; 404 where there is none. Whether the reader may see it is asked before."""
    account_id = db.session.scalar(select(TalentRecord.account_id).where(TalentRecord.id == record_id))
    return _made(record_id, account_id or abort(404), catalogue, now, blind=True)


def _made(record_id: UUID | None, account_id: UUID, catalogue: Catalogue, now: datetime, blind: bool) -> Record:
    held = {}
    for credential in credentials.of_account(account_id):
        made = _held(credential, catalogue, now, blind)
        if not blind or made.state == "valid":
            held[credential.id] = made
    kept = figures.of(record_id) if record_id else None
    return Record(
        record_id, account_id, tuple(held.values()), tuple(_skills(record_id, held, kept.figures if kept else {}, blind)),
        tuple(facts.of(account_id)), kept.computed_at if kept else None, blind,
    )  # fmt: skip


def _held(credential: Credential, catalogue: Catalogue, now: datetime, blind: bool) -> Held:
    said = credential.facts
    band, found, conditions = said.get("band"), said.get("found"), said.get("conditions")
    planted = found and {"planted": found["planted"], "found": found["found"]}
    clean = found and {"clean": found["clean"], "false_alarms": found["false_alarms"]}
    return Held(
        None if blind else credential.id, "" if blind else credential.serial, said.get("course") or {"ko": "", "en": ""},
        said.get("kind") or "", said.get("level") or "", said["language"], credential.issued_at, credential.valid_until,
        state(credential, now), said["score"], (band["low"], band["high"]) if band else None, said.get("questions") or 0,
        conditions and {"supervised": bool(conditions["supervised"]), "identity_seen": bool(conditions["identity_seen"])},
        "" if blind or not conditions else str(conditions.get("by") or ""), said.get("pedigree") or "",
        planted if planted and planted["planted"] >= LEAST else None, clean if clean and clean["clean"] >= LEAST else None,
        bool(said.get("demonstration")), tuple(samples.of_credential(credential, catalogue)), said.get("standard_error"),
        credential.revoked_at, credential.suspended_at,
    )  # fmt: skip


def state(credential: Credential, now: datetime) -> str:
    """How a certificate stands, in one word."""
    if credential.revoked_at is not None:
        return "revoked"
    if credential.suspended_at is not None:
        return "suspended"
    if credential.superseded_at is not None:
        return "replaced"
    return "valid" if credential.valid_until > now else "expired"


def _skills(record_id: UUID | None, held: dict[UUID, Held], made: dict[str, Any], blind: bool) -> list[SkillRow]:
    """Each skill that a valid certificate shows and, for its holder, that answers show; those with a certificate first."""
    shown = select(TalentSkill).where(TalentSkill.record_id == record_id).order_by(TalentSkill.assessed_at)
    newest = {
        (row.language, row.skill): row
        for row in (db.session.scalars(shown) if record_id else ())
        if row.credential_id in held and held[row.credential_id].state == "valid"
    }
    levels: dict[tuple[str, str], str] = {}
    for credential_id, one in held.items():
        if one.level and one.state == "valid":
            for key in (key for key, row in newest.items() if row.credential_id == credential_id):
                levels[key] = one.level
    found = {(language, skill): figure for language, skills in made.items() for skill, figure in skills.items()}
    rows = []
    for key in sorted(
        newest.keys() if blind else newest.keys() | found.keys(), key=lambda key: (key not in newest, key)
    ):
        row = newest.get(key)
        rows.append(SkillRow(
            key[1], key[0], held.get(row.credential_id) if row else None, levels.get(key, ""),
            row.score if row and row.questions >= LEAST else None, row.questions if row else 0, row.assessed_at if row else None,
            found.get(key, {}),
        ))  # fmt: skip
    return rows
