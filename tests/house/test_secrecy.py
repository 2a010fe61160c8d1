"""No word of gold is in any answer of the server before the trainee's answer is final, and after an exam never."""

import base64
import html
import json
from uuid import uuid4

import pytest

from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.grading.kinds import KINDS
from curriculum_app.grading.taxonomy import CritiqueCategory, HallucinationType, Overall, Severity
from curriculum_app.learning.models import Edition
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.web.access import Role

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
    found = {text for edition in editions for text in leaves(edition.gold) if len(text) > 1 and text not in shown}
    assert {"수염", "꼬리", "자료와 다릅니다."} <= found
    return found - CLOSED


def disguises(text):
    """A text as it might slip out: plain, escaped for HTML or JSON, base64 at each offset, hexadecimal."""
    raw = text.encode()
    yield from (text, html.escape(text), json.dumps(text)[1:-1], raw.hex())
    for pad in range(3):
        yield base64.b64encode(b"x" * pad + raw).decode()[4 if pad else 0 : -4]


def assert_secret(answer, secrets):
    body = answer.get_data(as_text=True)
    for secret in secrets:
        for disguise in disguises(secret):
            assert len(disguise) < 4 or disguise not in body, (answer.request.path, secret)


@pytest.fixture
def roles(browser, person, trainee):
    """A stranger, a trainee who is enrolled, an instructor."""
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    teacher = person("강사")
    db.session.add(Grant(account_id=teacher.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    db.session.commit()
    return {"stranger": browser(), "trainee": trainee, "instructor": browser().sign_in(teacher)}


def pages(app):
    """The address of every page that is opened by GET, with the sample course's names filled in."""
    names = {"course": "sample", "code": "none", "secret": "none", "name": "none", "answer_id": uuid4(), "sitting_id": uuid4(),
             "cohort_id": uuid4(), "public_id": uuid4(), "grant_id": uuid4(), "number": 1}  # fmt: skip
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            slugs = ITEMS if rule.endpoint.startswith("practice") else ["basics"]
            for slug in slugs if "slug" in rule.arguments else [""]:
                values = {**names, "slug": slug}
                yield rule.build({name: values[name] for name in rule.arguments})[1]


def test_no_page_of_any_role_holds_gold_before_an_answer(app, roles):
    secrets = canaries()
    addresses = sorted(set(pages(app)))
    assert len(addresses) > 20
    for here in roles.values():
        for address in addresses:
            answer = here.get(address)
            assert answer.status_code < 500, address
            assert_secret(answer, secrets)


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


def test_an_exam_holds_no_gold_from_start_to_result(roles):
    secrets, here = canaries(), roles["trainee"]
    question = here.post("/courses/sample/exam").headers["Location"]
    overview = question.rsplit("/", 1)[0]
    for answer in (
        here.get("/courses/sample/exam"), here.get(question), here.post(question, {}), here.post(question, {"chosen": "b"}),
        here.get(question), here.get(overview), here.post(overview), here.get(f"{overview}/result"), here.get(question),
        here.get("/courses/sample/exam"), here.get("/progress"), here.get("/courses/sample"),
    ):  # fmt: skip
        assert_secret(answer, secrets)
