"""A candidate takes a try-out: agrees, answers each item once, shows the name or not, and may take everything back."""

from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import select

from curriculum_app import audit
from curriculum_app.database import db
from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.kinds import GOLDS, TASKS
from curriculum_app.refusal import Refused
from curriculum_app.tryouts.models import Tryout, TryoutAnswer, TryoutCandidate, TryoutItem, TryoutState

TEXT_VERSION = "2026-11"  # of what a candidate agrees to
NUMBERS = range(1000, 10000)  # drawn, so that a number does not say who came first


def join(tryout: Tryout, account_id: UUID, reveal: bool, now: datetime) -> TryoutCandidate:
    """The candidate, made now or found. Raises Refused: `tryout_link_over`, `tryout_full`.

    The try-out's row is locked, so that no parallel joining takes in one more than its link allows.
    """
    db.session.refresh(tryout, with_for_update=True)
    theirs = select(TryoutCandidate).where(TryoutCandidate.tryout_id == tryout.id)
    if (known := db.session.scalar(theirs.where(TryoutCandidate.account_id == account_id))) is not None:
        return known
    if tryout.state != TryoutState.OPEN or tryout.link_until is None or tryout.link_until <= now:
        raise Refused("tryout_link_over")
    taken = set(db.session.scalars(select(TryoutCandidate.number).where(TryoutCandidate.tryout_id == tryout.id)))
    if len(taken) >= tryout.most:
        raise Refused("tryout_full")
    number = SystemRandom().choice([number for number in NUMBERS if number not in taken])
    candidate = TryoutCandidate(
        tryout_id=tryout.id, account_id=account_id, number=number, text_version=TEXT_VERSION, agreed_at=now,
        revealed_at=now if reveal else None,
    )  # fmt: skip
    db.session.add(candidate)
    db.session.flush()
    audit.note("tryout_joined", account_id, tryout.id, tryout.organisation_id, text_version=TEXT_VERSION)
    return candidate


def hand_in(
    candidate: TryoutCandidate, tryout: Tryout, item: TryoutItem, raw: dict[str, Any], seconds: int | None, now: datetime
) -> None:  # fmt: skip
    """Grade and keep an answer; a second one changes nothing. Raises InvalidAnswer, Refused("tryout_closed")."""
    db.session.refresh(candidate, with_for_update=True)
    if tryout.state != TryoutState.OPEN:
        raise Refused("tryout_closed")
    if db.session.get(TryoutAnswer, (candidate.id, item.id)) is not None:
        return
    task = task_of(item)
    parsed = task.parse(raw)
    verdict = gold_of(item).assess(task, parsed)
    db.session.add(TryoutAnswer(
        candidate_id=candidate.id, item_id=item.id, answer=parsed.model_dump(mode="json"), verdict=verdict.to_json(),
        score=verdict.score or 0.0, seconds=seconds, answered_at=now,
    ))  # fmt: skip


def reveal(candidate: TryoutCandidate, shown: bool, now: datetime) -> None:
    """Show one's name and e-mail to the one who asked, or hide them again."""
    candidate.revealed_at = (candidate.revealed_at or now) if shown else None


def take_back(candidate: TryoutCandidate, tryout: Tryout) -> None:
    """Delete one's answers and that one took part."""
    audit.note("tryout_taken_back", candidate.account_id, tryout.id, tryout.organisation_id)
    db.session.delete(candidate)


def task_of(item: TryoutItem) -> Task:
    """What a candidate may see of an item."""
    task: Task = TASKS.validate_python(item.task)
    return task


def gold_of(item: TryoutItem) -> Gold:
    """The gold of an item, for grading and for its owner alone."""
    stored = db.session.scalars(select(TryoutItem.gold).where(TryoutItem.id == item.id)).one()
    gold: Gold = GOLDS.validate_python(stored)
    return gold
