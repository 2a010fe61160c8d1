"""Every view says who may open it, and every page carries the strict policy."""

import re

import pytest

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.cohorts import joining
from curriculum_app.database import db, utc_now
from curriculum_app.exams import rooms
from curriculum_app.exams.models import Sitting
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice.appeal_models import Appeal, Notice, NoticeSort
from curriculum_app.practice.models import Answer
from curriculum_app.web.access import Role
from tests.credentials.earning import earn
from tests.house.routes import VALUES, ask, calls

STAFF = "administrator, employer, instructor"

# Every route and whom it lets in. A new view is written here, or this fails.
GUARDS = {
    "accounts.ask_reset": "anyone", "accounts.choose_consents": "learner", "accounts.confirm": "anyone", "accounts.outbox": "anyone",
    "accounts.profile": "learner", "accounts.reset": "anyone", "accounts.sign_in": "anyone", "accounts.sign_out": "anyone",
    "accounts.sign_up": "anyone", "assets.file": "anyone",
    **{f"authoring.{name}": "administrator, author" for name in (
        "bench", "bank", "item", "try_out", "state", "answers", "declare_cosmetic", "gold", "mark_gold", "write_gold")},
    "practice.figures": "learner", "practice.practise": "learner", "practice.record_csv": "learner", "practice.record_json": "learner",
    "checks.answer": "learner",
    "cohorts.accept": "learner", "cohorts.cohort": "instructor", "cohorts.export": "instructor", "cohorts.join": "anyone",
    "cohorts.listing": "instructor", "cohorts.new": "instructor", "cohorts.renew_link": "instructor",
    "credentials.certificate": "learner", "credentials.claim": "learner", "credentials.did_document": "anyone",
    "credentials.document": "learner",
    "credentials.renew": "learner", "credentials.correct": "learner", "credentials.withdraw_correction": "learner",
    "credentials.corrections": "administrator, instructor", "credentials.correction_case": "administrator, instructor",
    "cohorts.certificates": "instructor", "cohorts.start_issue": "instructor", "cohorts.issue": "instructor",
    "cohorts.issue_progress": "instructor", "cohorts.download": "instructor",
    "cohorts.register": "administrator, instructor", "cohorts.download_register": "administrator, instructor",
    "credentials.pdf": "learner", "credentials.public_credential": "anyone",
    "credentials.seal_authorities": "anyone", "credentials.status_list": "anyone",
    "credentials.token": "learner",
    "exams.answer": "learner", "exams.entrance": "learner", "exams.hand_in": "learner", "exams.keep": "learner",
    **{f"rooms.{name}": "instructor" for name in ("listing", "new", "room", "admit", "turn_away", "withdraw", "close")},
    "rechecks.ask": "employer", **{f"rechecks.{name}": "learner" for name in ("listing", "show", "agree", "decline", "of_sitting")},
    "rooms.door": "learner", "rooms.leave": "learner",
    "exams.overview": "learner", "exams.question": "learner", "exams.result": "learner", "exams.start": "learner",
    "learning.active": "learner", "learning.catalogue": "anyone",
    "learning.course": "anyone", "learning.enrol": "learner", "learning.finish_lesson": "learner", "learning.home": "anyone",
    "learning.lesson": "anyone", "learning.picture": "anyone", "learning.progress": "learner", "operations.alive": "anyone",
    "operations.add_organisation": "administrator", "operations.certificate": "administrator", "operations.certificates": "administrator",
    "operations.grant": "administrator", "operations.overview": "administrator", "operations.staff": "administrator",
    **{f"operations.{name}": "administrator" for name in (
        "suspend", "lift", "changes", "new_change", "change", "change_csv", "approve_change", "decline_change", "ask_for_two",
        "end_asking_for_two")},
    "credentials.distrusted_keys": "anyone",
    **{f"operations.{name}": "learner" for name in ("take_along", "taking_progress", "taken_along", "erase")},
    "operations.erased": "anyone", "operations.trail": "administrator", "operations.withdraw": "administrator",
    **{f"organisations.{name}": "administrator, instructor" for name in ("brand", "listing", "picture")},
    "operations.ready": "anyone", "practice.exercise": "learner", "practice.hand_in": "learner", "practice.keep_draft": "learner",
    "practice.appeal": "learner", "practice.appeal_case": "administrator, author", "practice.appeal_queue": "administrator, author",
    "practice.appeals": "learner", "practice.decline_appeal": "administrator, author", "practice.notices": "learner",
    "practice.open_hint": "learner", "practice.open_notice": "learner", "practice.read_notices": "learner",
    "practice.thanks": "learner", "practice.uphold_appeal": "administrator, author", "practice.withdraw_appeal": "learner",
    "practice.result": "learner", "practice.self_assess": "learner", "practice.quantity": "learner",
    "log.checkpoint": "anyone", "log.consistency": "anyone", "log.entries": "anyone", "log.inclusion": "anyone",
    "notes.glossary": "anyone", "notes.keep": "learner", "notes.listing": "learner", "notes.reach": "learner", "notes.remove": "learner",
    "projects.acknowledge": "learner", "projects.arrived": "learner", "projects.begin": "learner", "projects.change": "learner",
    "projects.day": "learner", "projects.guideline": "learner", "projects.hand_in": "learner", "projects.item": "learner",
    "projects.keep_draft": "learner", "projects.overview": "learner", "projects.report": "learner", "projects.report_csv": "learner",
    "projects.report_json": "learner", "projects.result": "learner",
    **{f"talent.{name}": "learner" for name in (
        "add_fact", "as_employer", "ask_fact", "change_fact", "facts", "my_sample", "remove_fact", "resume", "schema_org", "take_along")},
    "talent.claim": "administrator, instructor", "talent.claims": "administrator, instructor",
    "talent.sample": "employer",
    **{f"tryouts.{name}": "learner" for name in ("answer", "item", "join", "mine", "result", "show_name", "take", "take_back")},
    **{f"tryouts.{name}": "employer" for name in (
        "candidate", "candidate_answer", "close", "listing", "new", "open_link", "preview", "remove", "tryout")},
    "tryouts.invitation": "anyone",
    "api.openapi": "anyone", "api.page": "anyone",
    **{f"api_keys.{name}": STAFF for name in ("listing", "revoke")},
    **{f"webhooks.{name}": STAFF for name in (
        "listing", "show", "rotate", "switch_on", "switch_off", "test", "replay", "remove")},
    "changes.page": "key credentials:read | talent:read", "talent.record": "key talent:read",
    **{f"verification.{name}": "key verify:bulk" for name in ("ask_bulk", "bulk_progress", "bulk_results")},
    "talent.export": "learner", "talent.mine": "learner", "talent.search": "employer", "talent.stop_mails": "anyone",
    **{f"talent.{name}": "employer" for name in (
        "open_record", "person", "put_aside", "take_off", "shortlist", "choose_compared", "compare", "contact", "asked", "report_person",
        "searches", "save_search", "saved", "switch_mails", "remove_search")},
    **{f"talent.{name}": "learner" for name in (
        "looks", "block", "unblock", "contacts", "accept", "decline", "report_employer", "reveal", "conceal", "availability",
        "leave")},
    "employers.register": "learner", "employers.confirm": "learner",
    "accounts.renew_listing": "learner", "accounts.consent_text": "learner",
    **{f"operations.{name}": "administrator" for name in (
        "employers", "approve_employer", "refuse_employer", "dismiss_report", "exclude_reported", "readmit_employer", "readmit_person")},
    "practice.answer_placement": "learner", "practice.end_placement": "learner", "practice.hand_in_judgement": "learner",
    "practice.hand_in_review": "learner", "practice.judge_again": "learner", "practice.judgement_arrived": "learner",
    "practice.keep_judgement": "learner", "practice.keep_placement": "learner", "practice.keep_review": "learner",
    "practice.placement": "learner", "practice.placement_arrived": "learner", "practice.placement_question": "learner",
    "practice.review": "learner", "practice.review_arrived": "learner", "practice.skills": "learner",
    "practice.start_placement": "learner", "practice.today": "learner",
    "trying.grade": "anyone", "trying.sample": "anyone",
    "practice.arrived": "learner", "practice.guideline": "anyone", "practice.queue": "learner", "practice.start_queue": "learner",
    "verification.file": "anyone", "verification.look_up": "anyone", "verification.verify": "anyone",
    **{f"verification.{name}": "administrator, employer, instructor" for name in (
        "lists", "list_of_many", "check_list", "list_progress", "list_results", "forget_list")},
    "verification.certificate_file": "anyone", "verification.offline_page": "anyone", "verification.picture": "anyone",
    "verification.show": "anyone", "web.about": "anyone", "web.choose_language": "anyone",
}  # fmt: skip


