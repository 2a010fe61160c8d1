"""What a person planted is all in the file they take along, and nowhere once they are erased; others keep everything."""

import io
import json
import logging
from datetime import date
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from curriculum_app import cli
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.audit import chaining
from curriculum_app.credentials import transparency
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import Model, db, utc_now
from curriculum_app.operations import erasing, personal_data
from curriculum_app.operations.personal_data import DECLARED
from curriculum_app.web.access import Role
from tests.conftest import PASSWORD
from tests.credentials.earning import work
from tests.operations import planted
from tests.practice.appealed import answer, appeal

MARK, OTHER = "Zebrafink7319", "Kolibri4286"


def walked(browser, person, mark):
    """Somebody with the mark everywhere."""
    here = browser()
    account = planted.sign_up(here, mark, date(1937 if mark == MARK else 1941, 3, 11))
    here.credential = planted.study(here, mark)
    here.public_id = here.credential.id
    planted.entangle(account, mark, person)
    planted.fill(account.id, mark)
    here.id = account.id
    return here


def found_in_database(*marks):
    """Table and column of whatever holds one of the marks: texts, JSON and bytes alike."""
    found = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            for column, value in row._mapping.items():
                text = value.decode("latin-1") if isinstance(value, bytes) else f"{value!s} {value!r}"
                found += [f"{table.name}.{column}" for mark in marks if mark.casefold() in text.casefold()]
    return found


def files_with(folder, *marks):
    """Files of the data folder that hold one of the marks; the database of SQLite is one of them."""
    return [
        str(file.relative_to(folder)) for file in Path(folder).rglob("*") if file.is_file()
        for mark in marks if mark.encode().lower() in file.read_bytes().lower()
    ]  # fmt: skip


def rows_of(account_id):
    """Everything of a person, table by table, but for what a deed of somebody else may change."""
    kept = {}
    for name, declared in DECLARED.items():
        if declared.by and name not in {"change", "log_entry"}:
            rows = db.session.execute(sa.select(personal_data.table(name)).where(personal_data.whose(name, account_id)))
            kept[name] = sorted(repr(tuple(row)) for row in rows)
    return kept


