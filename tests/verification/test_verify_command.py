"""`curriculum verify` checks a certificate with the server away, by a DID document and a status list kept beside it."""

import json

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from curriculum_app.credentials import certification, keys, queries, revoking
from curriculum_app.database import db, utc_now
from curriculum_app.verification.commands import offline_page
from tests.credentials.earning import earn, work


@pytest.fixture
def kept(trainee, tmp_path):
    """What an employer keeps in a folder; kept("x") is the path of a file in it."""
    credential = earn(trainee)
    printed = queries.print_of(credential.id)
    files = {
        "certificate.pdf": printed.pdf, "credential.json": printed.document, "did.json": json.dumps(keys.did_document()).encode(),
        "list.json": queries.status_list(credential.status_list).document, "authority.pem": certification.authorities()[0],
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    def path(name):
        return str(tmp_path / name)

    path.credential = credential
    return path


def run(*arguments):
    return CliRunner().invoke(main, ["verify", *arguments])


def test_pdf_and_json_are_valid_with_everything_at_hand(kept):
    usual = ("--did-doc", kept("did.json"), "--status-list", kept("list.json"), "--authority", kept("authority.pem"))
    for name in ("certificate.pdf", "credential.json"):
        done = run(kept(name), *usual)
        assert (done.exit_code, done.stderr) == (0, ""), done.output
        assert done.output.startswith("This certificate is valid\n")
        assert "김하늘" in done.output
        assert "Unsupervised; identity not seen." in done.output
        assert "✕" not in done.output


def test_what_is_not_at_hand_leaves_it_undecided(kept):
    done = run(kept("credential.json"), "--did-doc", kept("did.json"))
    assert done.exit_code == 2
    assert "? Revocation: Nobody could say whether it was revoked." in done.output
    done = run(kept("certificate.pdf"), "--did-doc", kept("did.json"), "--status-list", kept("list.json"))
    assert done.exit_code == 2
    assert "? Seal of the PDF" in done.output


def test_a_revoked_one_is_not_valid(kept, person, tmp_path):
    revoking.revoke(kept.credential, person("관리자").id, "시험", utc_now())
    db.session.commit()
    work()
    (tmp_path / "list.json").write_bytes(queries.status_list(kept.credential.status_list).document)
    done = run(kept("credential.json"), "--did-doc", kept("did.json"), "--status-list", kept("list.json"))
    assert done.exit_code == 1
    assert done.output.startswith("This certificate is revoked\n")


def test_a_changed_one_is_not_trusted(kept, tmp_path):
    (tmp_path / "credential.json").write_bytes((tmp_path / "credential.json").read_bytes().replace(b'"100.0"', b'"100.1"'))
    done = run(kept("credential.json"), "--did-doc", kept("did.json"), "--status-list", kept("list.json"))
    assert done.exit_code == 1
    assert "✕ Signature" in done.output
    assert "김하늘" not in done.output


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("credential.json", b"{}", "no certificate"), ("credential.json", b"%PDF-1.7", "PDF"), ("did.json", b"{}", "DID document"),
        ("did.json", b"[]", "no certificate"), ("list.json", b"{}", "list of revocations"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_which_and_why(kept, tmp_path, name, data, word):
    (tmp_path / name).write_bytes(data)
    done = run(kept("credential.json"), "--did-doc", kept("did.json"), "--status-list", kept("list.json"))
    assert done.exit_code == 2
    assert word in done.stderr


@pytest.mark.parametrize(("language", "words"), [("ko", "인터넷 없이 증서 확인"), ("en", "Check a certificate without a connection")])
def test_the_page_that_checks_offline_is_written_by_command(kept, app, tmp_path, language, words):
    out = tmp_path / "page.html"
    db.session.commit()
    done = CliRunner().invoke(offline_page, ["--out", str(out), "--language", language], obj=lambda: app)
    assert done.exit_code == 0, done.output
    page = out.read_text("utf-8")
    assert f"<title>{words}</title>" in page
    notice = "Redistribution and use in source"
    for known in (keys.did(), *keys.public_keys().values(), "BEGIN CERTIFICATE", "BitstringStatusListCredential", notice):
        assert known in page
    assert page.count("</script>") == 2  # its data and its script
    assert "__" not in page[: page.index("<style>")]


def test_it_answers_in_korean_too(kept):
    usual = ("--did-doc", kept("did.json"), "--status-list", kept("list.json"), "--language", "ko")
    done = run(kept("credential.json"), *usual)
    assert done.exit_code == 0
    assert done.output.startswith("유효한 증서입니다\n")
    assert "폐기" in done.output
