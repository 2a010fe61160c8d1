"""Sealed certificates under readers that are not ours: poppler's pdfsig on NSS, and qpdf. Their words count, not their exit codes."""

import shutil
import subprocess

import pytest

from curriculum_app.credentials import sealing
from tests.credentials.school import NOW, founded, printed

TOOLS = {"pdfsig": "poppler-utils", "certutil": "libnss3-tools", "qpdf": "qpdf"}
INTACT = ("Total document signed", "Signature is Valid.")


@pytest.fixture(autouse=True)
def _tools():
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        pytest.skip(f"script/setup --tests installs {' '.join(missing)}")


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@pytest.fixture
def sealed(tmp_path):
    with founded(tmp_path).app_context():
        pdf = tmp_path / "sealed.pdf"
        pdf.write_bytes(sealing.seal(printed(), NOW))
        (tmp_path / "authority.pem").write_bytes(b"".join(sealing.authorities()))
    return pdf


@pytest.fixture
def trusting(tmp_path, sealed):
    """An NSS database that trusts the school's authority and nobody else."""
    folder = tmp_path / "nss"
    folder.mkdir()
    run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{folder}", "-n", "school", "-t", "CT,C,C", "-i", tmp_path / "authority.pem")
    return f"sql:{folder}"


def test_pdfsig_finds_the_whole_document_signed_and_trusts_it_by_our_authority(sealed, trusting):
    told = run("pdfsig", "-nssdir", trusting, sealed)
    for words in (
        *INTACT,
        "Certificate is Trusted.",
        "ETSI.CAdES.detached",
        "SHA-256",
        "AI Trainer School certificate seal",
    ):
        assert words in told, told


def test_pdfsig_trusts_nobody_it_was_not_told_of(sealed, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    run("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
    told = run("pdfsig", "-nssdir", f"sql:{folder}", sealed)
    assert all(words in told for words in INTACT), told
    assert "Certificate issuer isn't Trusted." in told


def test_pdfsig_finds_a_flipped_byte_and_appended_ones(sealed, trusting):
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:1000] + bytes([whole[1000] ^ 1]) + whole[1001:])
    assert "Signature is Valid." not in run("pdfsig", "-nssdir", trusting, sealed)
    sealed.write_bytes(whole + b"\n")
    assert "Total document signed" not in run("pdfsig", "-nssdir", trusting, sealed)


def test_qpdf_finds_no_error(sealed):
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", sealed)


def test_the_sealed_pdf_is_still_tagged_and_of_version_1_7(sealed):
    told = run("pdfinfo", sealed)
    assert "Tagged:          yes" in told
    assert "PDF version:     1.7" in told
