"""Everything the site keeps of a person, as one ZIP that they take along: what they wrote and did, and their certificates.

No other person's data, no gold, no secrets: `personal_data` says of each column whose it is and what is left out.
"""

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import delete, select

from curriculum_app import jobs
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.operations import erasing, personal_data
from curriculum_app.operations.models import DataExport
from curriculum_app.operations.personal_data import AUTHORED, DECLARED
from curriculum_app.organisations.models import Organisation

KEPT = timedelta(days=1)
WAITS = timedelta(minutes=10)  # after which one that was not made may be asked for again
README = """이 압축 파일에는 이 사이트가 보관하는 당신의 정보가 모두 들어 있습니다.
  data/          표마다 JSON 파일 하나. 프로필은 data/account.json입니다.
  certificates/  수료증: 봉인된 PDF, 서명된 JSON, JWT
  mail/          메일 서버 없이 이 사이트에 쌓인 당신 앞 메일 (있을 때만)
다른 사람의 정보, 문제의 정답, 비밀번호 같은 비밀 값은 들어 있지 않습니다.

This archive holds everything this site keeps of you.
  data/          one JSON file a table; your profile is data/account.json
  certificates/  your certificates: sealed PDF, signed JSON, JWT
  mail/          mails to you that lie on this site for want of a mail server (only if there are any)
It holds no other person's data, no answers to questions, and no secrets such as your password.
"""


def asked(account_id: UUID, now: datetime) -> DataExport | None:
    """What was asked for and has not expired."""
    mine = select(DataExport).where(DataExport.account_id == account_id, DataExport.expires_at > now)
    return db.session.scalar(mine)


def ask(account_id: UUID, now: datetime) -> DataExport:
    """Have everything put together by the worker; what is under way goes on, and what is done is made anew."""
    found = db.session.get(DataExport, account_id, with_for_update=True)
    if found is not None and found.done_at is None and found.asked_at > now - WAITS:
        return found
    if found is None:
        found = DataExport(account_id=account_id)
        db.session.add(found)
    found.asked_at, found.expires_at, found.done_at, found.content = now, now + KEPT, None, None
    db.session.flush()
    jobs.enqueue("operations.take_along", f"{account_id} {now.isoformat()}", account_id=str(account_id))
    return found


@jobs.task("operations.take_along")
def put_together(account_id: str) -> None:
    """Make the ZIP; where it was made or has been erased meanwhile there is nothing to do."""
    id = UUID(account_id)
    if asked(id, utc_now()) is None:
        return
    content = archive(id)
    found = db.session.get(DataExport, id, with_for_update=True)
    if found is not None and found.done_at is None:
        found.content, found.done_at = content, utc_now()


@jobs.task("operations.forget_taken_along")
def forget() -> None:
    """Delete what has expired."""
    db.session.execute(delete(DataExport).where(DataExport.expires_at <= utc_now()))


@jobs.every_minute
def forget_in_time() -> None:
    """Put down the forgetting where something has expired."""
    now = utc_now()
    if db.session.scalar(select(DataExport.account_id).where(DataExport.expires_at <= now).limit(1)):
        jobs.enqueue("operations.forget_taken_along", f"at {now:%Y-%m-%dT%H:%M}")


def archive(account_id: UUID) -> bytes:
    """Everything of a person, as the bytes of a ZIP."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as pack:
        pack.writestr("README.txt", README)
        for name, rows in tables(account_id):
            pack.writestr(f"data/{name}.json", json.dumps(rows, ensure_ascii=False, indent=2))
        for name, data in _prints(account_id):
            pack.writestr(f"certificates/{name}", data)
        for file in erasing.letters_to(_email(account_id)):
            pack.writestr(f"mail/{file.name}", file.read_bytes())
    return made.getvalue()


def tables(account_id: UUID) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table that has rows of the person, with what of them is theirs, in a readable form."""
    names = _Names()
    for name, declared in DECLARED.items():
        if declared.by and (rows := _rows(name, account_id, names)):
            yield name, rows
    for name, (column, columns) in AUTHORED.items():
        table = personal_data.table(name)
        written = db.session.execute(select(*(table.c[one] for one in columns)).where(table.c[column] == account_id))
        if rows := [names.told(dict(row._mapping)) for row in written]:
            yield f"{name}_by_me", rows


def _rows(name: str, account_id: UUID, names: "_Names") -> list[dict[str, Any]]:
    """Rows of a table without secrets and without whoever else is named in them."""
    table, declared = personal_data.table(name), DECLARED[name]
    others = personal_data.people_in(name) - set(declared.by)
    columns = [column for column in table.c if column.name not in declared.secret | others]
    query = select(*columns).where(personal_data.whose(name, account_id)).order_by(*table.primary_key)
    return [names.told(dict(row._mapping)) for row in db.session.execute(query)]


class _Names:
    """Ids told with what they stand for: organisations, courses, exercises and lessons."""

    def __init__(self) -> None:
        self.organisations = {one.id: {"ko": one.name_ko, "en": one.name_en} for one in db.session.scalars(select(Organisation))}
        catalogue = live()
        self.courses = {catalogue.courses[slug].id: dict(catalogue.courses[slug].title) for slug in catalogue.slugs.values()}
        self.items = {entry.id: f"{bank}/{entry.slug}" for (bank, _, _), entry in catalogue.items.items()}
        self.kinds: dict[UUID, str] = {id: kind for id, kind in db.session.execute(select(Edition.id, Edition.kind))}

    def told(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row as JSON takes it, each known id followed by its name."""
        told: dict[str, Any] = {}
        for column, value in row.items():
            told[column] = _plain(value)
            if column == "organisation_id" and value in self.organisations:
                told["organisation"] = self.organisations[value]
            elif column == "course_id" and value in self.courses:
                told["course"] = self.courses[value]
            elif column == "item_id" and value in self.items:
                told["item"] = self.items[value]
            elif column == "edition_id" and value in self.kinds:
                told["kind"] = self.kinds[value]
        return told


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, UUID) else value


def _prints(account_id: UUID) -> Iterator[tuple[str, bytes]]:
    """The files of one's certificates, named by number."""
    query = select(Credential.year, Credential.number, CredentialPrint.pdf, CredentialPrint.document, CredentialPrint.token)
    query = query.join(CredentialPrint, CredentialPrint.credential_id == Credential.id).where(Credential.account_id == account_id)
    for year, number, pdf, document, token in db.session.execute(query):
        serial = f"{year}-{number:04d}"
        yield f"{serial}.pdf", pdf
        yield f"{serial}.json", document
        if token is not None:
            yield f"{serial}.jwt", token


def _email(account_id: UUID) -> str:
    return str(db.session.execute(select(personal_data.table("account").c.email).filter_by(id=account_id)).scalar_one())