def test_every_view_is_listed_with_its_guard(app):
    found = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "guard", "none") for rule in app.url_map.iter_rules()
    }
    assert found == GUARDS


@pytest.mark.parametrize(
    "url", ["/", "/courses", "/nowhere", "/sign-in", "/progress", "/courses/sample/lessons/basics"]
)
def test_every_page_carries_the_policy_and_no_inline_script_or_style(browser, url):
    answer = browser().get(url)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_pages_for_others_are_refused_alike(browser):
    here = browser()
    for url in ("/profile", "/progress", "/courses/sample/practice/pick"):
        answer = here.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")
    assert here.post("/courses/sample/enrol").status_code == 401


ROLES = [Role.INSTRUCTOR, Role.AUTHOR, Role.EMPLOYER, Role.ADMINISTRATOR]


def test_a_stranger_is_let_in_where_anyone_is_and_asked_to_sign_in_elsewhere(app, browser):
    stranger = browser()
    for endpoint, method, address in calls(app):
        answer = ask(stranger, method, address)
        refused = answer.status_code == 401 or (
            answer.status_code == 302 and "/sign-in?next=" in answer.headers["Location"]
        )
        assert refused == (GUARDS[endpoint] != "anyone"), (endpoint, method, answer.status_code)
        assert GUARDS[endpoint].startswith("key ") == ("WWW-Authenticate" in answer.headers), endpoint
        assert answer.status_code < 500