def taken(here):
    """What is in the file one takes along, as text by name."""
    assert here.post("/profile/data").status_code == 303
    assert "준비하고 있습니다" in here.get("/profile/data").text
    assert here.get("/profile/data/everything.zip").status_code == 404
    work()
    assert "내려받기" in here.get("/profile/data").text
    answer = here.get("/profile/data/everything.zip")
    assert answer.status_code == 200
    with ZipFile(io.BytesIO(answer.data)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def erase(here, password=PASSWORD):
    return here.post("/profile/erase", {"password": password, "sure": "y"})


@pytest.fixture
def here(app, browser, person):
    return walked(browser, person, MARK)


def test_the_file_to_take_along_holds_every_mark_and_nobody_elses(here, browser, person):
    walked(browser, person, OTHER)
    files = taken(here)
    text = "\n".join(data.decode() for name, data in files.items() if name.startswith("data/"))
    assert [words for words, own in planted.planted_words(MARK) if own and words not in text] == []
    assert [words for words, own in planted.planted_words(MARK) if not own and words in text and "talent_report" not in words] == []
    for written in ("name", "latin", "other", "note", "report", "aside", "sent", "search"):
        assert MARK in text, written
    account = json.loads(files["data/account.json"])[0]
    assert (account["name"], account["birth_date"]) == (f"{MARK} name", "1937-03-11")
    assert "password_hash" not in account
    assert OTHER not in text
    assert OTHER.lower() not in text
    serial = here.credential.serial
    assert files[f"certificates/{serial}.pdf"].startswith(b"%PDF-")
    assert MARK.encode() in files[f"certificates/{serial}.json"]
    assert any(name.startswith("mail/") and MARK.lower().encode() in data for name, data in files.items())


def test_the_file_is_only_its_owners_and_one_at_a_time(here, browser, person):
    assert here.post("/profile/data").status_code == 303
    assert here.post("/profile/data").status_code == 303
    work()
    assert here.get("/profile/data/everything.zip").status_code == 200
    stranger = browser().sign_in(person("다른 사람"))
    assert stranger.get("/profile/data/everything.zip").status_code == 404
    assert stranger.get("/profile/data/progress").status_code == 404
    assert browser().get("/profile/data/everything.zip").status_code in {302, 401}


def test_a_wrong_password_erases_nothing(here):
    answer = erase(here, "not my password")
    assert answer.status_code == 422
    assert "비밀번호가 틀렸습니다" in answer.text
    assert db.session.get(Account, here.id).erased_at is None


def test_the_only_administrator_is_kept(browser, person):
    here = browser().sign_in(person("관리", Role.ADMINISTRATOR))
    assert "유일한 관리자" in erase(here).text
    assert db.session.query(Account).filter(Account.erased_at.is_not(None)).count() == 0


def test_erased_no_mark_is_left_anywhere_and_others_keep_everything(here, browser, person, app, caplog):
    caplog.set_level(logging.DEBUG)
    other = walked(browser, person, OTHER)
    second = browser().sign_in(here.account)
    kept = rows_of(other.id)
    assert here.post("/profile/data").status_code == 303
    assert erase(here).status_code == 303
    assert second.get("/profile").status_code in {302, 401}  # every session has ended at once
    assert "찾을 수 없습니다" not in browser().post("/sign-in", {"email": here.account.email, "password": PASSWORD}).text
    work()
    marks = (MARK, "1937-03-11")
    assert found_in_database(*marks) == []
    assert files_with(app.config["DATA_DIR"], *marks) == []
    assert MARK.casefold() not in caplog.text.casefold()
    assert rows_of(other.id) == kept
    assert {name for name, declared in DECLARED.items() if declared.goes and rows_of(here.id)[name]} == set()
    assert list(chaining.faults()) == []
    account = db.session.get(Account, here.id)
    assert (account.name, account.email) == ("–", f"{here.id}@erased.invalid")
    assert browser().post("/sign-in", {"email": account.email, "password": PASSWORD}).status_code == 422


def test_an_erased_certificate_is_answered_without_a_name(here, browser):
    serial, held = here.credential.serial, db.session.get(CredentialPrint, here.public_id)
    document, pdf, hashed = held.document, held.pdf, held.document_sha256
    proof = transparency.inclusion(here.public_id)
    erase(here)
    work()
    page = browser().get(f"/verify/{here.public_id}")
    assert page.status_code == 200
    assert "발급된 적이 있으며" in page.text
    assert serial in page.text
    assert MARK not in page.text
    asked = browser().post("/verify", {"number": serial, "name": f"{MARK} name"}).text
    assert "발급된 적이 있으며" in asked
    assert browser().get(f"/verify/{here.public_id}/picture.png").status_code == 404
    assert browser().get(f"/api/v1/credentials/{here.public_id}").status_code == 404
    assert db.session.get(CredentialPrint, here.public_id).document_sha256 == hashed
    assert transparency.inclusion(here.public_id).proof == proof.proof
    assert transparency.holds_hash(here.public_id, hashed)
    for file in (document, pdf):  # who was given the file can still check it
        answer = browser().client.post("/api/v1/verify", data=file).json
        assert answer["state"] == "valid", answer


def test_a_revoked_one_stays_revoked(here, browser):
    credential = db.session.get(Credential, here.public_id)
    credential.revoked_at, credential.revocation_reason = utc_now(), f"{MARK} reason"
    db.session.commit()
    erase(here)
    work()
    page = browser().get(f"/verify/{here.public_id}").text
    assert "폐기" in page
    assert MARK not in page
    assert found_in_database(MARK) == []


def test_erasing_twice_changes_nothing_more(here):
    erase(here)
    work()
    before = [repr(tuple(row)) for table in Model.metadata.sorted_tables if table.name != "account"
              for row in db.session.execute(sa.select(table))]  # fmt: skip
    erasing.erase(here.id, utc_now())
    db.session.commit()
    after = [repr(tuple(row)) for table in Model.metadata.sorted_tables if table.name != "account"
             for row in db.session.execute(sa.select(table))]  # fmt: skip
    assert after == before


def test_after_a_restore_the_erasures_are_done_again(here, app, tmp_path, monkeypatch):
    """The database still has the person; only the file beside it says that they were erased."""
    file = tmp_path / "erased.txt"
    file.write_text(f"{here.id} 2026-11-25T00:00:00Z\n00000000-0000-4000-8000-000000000000 2026-11-25T00:00:00Z\n")
    monkeypatch.setattr(cli, "create_app", lambda: app)
    db.session.commit()
    answer = CliRunner().invoke(cli.main, ["erasures", "replay", str(file)])
    assert answer.exit_code == 0, answer.output
    db.session.expire_all()
    assert found_in_database(MARK) == []
    assert str(here.id) in erasing.register_of_erased().read_text()
    file.write_text("nonsense\n")
    assert CliRunner().invoke(cli.main, ["erasures", "replay", str(file)]).exit_code == 1


def test_what_an_erased_member_of_staff_decided_stays_without_them(here, browser, person, trainee):
    staff = browser().sign_in(person("이강사", Role.AUTHOR))
    appeal(trainee, answer(trainee))
    found = db.session.execute(sa.text("select id from appeal where reason like '보기 b%'")).one()[0]
    staff.post(f"/author/appeals/{UUID(str(found))}/decline", {"note": "정답이 맞습니다. 설명을 보십시오."})
    work()
    grant = db.session.query(Grant).filter_by(role=Role.AUTHOR).one()
    account_id = grant.account_id
    assert erase(staff).status_code == 303
    work()
    row = db.session.execute(sa.text("select decided_by, note from appeal where reason like '보기 b%'")).one()
    assert row[0] is None
    assert row[1].startswith("정답이")
    assert db.session.get(Account, account_id).name == "–"
