"""Drafts: what is marked so far, kept on the server; of two tabs the later one is told that the other was there."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice.models import Confidence, Context, Draft

# Bytes of a form. A text of 20,000 characters of Korean takes 180,000 on its way, and a form may hold two of them.
LARGEST = 500_000


class Said(NamedTuple):
    """What is said beside an answer; nothing of it touches the grade."""

    confidence: Confidence | None = None
    seconds: int | None = None


NOTHING = Said()
LONGEST_PAGE, MOST_PAGES = 40, 20


class Base(NamedTuple):
    """What a form was written on top of: a version of the draft (0: none yet), known to open pages.

    The first page is the one that sends it; of the others it took over what they could not send. None of them may have heard
    that its last words came through, so what one of them kept is no conflict.
    """

    version: int
    pages: Sequence[str] = ()

    def under(self, draft: Draft | None) -> bool:
        """Whether the draft that is kept is the one the form was written on top of."""
        return (draft.version if draft else 0) == self.version or bool(draft and draft.page and draft.page in self.pages)


def base_in(form: Mapping[str, str]) -> Base | None:
    """What a form that keeps itself says it was written on top of; None where that cannot be read."""
    version = form.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        return None
    return Base(int(version), [page for page in form.get("pages", "").split()[:MOST_PAGES] if len(page) <= LONGEST_PAGE])


class Conflict(Exception):
    """Another tab or device saved in the meantime (`draft` is what it saved) or handed in (then there is none)."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


def confidence_in(written: str) -> Confidence | None:
    """The confidence a form names; anything else says none."""
    return Confidence(written) if written in set(Confidence) else None


def key_of(context: Context) -> str:
    """Under which key of its own a draft is kept outside sittings."""
    return "" if context == Context.PRACTICE else context


def draft_of(enrolment_id: UUID, item_id: UUID, sitting_key: str = "") -> Draft | None:
    """The kept draft."""
    return db.session.get(Draft, (enrolment_id, item_id, sitting_key))


def save(
    enrolment: Enrolment, item_id: UUID, edition_id: UUID, base: Base, answer: dict[str, Any], now: datetime,
    sitting_key: str = "", said: Said = NOTHING,
) -> Draft:  # fmt: skip
    """Keep a draft made on top of another. Raises Conflict.

    The state that is kept already is no conflict: its page may not have heard that it came through.
    """
    draft = draft_of(enrolment.id, item_id, sitting_key)
    if draft and holds(draft, edition_id, answer) and draft.confidence == said.confidence:
        return draft
    if not base.under(draft):
        raise Conflict(draft)
    if draft is None:
        draft = Draft(
            enrolment_id=enrolment.id, item_id=item_id, sitting_key=sitting_key, account_id=enrolment.account_id, version=0
        )
        db.session.add(draft)
    elif draft.edition_id != edition_id:
        draft.hints = 0  # those that were opened are another text's
    draft.version, draft.edition_id, draft.answer, draft.saved_at = draft.version + 1, edition_id, answer, now
    draft.confidence, draft.seconds, draft.page = said.confidence, said.seconds or 0, next(iter(base.pages), "")
    return draft


def holds(draft: Draft, edition_id: UUID, answer: Mapping[str, Any]) -> bool:
    """Whether a draft says just this."""
    return draft.edition_id == edition_id and json.loads(json.dumps(answer)) == draft.answer
