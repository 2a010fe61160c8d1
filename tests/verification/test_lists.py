"""An employer uploads a list, sees what was understood, and gets it back with the state of each; nothing is kept for long."""

import csv
import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest

from curriculum_app import jobs
from curriculum_app.credentials import revoking
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import bulk, many, sheets
from curriculum_app.verification.models import BulkCheck, BulkPart, BulkSheet
from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work

KOREAN = "번호,이름\n2026-0001,김하늘\n"


@pytest.fixture
def credential(trainee):
    return earn(trainee)


@pytest.fixture
def employer(browser, person):
    here = browser().sign_in(person("인사 담당", Role.EMPLOYER))
    return here


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def upload(here, data, name="list.csv"):
    return here.post("/verify/lists", {"sheet": (io.BytesIO(data), name)})


def through(here, data, name="list.csv"):
    """Upload, check, fetch back."""
    place = upload(here, data, name).headers["Location"]
    assert here.post(f"{place}/check").status_code == 303
    work()
    answer = here.get(f"{place}/results")
    assert answer.status_code == 200, answer.text
    return answer


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


# Reading


@pytest.mark.parametrize(
    "data",
    [
        KOREAN.encode(), KOREAN.encode("utf-8-sig"), KOREAN.encode("cp949"), KOREAN.encode("utf-16"), KOREAN.replace(",", ";").encode(),
        KOREAN.replace(",", "\t").encode(), KOREAN.replace("\n", "\r\n").encode(), "\n\n증서 번호,성 명\n2026-0001,김하늘".encode(),
        "Certificate No.,Full name\n2026-0001,김하늘\n".encode(), "이름,번호\n김하늘,2026-0001".encode(), "2026-0001,김하늘".encode(),
        workbook(["번호", "이름"], ["2026-0001", "김하늘"]), workbook([], ["소속", "번호", "이름"], [], ["a", "2026-0001", "김하늘"]),
    ],
)  # fmt: skip
def test_a_list_is_understood_by_its_headings_however_it_is_written(data):
    sheet = sheets.read(data)
    assert sheet.asked() == [("2026-0001", "김하늘")]
    assert many.problems(sheet) == []


def test_an_address_counts_before_a_number():
    id = str(uuid4())
    sheet = sheets.read(f"번호,주소\n2026-0001,https://school.example/verify/{id}\n2026-0002,\n".encode())
    assert [row.number for row in sheet.asked()] == [f"https://school.example/verify/{id}", "2026-0002"]


def test_problems_name_the_row_as_the_spreadsheet_counts():
    sheet = sheets.read("번호,이름\n2026-0001,김\n\n\nzero,이\n2026-0002,\n,박\n".encode())
    assert [(problem.line, problem.code) for problem in many.problems(sheet)] == [(5, "unreadable"), (6, "name_needed"), (7, "unreadable")]


