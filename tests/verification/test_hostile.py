"""Hostile files and names get a verdict or a reason, on the page and by API; nothing is stored, and nobody is called."""

import io
import socket
import struct
import zlib

import pytest
import sqlalchemy as sa

from curriculum_app.credentials import queries
from curriculum_app.database import Model, db
from curriculum_app.verification import examining
from tests.credentials.earning import earn
from tests.verification import tampering


@pytest.fixture
def issued(trainee):
    """The bytes of a certificate: its JSON and its PDF."""
    printed = queries.print_of(earn(trainee).id)
    return {"json": printed.document, "pdf": printed.pdf}


@pytest.fixture
def rows():
    """How many rows every table has: what is stored shows here."""

    def counted():
        tables = [table for table in Model.metadata.sorted_tables if table.name != "job"]
        return {table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables}

    return counted


@pytest.fixture
def alone(monkeypatch):
    """Whoever looks a name up in the network, or connects to anything but our own database, fails the test."""
    real = socket.socket.connect

    def connect(self, address):
        assert self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1"}, f"a connection to {address}"
        return real(self, address)

    def resolve(host, *_, **__):
        raise AssertionError(f"a look-up of {host}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "create_connection", resolve)


def answers(browser, data):
    """What API and page say of these bytes."""
    by_api = browser().client.post("/api/v1/verify", data=data, headers={"Content-Type": "application/octet-stream"})
    return by_api, browser().post("/verify/file", {"file": (io.BytesIO(data), "file.bin")})


def assert_refused(browser, data):
    by_api, page = answers(browser, data)
    assert by_api.status_code == 422 or by_api.json["state"] in {"broken", "undecided"}, by_api.text
    if by_api.status_code == 422:
        assert by_api.json["error"]
        assert len(by_api.json["detail"]) > 10
    assert page.status_code == by_api.status_code
    assert "유효한 증서입니다" not in page.text


def test_no_tampering_with_the_json_is_taken(browser, issued, rows, alone):
    before = rows()
    for change in tampering.CLAIMS.values():
        assert_refused(browser, tampering.altered(issued["json"], change))
    for change in tampering.BYTES.values():
        assert_refused(browser, change(issued["json"]))
    assert rows() == before


def test_no_tampering_with_the_pdf_is_taken(browser, issued, rows, alone):
    before = rows()
    for name, change in tampering.PDFS.items():
        changed = change(issued["pdf"])
        assert changed != issued["pdf"], name
        assert_refused(browser, changed)
    assert rows() == before


def _png(size):
    body = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))


def _gzip_of_gzips():
    data = b" " * 1_000_000
    for _ in range(3):
        data = zlib.compress(data, 9)
    return data


OTHERS = {
    "a zip": b"PK\x03\x04" + bytes(60), "a picture": _png(30_000),
    "a page": b"<html><script>alert(1)</script>", "a program": b"\x7fELF" + bytes(500),
    "a bomb of bombs": _gzip_of_gzips(), "a JWT without a signature": b"eyJhbGciOiJub25lIn0.eyJpZCI6MX0.", "numbers": b'{"id":1e999}',
    "a PDF that links": b"%PDF-1.7\n1 0 obj\n<< /URI (https://elsewhere.example/) /Type /EmbeddedFile >>\nstream\n{}\nendstream\n%%EOF",
    "a PDF of names": b"%PDF-1.7\n" + b"/Type /EmbeddedFile " * 20_000,
    "a PDF of streams": b"%PDF-1.7\n/Type /EmbeddedFile\n" + b"stream\n" * 60_000,
    "a PDF of spaces": b"%PDF-1.7\n/Type" + b" " * 400_000 + b"/EmbeddedFile", "a PDF of ranges": b"%PDF-1.7\n" + b"/ByteRange [" * 30_000,
    "a PDF of encryption": b"%PDF-1.7\n" + (b"/Encrypt " + b" " * 2000) * 200,
}  # fmt: skip


@pytest.mark.parametrize("data", OTHERS.values(), ids=OTHERS)
def test_what_is_no_certificate_at_all_is_refused(browser, data, rows, alone):
    before = rows()
    assert_refused(browser, data)
    assert rows() == before


NAMES = ["<script>alert(1)</script>", "'; drop table credential; --", "{{ 7*7 }}", "=cmd|' /C calc'!A0", "\u202egnp.exe",
         "a" * 5000, "\x00\x07", "\U0001f600" * 200, "%s%n%(x)s", "../../etc/passwd", "김\u0000하늘", "\u200b" * 50]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_in_every_field_stays_text_or_is_refused(browser, issued, name, alone):
    for field in ("number", "name"):
        answer = browser().post("/verify", {"number": "2026-0001", "name": "김", field: name})
        assert answer.status_code in {200, 422}
        assert "<script>alert" not in answer.text
        assert ">49<" not in answer.text
    answer = browser().post("/verify/file", {"file": (io.BytesIO(issued["json"]), name[:200].replace("\x00", ""))})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_a_name_as_a_claim_is_shown_as_text_or_not_at_all(browser, issued):
    for name in NAMES:
        changed = tampering.altered(issued["json"], lambda c, name=name: c["credentialSubject"]["identifier"][0].update(identityHash=name))
        assert_refused(browser, changed)
        assert "<script>alert" not in answers(browser, changed)[1].text


def test_hostile_json_is_refused_before_it_is_canonicalised(monkeypatch, browser, issued):
    """Canonicalising takes long for hostile graphs: only what has the closed shape comes that far."""
    asked = []
    monkeypatch.setattr(examining.proofs, "_canonical", lambda document: asked.append(document) or "")
    for name in ("an extra claim", "two proofs", "a nested context", "an inline context", "a number for a text"):
        assert_refused(browser, tampering.altered(issued["json"], tampering.CLAIMS[name]))
    assert asked == []
