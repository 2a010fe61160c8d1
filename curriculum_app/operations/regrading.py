"""What a regrading would change, for whom, by how much, and what it means for certificates; and starting it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app import audit
from curriculum_app.accounts.models import Account
from curriculum_app.credentials import queries as credentials
from curriculum_app.database import db
from curriculum_app.exams import rescoring
from curriculum_app.exams import sitting as sittings
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.practice import regrading
from curriculum_app.practice.models import Context


class SittingEffect(NamedTuple):
    """A sitting whose score would change, in points of 100, and the number of the certificate that rests on it."""

    sitting_id: UUID
    email: str
    before: float
    after: float
    passed: bool
    passes: bool
    certificate: str  # "" where there is none


class AnswerChange(NamedTuple):
    """An answer that would score differently, 0..1, and whose it is."""

    email: str
    before: float | None
    after: float | None
    context: Context


class Effect(NamedTuple):
    """A dry run: how many answers would be graded anew, which would score differently, and the sittings they touch."""

    graded: int
    changes: list[AnswerChange]
    sittings: list[SittingEffect]


def dry_run(edition_id: UUID) -> Effect:
    """What regrading by this edition's gold would do. Raises Refused("nothing_to_regrade")."""
    graded, differing = 0, []
    for change in regrading.changes(edition_id):
        graded += 1
        if change.differs:
            differing.append(change)
    owners = {owner.id: owner for owner in regrading.answers_of([change.answer_id for change in differing])}
    emails = _emails({owner.account_id for owner in owners.values()})
    by_sitting: dict[UUID, dict[UUID, float | None]] = {}
    for change in differing:
        if (sitting_id := owners[change.answer_id].sitting_id) is not None:
            by_sitting.setdefault(sitting_id, {})[change.answer_id] = change.after
    effects = [_effect(sitting, by_sitting[sitting.id], emails) for sitting in _handed_in(list(by_sitting))]
    changes = [AnswerChange(emails[(owner := owners[c.answer_id]).account_id], c.before, c.after, owner.context) for c in differing]
    return Effect(graded, changes, effects)


def start(edition_id: UUID, actor_id: UUID | None) -> None:
    """Put the regrading down as a job, and on the trail. Raises Refused("nothing_to_regrade")."""
    regrading.start(edition_id)
    audit.note("regrade", actor_id, edition_id)


def _emails(account_ids: set[UUID]) -> dict[UUID, str]:
    rows = select(Account.id, Account.email).where(Account.id.in_(account_ids))
    return {account_id: email for account_id, email in db.session.execute(rows)}


def _handed_in(ids: Sequence[UUID]) -> list[Sitting]:
    found = select(Sitting).where(Sitting.id.in_(ids), Sitting.state == SittingState.HANDED_IN)
    return list(db.session.scalars(found.order_by(Sitting.started_at)))


def _effect(sitting: Sitting, instead: dict[UUID, float | None], emails: dict[UUID, str]) -> SittingEffect:
    scores = rescoring.scores_of(sitting, instead).values()
    after = 100 * sum(scores) / len(scores)
    credential = credentials.resting_on(sitting)
    return SittingEffect(
        sitting.id, emails[sitting.account_id], sitting.score or 0.0, after, bool(sitting.passed), sittings.passes(after, sitting),
        credential.serial if credential is not None else "",
    )  # fmt: skip