def bomb(ratio):
    """A workbook whose sheet inflates to many times its size."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["번호"], ["2026-0001"]))) as good, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as out:
        for part in good.namelist():
            out.writestr(part, b" " * ratio if part.endswith("sheet1.xml") else good.read(part))
    return data.getvalue()


def with_part(name, content):
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["번호"], ["2026-0001"]))) as good, zipfile.ZipFile(data, "w") as out:
        for part in good.namelist():
            out.writestr(part, content if part == name else good.read(part))
    return data.getvalue()


XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>'
BAD = {
    "nothing": (b"", "sheet_empty"), "blank": (b"\n\n,,\n", "sheet_empty"), "only headings": (b"number,name\n", "sheet_empty"),
    "no heading": (b"a,b,c\n1,2,3\n", "sheet_unnamed"), "words": (b"hello", "sheet_unnamed"),
    "many rows": (b"number\n" + b"2026-0001\n" * 5001, "bulk_too_many"), "many columns": (b"number" + b",x" * 30, "sheet_too_wide"),
    "large": (b"number\n" + b"2026-0001\n" * 300_000, "sheet_too_large"), "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "sheet_broken"),
    "a PDF": (b"%PDF-1.7\n\x00\xff\xfe", "sheet_broken"), "half a workbook": (workbook(["번호"], ["1"])[:900], "sheet_broken"),
    "a zip of nothing": (b"PK\x03\x04" + bytes(100), "sheet_broken"), "a bomb": (bomb(200_000_000), "sheet_too_large"),
    "a small bomb": (bomb(7_000_000), "sheet_broken"), "an entity": (with_part("xl/worksheets/sheet1.xml", XXE), "sheet_broken"),
    "no XML": (with_part("xl/workbook.xml", b"<"), "sheet_broken"), "a long cell": (b'number\n"' + b"x" * 200_000 + b'"\n', "sheet_broken"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), BAD.values(), ids=BAD)
def test_what_is_no_list_is_refused_with_its_reason(data, code):
    with pytest.raises(Refused) as refused:
        sheets.read(data)
    assert refused.value.code == code


def test_every_refusal_has_a_sentence_on_the_page(employer, app):
    for data in (data for data, _ in BAD.values() if len(data) < 500_000):
        answer = upload(employer, data)
        assert answer.status_code == 422
        assert "Traceback" not in answer.text
    assert db.session.query(BulkSheet).count() == 0


def test_a_body_of_200_mb_is_refused_unread(employer):
    token = {"X-CSRFToken": employer.token()}
    for address in ("/verify/lists", "/verify/file", "/api/v1/verify"):
        said = {"CONTENT_LENGTH": str(200 * 2**20), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
        assert employer.send("POST", address, environ_overrides=said, headers=token).status_code == 413


# The pages


def test_the_page_says_what_was_understood_before_anything_is_checked(employer):
    rows = "증서번호,지원자명,메모\n2026-0001,김하늘,a\nzero,이새봄,b\n2026-0002,,c\n"
    place = upload(employer, rows.encode()).headers["Location"]
    shown = employer.get(place).text
    for words in ("3줄 명단", "1번째 열", "증서번호", "지원자명", "3번째 줄", "4번째 줄", "번호만으로는 알 수 없습니다."):
        assert words in shown
    assert db.session.query(BulkCheck).count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_comes_back_in_its_format_with_what_each_row_is_worth(employer, credential, person, kind):
    address = f"http://localhost:8000/verify/{credential.id}"
    rows = [
        ["번호", "이름", "메모"], [f"제 {credential.serial}호", "김 하늘", "하나"], [credential.serial, "이새봄", "둘"],
        [address, "", "셋"], [address, "이새봄", "넷"], [credential.serial, "", "다섯"], ["zero", "김하늘", "여섯"],
        ["1999-0001", "김하늘", "일곱"],
    ]  # fmt: skip
    data = workbook(*rows) if kind == "xlsx" else "\n".join(map(",".join, rows)).encode()
    answer = through(employer, data, f"list.{kind}")
    if kind == "xlsx":
        back = [[cell or "" for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)]
    else:
        back = table(answer.data)
    assert back[0] == ["번호", "이름", "메모", "상태", "날짜(부터나 까지)", "까닭", "맞은 것"]
    assert [row[:3] for row in back] == rows
    valid, until = "유효한 증서입니다", credential.facts["valid_until"]
    assert [row[3:5] for row in back[1:]] == [[valid, ""], ["", ""], [valid, until], [valid, until], ["", ""], ["", ""], ["", ""]]
    assert [row[6] for row in back[1:]] == [
        "번호와 이름이 맞습니다.", "이 번호와 이름을 함께 가진 증서가 없습니다.", "아는 증서입니다. 견줄 이름은 없었습니다.",
        "아는 증서이지만 이름이 다릅니다.", "번호만으로는 알 수 없습니다. 이름이 필요합니다.", "증서의 번호도 주소도 아닙니다.",
        "이 번호와 이름을 함께 가진 증서가 없습니다.",
    ]  # fmt: skip


def test_a_revoked_one_comes_with_day_and_reason_to_whoever_has_its_address(employer, credential, person):
    revoking.revoke(credential, person("관리자").id, "대리 시험", utc_now())
    db.session.commit()
    rows = f"번호,이름\n{credential.id},\n{credential.serial},김하늘\n{credential.serial},이새봄\n"
    by_address, by_name, other = table(through(employer, rows.encode()).data)[1:]
    assert by_address[2:5] == ["폐기된 증서입니다", f"{utc_now():%Y-%m-%d}", "대리 시험"]
    assert by_name[2:5] == ["폐기된 증서입니다", "", ""]
    assert other[2:5] == ["", "", ""]


def test_no_row_tells_a_name_nor_whether_a_number_was_given(employer, credential):
    rows = f"번호,이름\n{credential.serial},\n{credential.serial},이새봄\n1999-0001,이새봄\n"
    answer = through(employer, rows.encode())
    assert "김하늘" not in answer.text
    assert table(answer.data)[2][2:] == table(answer.data)[3][2:]


def test_cells_come_back_inert(employer):
    rows = '번호,이름,=HYPERLINK("x")\n2026-0001,=1+1,@SUM(A1)\n-2,+3,\t4\n'
    for row in table(through(employer, rows.encode()).data):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    book = through(employer, workbook(["번호", "이름"], ["2026-0001", "'=1+1"]), "list.xlsx")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(book.data)).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_progress_is_seen_with_and_without_javascript(employer):
    rows = "번호,이름\n" + "2026-0001,김\n" * (bulk.PART + 5)
    place = upload(employer, rows.encode()).headers["Location"]
    assert employer.get(f"{place}/progress").status_code == 404
    assert employer.get(f"{place}/results").status_code == 409
    employer.post(f"{place}/check")
    assert f'max="{bulk.PART + 5}"' in employer.get(place).text
    jobs.run(next(id for id in jobs.waiting() if db.session.get(jobs.Job, id).arguments.get("start") == 0))
    assert employer.get(f"{place}/progress").json == {"done": bulk.PART, "size": bulk.PART + 5}
    assert employer.get(f"{place}/results").status_code == 409
    work()
    assert "모든 줄을 확인했습니다." in employer.get(place).text
    assert employer.post(f"{place}/check").status_code == 303
    assert db.session.query(BulkCheck).count() == 1


def test_a_list_is_its_owners_alone(employer, browser, person):
    place = upload(employer, KOREAN.encode()).headers["Location"]
    other = browser().sign_in(person("남", Role.EMPLOYER))
    unknown = f"/verify/lists/{uuid4()}"
    for what in ("", "/progress", "/results"):
        assert other.get(place + what).status_code == other.get(unknown + what).status_code == 404
    for what in ("/check", "/forget"):
        assert other.post(place + what).status_code == 404
    assert browser().sign_in(person("학생")).get(place).status_code == 403


def test_all_of_it_is_forgotten_after_a_day_or_when_asked(employer):
    place = upload(employer, KOREAN.encode()).headers["Location"]
    employer.post(f"{place}/check")
    upload(employer, KOREAN.encode())
    work()
    assert employer.post(f"{place}/forget").status_code == 303
    assert db.session.query(BulkCheck).count() == db.session.query(BulkPart).count() == 0
    assert db.session.query(BulkSheet).count() == 1
    db.session.query(BulkSheet).update({"expires_at": utc_now() - timedelta(seconds=1)})
    db.session.commit()
    jobs.look_after()
    work()
    assert db.session.query(BulkSheet).count() == 0


def test_lists_that_nobody_has_checked_do_not_pile_up(employer):
    for _ in range(many.MOST_WAITING + 3):
        upload(employer, KOREAN.encode())
    assert db.session.query(BulkSheet).count() == many.MOST_WAITING


def test_five_thousand_rows_go_through(employer, credential):
    rows = [["number", "name"], *([f"2026-{number:04d}", "김하늘"] for number in range(1, 5001))]
    back = table(through(employer, "\n".join(map(",".join, rows)).encode()).data)
    assert len(back) == 5001
    assert [row[0] for row in back[1:] if row[2]] == [credential.serial]
