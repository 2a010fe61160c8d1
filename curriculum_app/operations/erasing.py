"""A person's data gone: at once out of sight, and then, in one job, out of every table, file and waiting letter.

What becomes of each column stands in `personal_data`. The ids of the erased are kept in a file beside the data, so that an
erasure is done again where an older back-up was restored.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from email.utils import getaddresses
from pathlib import Path
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import String, cast, delete, event, func, select, update
from sqlalchemy.orm import Session

from curriculum_app import audit, jobs, mail
from curriculum_app.accounts import consents, signing_in
from curriculum_app.accounts.models import Account, Consent, FailedSignIn, Grant, Purpose
from curriculum_app.credentials import erasing as certificates
from curriculum_app.database import Model, db, utc_now
from curriculum_app.jobs import Job
from curriculum_app.operations import personal_data
from curriculum_app.operations.personal_data import DECLARED
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role

NAMELESS = "–"


def begin(account: Account, now: datetime) -> None:
    """End what others see of a person and every session at once; the worker does the rest. Raises Refused("last_administrator")."""
    if account.erased_at is not None:
        return
    if Role.ADMINISTRATOR in account.roles and not _another_administrator(account.id):
        raise Refused("last_administrator")
    _withdraw(account.id, now)
    account.erased_at, account.session_stamp = now, uuid4()
    audit.note("account_erased", account.id, account.id)
    jobs.enqueue("operations.erase", str(account.id), account_id=str(account.id))


def _another_administrator(account_id: UUID) -> bool:
    others = select(Grant.id).join(Account, Account.id == Grant.account_id)
    wanted = (Grant.role == Role.ADMINISTRATOR, Grant.account_id != account_id, Account.erased_at.is_(None))
    return db.session.scalar(others.where(*wanted).limit(1)) is not None


def _withdraw(account_id: UUID, now: datetime) -> None:
    """End every consent the way its giver would, so that whoever was told of it is told of the end."""
    consents.choose(account_id, (), now)
    reveals = select(Consent.organisation_id).where(
        Consent.account_id == account_id, Consent.purpose == Purpose.REVEAL, Consent.withdrawn_at.is_(None)
    )
    for organisation_id in list(db.session.scalars(reveals)):
        consents.withdraw(account_id, Purpose.REVEAL, now, organisation_id)


@jobs.task("operations.erase")
def erase_account(account_id: str) -> None:
    """Erase by the id of the account."""
    erase(UUID(account_id), utc_now())


def erase(account_id: UUID, now: datetime) -> bool:
    """Take a person out of everything. Running twice changes nothing more; whether there was such a person."""
    account = db.session.get(Account, account_id, with_for_update=True)
    if account is None:
        return False
    remember(account_id, now)
    _withdraw(account_id, now)
    _forget_letters(account)
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.email_hash == signing_in.salted(account.email)))
    db.session.flush()
    db.session.expire_all()
    for name in _children_first():
        if DECLARED[name].goes:
            db.session.execute(delete(personal_data.table(name)).where(personal_data.whose(name, account_id)))
    for name, declared in DECLARED.items():
        for column, values in declared.mentions.items():
            table = personal_data.table(name)
            db.session.execute(update(table).where(table.c[column] == account_id).values(**values))
    certificates.erase(account_id, now)
    _make_nameless(account_id, now)
    event.listen(db.session, "after_commit", _empty_the_journal, once=True)
    return True


def _empty_the_journal(session: Session) -> None:
    """On SQLite, earlier pages lie in the write-ahead log until it is emptied; where somebody reads just now, later writing does it."""
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _children_first() -> Iterator[str]:
    yield from (table.name for table in reversed(Model.metadata.sorted_tables))


def _make_nameless(account_id: UUID, now: datetime) -> None:
    """An account that nobody can sign in to, for the rows of others and the trail to point at."""
    nameless = {"email": f"{account_id}@erased.invalid", "email_confirmed_at": None, "password_hash": "", "session_stamp": uuid4(),
                "name": NAMELESS, "name_latin": "", "birth_date": None, "language": "ko"}  # fmt: skip
    erased_at = func.coalesce(Account.erased_at, now, type_=Account.erased_at.type)
    db.session.execute(update(Account).where(Account.id == account_id).values(erased_at=erased_at, **nameless))


def _forget_letters(account: Account) -> None:
    """Letters that wait, letters that lie in the mail folder, and whatever other work waits that names the person."""
    said = func.lower(cast(Job.arguments, String))
    theirs = said.contains(account.email.lower(), autoescape=True) | said.contains(str(account.id), autoescape=True)
    waiting = update(Job).where(Job.done_at.is_(None), Job.name != "operations.erase", theirs)
    db.session.execute(waiting.values(done_at=utc_now(), arguments={}), execution_options={"synchronize_session": False})
    for file in letters_to(account.email):
        file.unlink(missing_ok=True)


def letters_to(email: str) -> Iterator[Path]:
    """The messages to an address in the mail folder; a mail server's are out of reach."""
    if current_app.config["MAIL_URL"] != "folder":
        return
    for file in mail.folder().glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=SMTP)
        if email in {signing_in.normalise(address) for _, address in getaddresses(message.get_all("To", []))}:
            yield file


def register_of_erased() -> Path:
    """Where the ids of the erased are kept: nothing but ids and times, beside the data and apart from the database."""
    return Path(current_app.config["DATA_DIR"]) / "erased.txt"


def remember(account_id: UUID, now: datetime) -> None:
    """Write the id down for good before the rows go; once, however often it is asked for."""
    file = register_of_erased()
    if file.exists() and account_id in read(file.read_text()):
        return
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as kept:
        kept.write(f"{account_id} {now:%Y-%m-%dT%H:%M:%SZ}\n")
        kept.flush()
        os.fsync(kept.fileno())


def read(text: str) -> list[UUID]:
    """The ids in such a file. Raises ValueError for a line that begins with none."""
    return [UUID(line.split()[0]) for line in text.splitlines() if line.strip()]