@pytest.mark.parametrize("role", [None, *ROLES], ids=lambda role: role or "learner")
def test_every_route_and_method_answers_each_role_as_its_guard_says(app, browser, person, role):
    here = browser().sign_in(person("사람", *([role] if role else [])))
    for endpoint, method, address in calls(app):
        if endpoint == "accounts.sign_out":
            continue
        status = ask(here, method, address).status_code
        if GUARDS[endpoint].startswith("key "):  # no session opens it
            assert status == 401, endpoint
            continue
        refused = GUARDS[endpoint] not in {"anyone", "learner"} and role not in GUARDS[endpoint].split(", ")
        assert (status == 403) == refused, (endpoint, method, status)
        assert status < 500


def test_what_belongs_to_others_is_as_unknown_as_what_is_not_there(app, browser, person, trainee):
    """Own and foreign tenant and object, for every address that carries an id: the same answer as for an unknown id."""
    credential = earn(trainee)
    sitting, answer = db.session.query(Sitting.id).scalar(), db.session.query(Answer.id).first()[0]
    appeal, notice = appealed(trainee.account.id, answer)
    school, other = (Organisation(name_ko=name, name_en=name, kind=OrganisationKind.SCHOOL) for name in ("우리", "남"))
    db.session.add_all([school, other])
    db.session.flush()
    creator, teacher = person(), person("강사")
    db.session.add(Grant(account_id=teacher.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    today = utc_now().date()
    cohort = joining.open_cohort(other.id, "남의 기수", live().courses["sample"].id, today, today, creator.id)
    room = rooms.open_room(other.id, live().courses["sample"].id, "301", 4, creator.id, utc_now())
    db.session.commit()
    foreign = {"sitting_id": sitting, "answer_id": answer, "room_id": room.id, "public_id": credential.id, "cohort_id": cohort.id,
               "appeal_id": appeal, "notice_id": notice}  # fmt: skip
    here, seen = browser().sign_in(teacher), 0
    here.post("/courses/sample/enrol")
    here.get("/")
    for rule in app.url_map.iter_rules():
        guarded_by_owner = GUARDS[rule.endpoint] in {"learner", "instructor"} and rule.arguments & foreign.keys()
        for method in (rule.methods & {"GET", "POST", "PUT"}) if guarded_by_owner else ():
            theirs = rule.build({**VALUES, **foreign} | {"slug": "mark"})[1].split("?")[0]
            unknown = rule.build({**VALUES, "slug": "mark"})[1].split("?")[0]
            answers = [ask(here, method, address) for address in (theirs, unknown)]
            assert [a.status_code for a in answers] == [404, 404], (rule.endpoint, method)
            assert without_token(answers[0]) == without_token(answers[1])
            seen += 1
    assert seen >= 15


def appealed(account_id, answer_id):
    """The ids of an appeal of somebody's and of a notice."""
    edition_id, item_id = db.session.query(Answer.edition_id, Answer.item_id).filter_by(id=answer_id).one()
    made = Appeal(account_id=account_id, answer_id=answer_id, item_id=item_id, language="ko", gold_edition_id=edition_id,
                  outcome=0, reason="x" * 10)  # fmt: skip
    told = Notice(account_id=account_id, sort=NoticeSort.RESULT_CHANGED, subject_id=item_id, answer_id=answer_id,
                  facts={"title": "x", "before": "0", "after": "1"})  # fmt: skip
    db.session.add_all([made, told])
    db.session.flush()
    return made.id, told.id


def without_token(page):
    return re.sub(r'content="[^"]*"|value="[^"]*"', "", page.text)


def test_every_state_change_needs_a_token(app, browser, person):
    here = browser().sign_in(person())
    for endpoint, method, address in calls(app):
        if method != "GET" and endpoint not in {"verification.verify", "verification.ask_bulk"}:  # know nobody by a cookie
            answer = here.client.open(address, method=method, data={"name": "x"})
            assert answer.status_code == 400, (endpoint, method, answer.status_code)


def test_no_token_of_another_session_and_no_forged_one_will_do(browser, person):
    here, other = browser().sign_in(person()), browser()
    for token in ("", "x", other.token(), here.token()[:-1]):
        assert here.client.post("/language", data={"csrf_token": token, "language": "en"}).status_code == 400
    assert here.post("/language", {"language": "en"}).status_code == 302


def test_every_method_a_route_does_not_name_is_refused(app, browser, person):
    here = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    named = {}
    for _, method, address in calls(app):
        named.setdefault(address, set()).add(method)
    token = here.token()
    for address, methods in named.items():
        for method in {"POST", "PUT", "PATCH", "DELETE"} - methods:
            answer = here.send(method, address, headers={"X-CSRFToken": token})
            assert answer.status_code == 405, (method, address)


DOORS = {
    Role.INSTRUCTOR: "/cohorts",
    Role.AUTHOR: "/author",
    Role.EMPLOYER: "/talent",
    Role.ADMINISTRATOR: "/administration",
}


@pytest.mark.parametrize("role", DOORS)
def test_who_is_demoted_or_removed_is_out_with_the_next_request(browser, person, role):
    account = person("사람", role)
    here, door = browser().sign_in(account), DOORS[role]
    assert here.get(door).status_code == 200
    db.session.query(Grant).delete()
    assert here.get(door).status_code == 403
    db.session.delete(db.session.get_one(Account, account.id))
    assert here.get(door).headers["Location"].startswith("/sign-in")


def test_who_lost_the_organisation_sees_nothing_of_it(browser, person):
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    teacher = person("강사")
    db.session.add(Grant(account_id=teacher.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    today = utc_now().date()
    cohort = joining.open_cohort(school.id, "기수", live().courses["sample"].id, today, today, teacher.id)
    here = browser().sign_in(teacher)
    assert here.get(f"/cohorts/{cohort.id}").status_code == 200
    db.session.query(Grant).one().organisation_id = None
    assert here.get(f"/cohorts/{cohort.id}").status_code == 404
