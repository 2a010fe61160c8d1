"""Instructors and administrators say what stands on an organisation's certificates; nobody else's is seen or changed."""

import io
from uuid import uuid4

import pytest

from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db
from curriculum_app.organisations import branding
from curriculum_app.organisations.models import Organisation, OrganisationKind, OrganisationPicture, PictureUse
from curriculum_app.web.access import Role
from tests.organisations.test_pictures import png, svg

SHAPE = '<path d="M0 0h9v9z"/>'
REGISTERED = {"number": "2026-001234", "notice_ko": "고지", "notice_en": "Notice"}


@pytest.fixture
def school(app):
    made = Organisation(name_ko="한빛", name_en="Hanbit", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def teacher(school, browser, person):
    account = person("강사")
    db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    db.session.commit()
    return browser().sign_in(account)


def address(school):
    return f"/organisations/{school.id}/branding"


def file(data, name="logo.svg"):
    return (io.BytesIO(data), name)


def test_an_instructor_brands_the_organisations_certificates(teacher, school):
    assert "한빛" in teacher.get("/organisations").text
    form = {
        "signatory_ko": " 한빛  원장 ",
        "head_ko": "김한별",
        "logo": file(svg(SHAPE)),
        "seal": file(png(), "seal.png"),
        **REGISTERED,
    }
    assert teacher.post(address(school), form).status_code == 303
    assert (school.signatory_ko, school.head_ko) == ("한빛 원장", "김한별")
    assert branding.qualification_of(school.id).number == "2026-001234"
    shown = teacher.get(f"/organisations/{school.id}/logo")
    assert shown.mimetype == "image/svg+xml"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert teacher.get(f"/organisations/{school.id}/seal").mimetype == "image/png"
    assert db.session.query(AuditEntry).filter_by(deed="organisation_branded").count() == 4
    assert "김한별" in teacher.get(address(school)).text


def test_a_replaced_or_removed_picture_stays_for_what_was_issued_with_it(teacher, school):
    teacher.post(address(school), {"logo": file(svg(SHAPE))})
    first = branding.picture_of(school.id, PictureUse.LOGO).sha256
    teacher.post(address(school), {"logo": file(svg('<circle r="3"/>'))})
    assert branding.picture_of(school.id, PictureUse.LOGO).sha256 != first
    teacher.post(address(school), {"remove_logo": "y"})
    assert branding.picture_of(school.id, PictureUse.LOGO) is None
    assert teacher.get(f"/organisations/{school.id}/logo").status_code == 404
    assert branding.picture_by_hash(school.id, first).data
    assert db.session.query(OrganisationPicture).count() == 2


def test_the_same_picture_again_changes_nothing(teacher, school):
    for _ in range(2):
        assert teacher.post(address(school), {"seal": file(svg(SHAPE))}).status_code == 303
    assert db.session.query(OrganisationPicture).count() == 1


REFUSED = [
    ({"logo": file(b"GIF89a")}, "SVG도 PNG도 아닌 파일입니다."),
    ({"seal": file(svg("<script/>"))}, "증서에 실을 수 없는 것이 그림에 들어 있습니다: script"),
    ({"seal": file(svg("<text>국가공인</text>"))}, "글자는 윤곽선(패스)으로 바꾸십시오."),
    ({"number": "2026-001234"}, "등록번호와 두 언어의 고지문을 모두 채우거나 모두 비우십시오."),
    ({**REGISTERED, "number": "12"}, "등록번호는 2026-001234처럼 적습니다."),
    ({**REGISTERED, "notice_ko": "국가공인 자격입니다."}, "증서에 쓸 수 없는 말입니다: 국가공인"),
    ({"signatory_en": "State-Accredited School"}, "증서에 쓸 수 없는 말입니다: State-Accredited"),
    ({"head_ko": "สมชาย"}, "증서 글꼴에 없는 글자입니다: ส (U+0E2A)"),
]


@pytest.mark.parametrize(("form", "told"), REFUSED, ids=[row[1][:30] for row in REFUSED])
def test_what_is_wrong_is_told_and_nothing_of_the_form_is_kept(teacher, school, form, told):
    fresh = {name: file(value[0].getvalue()) if isinstance(value, tuple) else value for name, value in form.items()}
    answer = teacher.post(address(school), {"signatory_ko": "원장", **fresh})
    assert answer.status_code == 422
    assert told in answer.text
    assert school.signatory_ko == ""
    assert branding.qualification_of(school.id) is None
    assert db.session.query(OrganisationPicture).count() == 0


def test_another_organisation_is_as_unknown_as_one_that_is_not_there(teacher, school, browser, person):
    other = Organisation(name_ko="남", name_en="Other", kind=OrganisationKind.SCHOOL)
    db.session.add(other)
    db.session.commit()
    assert "남" not in teacher.get("/organisations").text
    for unknown in (other.id, uuid4()):
        for path in ("branding", "logo", "seal"):
            assert teacher.get(f"/organisations/{unknown}/{path}").status_code == 404
        assert teacher.post(f"/organisations/{unknown}/branding", {"head_ko": "나"}).status_code == 404
    assert browser().sign_in(person()).get(address(school)).status_code == 403
    administrator = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert administrator.post(address(other), {"head_ko": "김"}).status_code == 303
    assert administrator.get(address(school)).status_code == 200


def test_the_qualification_is_taken_back_by_emptying_it(teacher, school):
    teacher.post(address(school), REGISTERED)
    teacher.post(address(school), dict.fromkeys(REGISTERED, ""))
    assert branding.qualification_of(school.id) is None
