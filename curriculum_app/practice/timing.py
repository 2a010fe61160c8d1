"""How long somebody worked on an exercise: from opening its page to handing in, by the server's clock.

The page carries a signed token that says when it was opened, by whom, and what was spent before that on the same draft.
A page may lie open over lunch, so that no more counts than LONGEST times the minutes the author states. The time never
touches the grade; without a token that holds it is not known.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

LONGEST = 5


def token(account_id: UUID, edition_id: UUID, before: int, now: datetime) -> str:
    """What the page carries; `before`: seconds spent earlier on the draft it shows."""
    signed: str = _signer().dumps([account_id.hex, edition_id.hex, before, int(now.timestamp())])
    return signed


def seconds(written: str, account_id: UUID, edition_id: UUID, minutes: int, now: datetime) -> int | None:
    """The time spent by now, by the token of a page; None where it is not the token of this person and edition."""
    try:
        whose, which, before, opened = _signer().loads(written)
    except (BadSignature, TypeError, ValueError):
        return None
    since = int(now.timestamp()) - opened
    if (whose, which) != (account_id.hex, edition_id.hex) or since < 0:
        return None
    return min(int(before + since), LONGEST * minutes * 60)


def _signer() -> Any:
    config = current_app.config
    return URLSafeSerializer([*reversed(config["SECRET_KEY_FALLBACKS"]), config["SECRET_KEY"]], salt="opened")
