"""An employer makes a try-out, opens its link, closes it, removes it."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from curriculum_app import audit
from curriculum_app.database import db
from curriculum_app.refusal import Refused
from curriculum_app.tryouts.models import Tryout, TryoutItem, TryoutState
from curriculum_app.tryouts.reading import Brought

KEPT = timedelta(days=90)  # from the day it was made
LONGEST_LINK, MOST_PEOPLE = 60, 200  # days, people


def make(
    organisation_id: UUID, by: UUID, title: str, language: str, guideline: str, brought: Brought, shows_gold: bool, now: datetime
) -> Tryout:  # fmt: skip
    """A draft, to be looked at before its link is opened."""
    tryout = Tryout(
        organisation_id=organisation_id, created_by=by, title=title, language=language, guideline=guideline, shows_gold=shows_gold,
        losses=[list(loss) for loss in brought.losses], state=TryoutState.DRAFT, created_at=now, most=0,
    )  # fmt: skip
    db.session.add(tryout)
    db.session.flush()
    db.session.add_all(
        TryoutItem(
            tryout_id=tryout.id, place=place, task=task.model_dump(mode="json"), gold=gold.model_dump(mode="json")
        )
        for place, (task, gold) in enumerate(brought.items, 1)
    )
    audit.note("tryout_made", by, tryout.id, organisation_id, items=len(brought.items))
    return tryout


def open_link(tryout: Tryout, days: int, most: int, by: UUID, now: datetime) -> str:
    """The secret of a new link, which is nowhere else; an earlier link ends. Raises Refused("tryout_closed")."""
    if tryout.state == TryoutState.CLOSED:
        raise Refused("tryout_closed")
    secret = secrets.token_urlsafe(32)
    tryout.state, tryout.secret_hash, tryout.most = TryoutState.OPEN, hashed(secret), most
    tryout.link_until = min(now + timedelta(days=days), ends_at(tryout))
    audit.note("tryout_opened", by, tryout.id, tryout.organisation_id, most=most, days=days)
    return secret


def close(tryout: Tryout, by: UUID) -> None:
    """Take nobody in and no answer any more; what came of it stays to be read."""
    tryout.state, tryout.secret_hash, tryout.link_until = TryoutState.CLOSED, None, None
    audit.note("tryout_closed", by, tryout.id, tryout.organisation_id)


def remove(tryout: Tryout, by: UUID | None) -> None:
    """Delete it with all items, candidates and answers; `by` nobody where its time is over."""
    audit.note("tryout_removed", by, tryout.id, tryout.organisation_id)
    db.session.delete(tryout)


def ends_at(tryout: Tryout) -> datetime:
    """When it is deleted with everything in it."""
    return tryout.created_at + KEPT


def hashed(secret: str) -> str:
    """What of a link is kept."""
    return sha256(secret.encode()).hexdigest()
