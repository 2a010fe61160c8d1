"""The PDFs of a cohort in one ZIP, written while it is read: no more than a few lie in memory."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from io import RawIOBase
from typing import Any
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from flask import Flask
from sqlalchemy import select

from curriculum_app.cohorts.models import CohortMember
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db

AT_ONCE = 20
# What some system or program may not have in a file's name, and what turns the direction of text around.
UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]')
LONGEST = 60


def file_name(serial: str, name: str) -> str:
    """2026-0001 김하늘.pdf: inert whatever the name is, and unique by its number."""
    plain = UNFIT.sub("", unicodedata.normalize("NFC", name))
    plain = " ".join(plain.split())[:LONGEST].strip(" .")
    return f"{serial} {plain}.pdf" if plain else f"{serial}.pdf"


def printed(cohort_id: UUID) -> list[tuple[UUID, str, str]]:
    """The current certificates of a cohort that are printed and not revoked: id, number, name; by number."""
    made = (
        select(Credential)
        .join(CohortMember, CohortMember.enrolment_id == Credential.enrolment_id)
        .join(CredentialPrint, CredentialPrint.credential_id == Credential.id)
        .where(CohortMember.cohort_id == cohort_id, Credential.superseded_at.is_(None), Credential.revoked_at.is_(None))
        .order_by(Credential.year, Credential.number)
    )
    return [(one.id, one.serial, one.facts["name"]) for one in db.session.scalars(made)]


def archive(app: Flask, files: list[tuple[UUID, str, str]]) -> Iterator[bytes]:
    """The bytes of a ZIP with these PDFs, outside the request. No transaction is open while they are fetched, however slowly."""
    out = _Pipe()
    with ZipFile(out, "w", ZIP_STORED) as pack:  # PDFs are squeezed already
        for start in range(0, len(files), AT_ONCE):
            batch = files[start : start + AT_ONCE]
            with app.app_context():
                found = _prints([one[0] for one in batch])
            for id, serial, name in batch:
                if id in found:
                    pdf, at = found[id]
                    entry = ZipInfo(file_name(serial, name), at.timetuple()[:6])
                    entry.external_attr = 0o600 << 16
                    pack.writestr(entry, pdf)
                    yield out.taken()
    yield out.taken()


def _prints(ids: list[UUID]) -> dict[UUID, tuple[bytes, datetime]]:
    pages = select(CredentialPrint.credential_id, CredentialPrint.pdf, CredentialPrint.printed_at)
    return {id: (pdf, at) for id, pdf, at in db.session.execute(pages.where(CredentialPrint.credential_id.in_(ids)))}


class _Pipe(RawIOBase):
    """A file that only goes forward and is emptied from time to time."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._bytes += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._bytes)
        self._bytes.clear()
        return taken
