"""An appeal against gold: made with a reason, decided by somebody else, followed by a regrading and by notices to those concerned."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db, utc_now
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice import appealing
from curriculum_app.practice.appeal_models import Appeal, AppealState, Notice
from curriculum_app.practice.models import Answer, VerdictRow
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from tests.practice.appealed import NOTE, REASON, answer, appeal, case, uphold, work


def test_an_appeal_is_made_from_the_result_and_stands_there_with_its_state(trainee):
    address = answer(trainee)
    page = trainee.get(address).text
    assert f'href="{address}/appeal?outcome=2"' in page
    assert re.search(r'<input checked [^>]*value="2"', trainee.get(f"{address}/appeal?outcome=2").text)
    assert appeal(trainee, address).headers["Location"] == f"{address}#appeals"
    assert "출제자 검토 대기" in trainee.get(address).text
    assert REASON in trainee.get("/appeals").text
    made = db.session.query(Appeal).one()
    assert (made.state, made.outcome, made.wants_credit, made.language) == (AppealState.OPEN, 2, False, "ko")
    assert made.gold_edition_id == db.session.query(VerdictRow).one().gold_edition_id


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"reason": "짧음"}, "10자 이상"),
        ({"reason": ""}, "꼭 필요한 항목입니다"),
        ({"reason": " " * 40}, "꼭 필요한 항목입니다"),
        ({"reason": "긴" * 2001}, "2000자 이하"),
        ({"outcome": "9"}, "무엇에 대한 이의인지"),
        ({"outcome": "x"}, "무엇에 대한 이의인지"),
    ],
)
def test_what_is_missing_or_out_of_bounds_is_told_and_what_was_typed_stays(trainee, data, said):
    address = answer(trainee)
    sent = {"outcome": "1", "reason": REASON, **data}
    page = appeal(trainee, address, **sent)
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert said in page.text
    assert sent["reason"].strip() in page.text
    assert db.session.query(Appeal).count() == 0


def test_a_reason_of_exactly_the_bounds_is_taken(trainee):
    assert appeal(trainee, answer(trainee), reason="열글자의이유입니다요").status_code == 303
    assert appeal(trainee, answer(trainee), reason="긴" * 2000).status_code == 303


def test_one_appeal_of_an_answer_is_open_and_what_was_decided_is_not_asked_again(trainee, author):
    address = answer(trainee)
    appeal(trainee, address)
    again = appeal(trainee, address, outcome="0")
    assert again.status_code == 422
    assert "이미 이의를 제기하셨습니다" in again.text
    author.post(f"{case()}/decline", {"note": "꼬리는 보이지 않으므로 그대로 둡니다."})
    assert "이미 처리되었습니다" in appeal(trainee, address).text
    assert appeal(trainee, address, outcome="1").status_code == 303


def test_nobody_floods_the_authors(trainee):
    addresses = [answer(trainee) for _ in range(appealing.A_DAY + 1)]
    assert [appeal(trainee, address).status_code for address in addresses] == [303] * appealing.A_DAY + [422]
    db.session.execute(sa.update(Appeal).values(created_at=utc_now() - timedelta(days=2)))
    db.session.commit()
    assert appeal(trainee, addresses[-1]).status_code == 303
    db.session.execute(sa.update(Appeal).values(created_at=utc_now() - timedelta(days=2)))
    db.session.commit()
    for _ in range(appealing.AT_ONCE - appealing.A_DAY - 1):
        assert appeal(trainee, answer(trainee)).status_code == 303
    db.session.execute(sa.update(Appeal).values(created_at=utc_now() - timedelta(days=2)))
    db.session.commit()
    assert appeal(trainee, answer(trainee)).status_code == 422
    withdrawn = db.session.query(Appeal).first().id
    assert trainee.post(f"/appeals/{withdrawn}/withdraw").status_code == 303
    assert appeal(trainee, answer(trainee)).status_code == 303


def test_a_withdrawn_appeal_is_over(trainee, author):
    address = answer(trainee)
    appeal(trainee, address)
    made = db.session.query(Appeal).one()
    assert trainee.post(f"/appeals/{made.id}/withdraw").status_code == 303
    assert trainee.post(f"/appeals/{made.id}/withdraw").status_code == 409
    assert author.post(f"{case(made)}/decline", {"note": NOTE}).status_code == 422
    assert db.session.query(Appeal).one().state == AppealState.WITHDRAWN
    assert appeal(trainee, address).status_code == 303


def test_the_author_sees_the_exercise_the_answer_the_reason_and_where_gold_is_written(trainee, author):
    appeal(trainee, answer(trainee))
    assert REASON in author.get("/author/appeals").text
    page = author.get(case()).text
    assert "무엇입니까?" in page
    assert "꼬리" in page
    assert REASON in page
    assert "exercises/sample/pick.ko.yaml" in page
    assert "gold.contested" in page
    assert "아직 이의가 제기된 정답이 그대로" in page
    assert trainee.account.email not in page
    assert trainee.account.name not in page


def test_newer_gold_is_found_its_dry_run_names_nobody_and_one_click_regrades(trainee, author, browser, person, other_gold):
    another = browser().sign_in(person("이새봄"))
    another.post("/courses/sample/enrol")
    answer(another, "a")
    address = answer(trainee)
    appeal(trainee, address, wants_credit="y")
    edition_id = other_gold(answer=["b"])
    assert "무엇이 바뀌는지 보기" in author.get(case()).text
    page = author.get(f"{case()}?dry_run=1").text
    assert "답 2개를 다시 채점하게 됩니다" in page
    assert "0 → 100" in page
    assert "이새봄" not in page
    assert db.session.query(VerdictRow).count() == 2
    assert uphold(author, edition_id).headers["Location"] == case()
    made = db.session.query(Appeal).one()
    assert (made.state, made.decided_by, made.decided_edition_id) == (AppealState.CHANGED, author.account.id, edition_id)
    assert "다시 채점하고 있습니다" in trainee.get(address).text
    work()
    page = trainee.get(address).text
    assert "<strong>100</strong>" in page
    assert "0점 → 100점" in page
    assert NOTE in page
    assert "김하늘" in trainee.get("/thanks").text
    assert "바로잡는 데 도움을 주신 분: 김하늘" in another.get(answer(another)).text
    deeds = {entry.deed: entry for entry in db.session.query(AuditEntry)}
    assert deeds["appeal_decided"].actor_id == deeds["regrade"].actor_id == author.account.id
    assert deeds["appeal_decided"].subject_id == made.id


def test_nobody_decides_on_an_appeal_of_their_own(browser, person, other_gold):
    account = person("출제자", Role.AUTHOR)
    here = browser().sign_in(account)
    here.post("/courses/sample/enrol")
    appeal(here, answer(here))
    edition_id = other_gold(answer=["b"])
    assert "두 사람이 필요" in here.get(case()).text
    assert "/decline" not in here.get(case()).text
    for refused in (here.post(f"{case()}/decline", {"note": NOTE}), uphold(here, edition_id)):
        assert refused.status_code == 422
    assert db.session.query(Appeal).one().state == AppealState.OPEN
    assert db.session.query(AuditEntry).count() == 0


def test_others_about_the_same_exercise_are_closed_with_it_where_ticked(trainee, author, browser, person, other_gold):
    another = browser().sign_in(person("이새봄"))
    another.post("/courses/sample/enrol")
    appeal(trainee, answer(trainee))
    appeal(another, answer(another), reason="저도 꼬리가 보인다고 생각합니다.")
    first, second = db.session.query(Appeal).order_by(Appeal.created_at)
    edition_id = other_gold(answer=["b"])
    page = author.get(f"{case(first)}?dry_run=1").text
    assert "저도 꼬리가 보인다고 생각합니다." in page
    assert f'value="{second.id}"' in page
    uphold(author, edition_id, first, also=[str(second.id)])
    assert {made.state for made in db.session.query(Appeal)} == {AppealState.CHANGED}


def test_ones_own_is_not_closed_with_anothers(trainee, browser, person, other_gold):
    account = person("출제자", Role.AUTHOR)
    here = browser().sign_in(account)
    here.post("/courses/sample/enrol")
    appeal(here, answer(here))
    appeal(trainee, answer(trainee))
    own, theirs = (db.session.query(Appeal).filter_by(account_id=a.id).one() for a in (account, trainee.account))
    edition_id = other_gold(answer=["b"])
    assert uphold(here, edition_id, theirs, also=[str(own.id)]).status_code == 303
    assert db.session.get(Appeal, own.id).state == AppealState.OPEN
    assert db.session.get(Appeal, theirs.id).state == AppealState.CHANGED
    with pytest.raises(Refused, match="own_appeal"):
        appealing.decline(own, account.id, NOTE, utc_now())


def test_gold_that_moved_on_since_the_dry_run_is_not_graded_by(trainee, author, other_gold):
    appeal(trainee, answer(trainee))
    seen = other_gold(answer=["b"])
    other_gold(answer=["a"], reasons={"a": "수염", "b": "새 이유"})
    late = uphold(author, seen)
    assert late.status_code == 422
    assert "미리 보신 것과 다른 정답" in late.text
    assert NOTE in late.text
    for edition_id in ("", "x", str(uuid4())):
        assert uphold(author, edition_id).status_code == 422
    assert db.session.query(Appeal).one().state == AppealState.OPEN


def test_without_newer_gold_nothing_can_be_upheld(trainee, author):
    appeal(trainee, answer(trainee))
    made = db.session.query(Appeal).one()
    assert uphold(author, made.gold_edition_id).status_code == 422
    assert appealing.live_gold(made, live()).state == "same"


def test_a_question_that_changed_too_is_said_with_what_changed(trainee, author, other_gold):
    appeal(trainee, answer(trainee))
    edition_id = other_gold(answer=["b"])
    edition = db.session.get(Edition, edition_id)
    edition.task_hash, edition.task = "another", {**edition.task, "question": "무엇이 보입니까?"}
    db.session.commit()
    page = author.get(f"{case()}?dry_run=1").text
    assert "문제도 바뀌어" in page
    assert "<code>question</code>" in page
    assert uphold(author, edition_id).status_code == 422


def test_of_two_who_decide_at_once_one_is_too_late(trainee, author):
    appeal(trainee, answer(trainee))
    assert author.post(f"{case()}/decline", {"note": NOTE}).status_code == 303
    late = author.post(f"{case()}/decline", {"note": NOTE})
    assert late.status_code == 422
    assert db.session.query(Notice).count() == 1


def test_a_decision_that_is_none_is_refused(trainee, author, other_gold):
    appeal(trainee, answer(trainee))
    edition_id = other_gold(answer=["b"])
    for decision in ("", "open", "declined", "withdrawn", "x"):
        assert uphold(author, edition_id, decision=decision).status_code == 422
    with pytest.raises(Refused, match="decision_unknown"):
        appealing.uphold(db.session.query(Appeal).one(), [], AppealState.DECLINED, edition_id, author.account.id, NOTE, live(), utc_now())


def test_an_author_sees_the_appeals_of_the_own_organisation_and_of_nobodys(trainee, browser, person):
    ours, theirs = (Organisation(name_ko=name, name_en=name, kind=OrganisationKind.SCHOOL) for name in ("우리", "남"))
    db.session.add_all([ours, theirs])
    db.session.flush()
    account = person("출제자")
    db.session.add(Grant(account_id=account.id, role=Role.AUTHOR, organisation_id=ours.id))
    db.session.commit()
    here, boss = browser().sign_in(account), browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    appeal(trainee, answer(trainee))
    made = db.session.query(Appeal).one()
    assert here.get(case(made)).status_code == 200
    for owner, seen in ((theirs.id, 404), (ours.id, 200)):
        db.session.execute(sa.update(Appeal).values(organisation_id=owner))
        db.session.commit()
        assert here.get(case(made)).status_code == seen
        assert (str(made.id) in here.get("/author/appeals").text) == (seen == 200)
        assert here.post(f"{case(made)}/decline", {"note": "짧"}).status_code == (404 if seen == 404 else 422)
        assert here.post(f"{case(made)}/uphold", {}).status_code == (404 if seen == 404 else 422)
        assert boss.get(case(made)).status_code == 200
    assert trainee.get(case(made)).status_code == 403


def test_an_appeal_keeps_the_organisation_of_its_answer(trainee):
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    progressing.enrol(trainee.account.id, live().courses["sample"].id, "ko", school.id)
    db.session.commit()
    appeal(trainee, answer(trainee))
    assert db.session.query(Appeal).one().organisation_id == school.id


def test_anothers_answer_appeal_or_notice_is_as_unknown_as_an_unknown_one(trainee, author, browser, person):
    address = answer(trainee)
    appeal(trainee, address)
    author.post(f"{case()}/decline", {"note": NOTE})
    made, notice = db.session.query(Appeal).one(), db.session.query(Notice).one()
    stranger = browser().sign_in(person("다른 사람"))
    for ask in (
        lambda: stranger.get(f"{address}/appeal"), lambda: appeal(stranger, address),
        lambda: stranger.post(f"/appeals/{made.id}/withdraw"), lambda: stranger.post(f"/notices/{notice.id}"),
        lambda: stranger.post(f"/appeals/{uuid4()}/withdraw"), lambda: stranger.post(f"/notices/{uuid4()}"),
    ):  # fmt: skip
        assert ask().status_code == 404
    assert REASON not in stranger.get("/appeals").text
    assert db.session.get(Notice, notice.id).read_at is None


def test_an_exams_answers_can_not_be_appealed_against(trainee):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    trainee.post(question, {"chosen": "b"})
    trainee.post(question.rsplit("/", 1)[0])
    given = db.session.query(Answer).one()
    assert trainee.get(f"/answers/{given.id}/appeal").status_code == 404
    assert appeal(trainee, f"/answers/{given.id}").status_code == 404


def test_who_goes_takes_appeals_and_notices_along(trainee, author):
    appeal(trainee, answer(trainee))
    author.post(f"{case()}/decline", {"note": NOTE})
    db.session.execute(sa.text("delete from account where id = :id").bindparams(sa.bindparam("id", trainee.account.id, sa.Uuid())))
    db.session.commit()
    assert db.session.query(Appeal).count() == db.session.query(Notice).count() == 0


def test_the_dry_run_stops_at_a_sample_and_says_so(trainee, author, other_gold, monkeypatch):
    monkeypatch.setattr(appealing, "SAMPLE", 2)
    addresses = [answer(trainee, chosen) for chosen in "abb"]
    appeal(trainee, addresses[1])
    other_gold(answer=["b"])
    page = author.get(f"{case()}?dry_run=1").text
    assert "답 2개" in page
    assert "무작위로 뽑은 표본" in page
