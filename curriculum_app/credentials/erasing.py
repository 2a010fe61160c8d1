"""A person's certificates without the person: number, hashes and standing stay, so that the log and the lists stay whole."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, case, cast, literal, select, update

from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db

NOTHING = {"ko": "", "en": ""}


def erase(account_id: UUID, now: datetime) -> None:
    """Take the holder, what was said of them, and the prints out of all their certificates; running twice changes nothing more.

    Stored prints go before facts: whoever is printing one at this moment waits for its row, and then stores nothing.
    """
    mine = select(Credential).where(Credential.account_id == account_id).order_by(Credential.id).with_for_update()
    for credential in db.session.scalars(mine).all():
        empty = cast(literal(b""), LargeBinary)
        prints = update(CredentialPrint).where(CredentialPrint.credential_id == credential.id)
        token = case((CredentialPrint.token.is_not(None), empty))
        db.session.execute(prints.values(document=b"", pdf=b"", token=token), execution_options={"synchronize_session": False})
        credential.facts, credential.erased_at = without_holder(credential), now
        credential.account_id = credential.enrolment_id = None
        credential.revocation_reason = "–" if credential.revoked_at else ""
        credential.suspension_reason = "–" if credential.suspended_at else ""
    db.session.flush()


def without_holder(credential: Credential) -> dict[str, Any]:
    """The words of a certificate that nobody holds: its number, and nothing else, where readers look for more."""
    return {
        "serial": credential.serial, "name": "", "name_latin": "",
        "title": NOTHING, "course": NOTHING, "issuer": NOTHING, "summary": NOTHING,
        "signatory": NOTHING, "issued_on": f"{credential.issued_at:%Y-%m-%d}", "valid_until": f"{credential.valid_until:%Y-%m-%d}",
        "started_on": "", "finished_on": "", "minutes": 0, "language": "", "bank": "", "sitting": "", "skills": [],
    }  # fmt: skip
