"""No word of gold is in any answer of the server before the trainee's answer is final, and after an exam never."""

import base64
import html
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from curriculum_app.accounts.models import Grant
from curriculum_app.cohorts import joining
from curriculum_app.database import db, utc_now
from curriculum_app.grading.kinds import KINDS
from curriculum_app.grading.taxonomy import CritiqueCategory, HallucinationType, Overall, Severity
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice.models import Draft
from curriculum_app.web.access import Role
from tests.house.routes import VALUES
from tests.practice import tour

# Words of closed lists, which every form offers.
CLOSED = {"evident", "subtle", *KINDS, *HallucinationType, *Severity, *CritiqueCategory, *Overall}
ITEMS = {"pick": "choice", "mark": "hallucination_spans"}
ANSWERS = {"pick": {"chosen": "zzz"}, "mark": {"marks": "[{}]", "text_hash": "x"}}


def leaves(value):
    """Every text in a JSON value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


def canaries():
    """Texts that stand in gold and in no task: reasons above all."""
    editions = db.session.query(Edition).filter_by(sort="item").all()
    shown = json.dumps([edition.task for edition in editions], ensure_ascii=False)
    golds = [gold for edition in editions for gold in (edition.gold, edition.changed_gold)]
    found = {text for gold in golds for text in leaves(gold) if len(text) > 1 and text not in shown}
    assert {"수염", "꼬리", "자료와 다릅니다."} <= found
    return found - CLOSED


def disguises(text):
    """A text as it might slip out: plain, escaped for HTML or JSON, base64 at each offset, hexadecimal."""
    raw = text.encode()
    yield from (text, html.escape(text), json.dumps(text)[1:-1], raw.hex())
    for pad in range(3):
        yield base64.b64encode(b"x" * pad + raw).decode()[4 if pad else 0 : -4]


def assert_secret(answer, secrets):
    """None of the secrets in any disguise of six bytes or more: shorter ones turn up in ids and signatures by chance."""
    body = answer.get_data(as_text=True)
    for secret in secrets:
        for disguise in disguises(secret):
            assert len(disguise.encode()) < 6 or disguise not in body, (answer.request.path, secret)


@pytest.fixture
def roles(browser, person, trainee):
    """A stranger, a trainee who is enrolled, and one of each role that is granted, in a school of theirs."""
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    granted = {role: person(role.value) for role in Role if role != Role.LEARNER}
    for role, account in granted.items():
        everywhere = role in {Role.ADMINISTRATOR, Role.AUTHOR}
        db.session.add(Grant(account_id=account.id, role=role, organisation_id=None if everywhere else school.id))
    db.session.commit()
    signed_in = {role: browser().sign_in(account) for role, account in granted.items()}
    return {"stranger": browser(), "trainee": trainee, **signed_in}


@pytest.fixture
def things(roles):
    """One of each thing that has a page of its own: the ids by the names addresses give them."""
    teacher = db.session.query(Grant).filter_by(role=Role.INSTRUCTOR).one()
    course, today = live().courses["sample"].id, utc_now().date()
    cohort = joining.open_cohort(
        teacher.organisation_id, "기수", course, today, today + timedelta(days=9), teacher.account_id
    )
    question = roles["trainee"].post("/courses/sample/exam").headers["Location"]
    joined = roles["trainee"].post(f"/join/{cohort.join_code}")
    assert joined.status_code == 302
    return {"cohort_id": cohort.id, "code": cohort.join_code, "sitting_id": UUID(question.split("/")[2])}


def pages(app, things):
    """The address of every page that is opened by GET, with the sample course's names filled in."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            slugs = ITEMS if rule.endpoint.startswith("practice") else ["basics"]
            for slug in slugs if "slug" in rule.arguments else [""]:
                values = {**VALUES, **things, "slug": slug}
                yield rule.build({name: values[name] for name in rule.arguments})[1]
    yield from (f"/assets/{name}" for name in app.extensions["assets"].names(look_again=True).values())
    yield from (f"/pictures/{name}" for name in live().pictures)


def test_no_page_of_any_role_holds_gold_before_an_answer(app, roles, things, caplog):
    secrets = canaries()
    addresses = sorted(set(pages(app, things)))
    assert len(addresses) > 40
    assert len(roles) == 6
    opened = dict.fromkeys(roles, 0)
    for role, here in roles.items():
        for address in addresses:
            with here.get(address) as answer:
                assert answer.status_code < 500, address
                opened[role] += answer.status_code == 200
                assert_secret(answer, secrets)
    assert opened["trainee"] > opened["stranger"]
    assert not any(secret in caplog.text for secret in secrets)


def test_neither_drafts_nor_refusals_nor_empty_answers_hold_gold(roles):
    secrets, here = canaries(), roles["trainee"]
    for slug in ITEMS:
        path = f"/courses/sample/practice/{slug}"
        assert_secret(here.put(f"{path}/draft", {"version": "0", "chosen": "a"}), secrets)
        assert_secret(here.put(f"{path}/draft", {"version": "9"}), secrets)
        for data in ({}, ANSWERS[slug]):
            answer = here.post(path, {"key": str(uuid4()), **data})
            assert answer.status_code == 422
            assert_secret(answer, secrets)


HINTS = ("귀의 모양을 보십시오.", "수염이 긴지 보십시오.")


def with_hints(folder):
    """The item that is picked from, with two hints."""
    for language in ("ko", "en"):
        file = folder / f"pick.{language}.yaml"
        hints = "".join(f"  - text: {hint}\n" for hint in HINTS)
        file.write_text(file.read_text("utf-8").replace("question:", f"hints:\n{hints}question:"), "utf-8")


def test_no_page_holds_a_hint_before_it_is_opened(app, roles, things, tmp_path):
    """Authors may read them on their bench."""
    readers = {role: here for role, here in roles.items() if role not in {Role.AUTHOR, Role.ADMINISTRATOR}}
    path, here = "/courses/sample/practice/pick", roles["trainee"]
    with tour.course_with(tmp_path / "hinted", ["mark"], with_hints):
        addresses = sorted(set(pages(app, things)))
        for reader in readers.values():
            for address in addresses:
                with reader.get(address) as answer:
                    assert_secret(answer, HINTS)
        for answer in (
            here.post(f"{path}/hints", {"hint": "2"}), here.put(f"{path}/draft", {"version": "0", "chosen": "a"}),
            here.post(f"{path}/hints", {"hint": "1"}), here.get("/courses/sample"), here.get("/progress"), here.get("/"),
        ):  # fmt: skip
            assert_secret(answer, HINTS)
        shown = here.get(path)
        assert HINTS[0] in shown.text
        assert_secret(shown, HINTS[1:])
        answer = here.post(path, {"chosen": "a", "key": str(uuid4())}).headers["Location"]
        assert HINTS[0] in here.get(answer).text
        assert_secret(here.get(answer), HINTS[1:])
        db.session.execute(sa.delete(Draft))


def test_an_exam_holds_no_gold_from_start_to_result(roles):
    secrets, here = canaries(), roles["trainee"]
    question = here.post("/courses/sample/exam").headers["Location"]
    overview = question.rsplit("/", 1)[0]
    for answer in (
        here.get("/courses/sample/exam"), here.get(question), here.post(question, {}), here.post(question, {"chosen": "b"}),
        here.put(question, {"chosen": "a"}), here.put(question, {}),
        here.get(question), here.get(overview), here.post(overview), here.get(f"{overview}/result"), here.get(question),
        here.get("/courses/sample/exam"), here.get("/progress"), here.get("/courses/sample"),
    ):  # fmt: skip
        assert_secret(answer, secrets)
