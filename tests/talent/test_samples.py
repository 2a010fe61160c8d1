"""Work samples are drawn by a hash from retired items, with consent; of live items nothing is ever shown."""

from hashlib import sha256

import pytest
import sqlalchemy as sa

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting as sitting_rules
from curriculum_app.exams.models import SittingState
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.talent import samples, visibility
from tests.talent.showing import answer, certified, edition_of, enrolled, pooled, retired, sat

SIX = [f"q{number}" for number in range(6)]
DIGEST = "ab" * 32
OPTIONS = [{"id": "a", "text": "고양이"}, {"id": "b", "text": "개"}]


@pytest.fixture
def bank(app, monkeypatch):
    """An exam bank of six items, live in the catalogue for one test; each gold has a word of its own."""
    catalogue, final, ids = live(), edition_of("final", "sample-exam"), []
    for slug in SIX:
        row = {column.name: getattr(final, column.name) for column in Edition.__table__.columns}
        content = sa.Uuid().python_type(int=0x5A << 100 | SIX.index(slug))
        row |= {"id": content, "content_id": content, "source_hash": slug * 8, "created_at": utc_now(),
                "task": final.task | {"id": str(content), "title": f"문항 {slug}", "stimulus": [], "options": OPTIONS},
                "gold": final.gold | {"reasons": {"a": f"비밀 {slug}", "b": f"비밀 {slug}"}}}  # fmt: skip
        db.session.add(Edition(**row))
        ids.append(content)
        entry = catalogue.items["sample-exam", "final", "ko"]._replace(id=content, slug=slug, edition=content, pictures=())
        monkeypatch.setitem(catalogue.items, ("sample-exam", slug, "ko"), entry)
    db.session.commit()
    yield {slug: id for slug, id in zip(SIX, ids, strict=True)}
    db.session.rollback()
    for table in ("verdict", "answer"):
        db.session.execute(sa.text(f"delete from {table}"))
    db.session.execute(sa.delete(Edition).where(Edition.id.in_(ids)))
    db.session.commit()


@pytest.fixture
def holder(browser, person, bank):
    """Somebody who answered all six in an exam and was certified."""
    account = person("김하늘")
    enrolment = enrolled(account)
    sitting = sat(enrolment)
    answers = {slug: answer(enrolment, db.session.get_one(Edition, id), sitting, outcomes=reasons(slug)).id for slug, id in bank.items()}
    credential = certified(account, enrolment, digest=DIGEST)
    here = browser().sign_in(account)
    here.account, here.answers, here.credential, here.enrolment = account, answers, credential, enrolment
    return here


def reasons(slug):
    mark = {"id": "a", "quote": "고양이"}
    return [{"sort": "hit", "credit": 1.0, "reason": f"비밀 {slug}", "mine": mark, "gold": mark}]


def agree(here, *purposes):
    consents.choose(here.account.id, purposes, utc_now())
    db.session.commit()


def all_retired(*but):
    return retired(*(("sample-exam", slug) for slug in SIX if slug not in but))


def drawn(here):
    return [one.answer_id for one in samples.of_credential(here.credential, live())]


def test_nothing_is_shown_without_consent_and_off_is_off_at_once(holder):
    with all_retired():
        assert drawn(holder) == []
        agree(holder, Purpose.WORK_SAMPLES)
        assert len(drawn(holder)) == 3
        assert "문항 q" in holder.get("/talent/mine").text
        agree(holder)
        assert drawn(holder) == []
        assert "문항 q" not in holder.get("/talent/mine").text


def test_the_hash_of_the_certificate_draws_and_nothing_else(holder, bank):
    agree(holder, Purpose.WORK_SAMPLES)
    order = sorted(bank, key=lambda slug: sha256(f"{DIGEST}/{bank[slug]}".encode()).digest())
    with all_retired():
        assert drawn(holder) == [holder.answers[slug] for slug in order[:3]]
        agree(holder)
        agree(holder, Purpose.WORK_SAMPLES)
        assert drawn(holder) == [holder.answers[slug] for slug in order[:3]]
    with all_retired(order[1]):
        assert drawn(holder) == [holder.answers[slug] for slug in (order[0], order[2], order[3])]


def test_another_certificate_draws_otherwise(holder, person):
    agree(holder, Purpose.WORK_SAMPLES)
    with all_retired():
        found = set()
        for number in range(20):
            holder.credential.enrolment_id = None
            db.session.flush()
            found.add(tuple(drawn_by(holder, number)))
        assert len(found) > 10


def drawn_by(here, number):
    here.credential = certified(here.account, here.enrolment, number=50 + number, digest=f"{number:064x}")
    return drawn(here)


def test_a_sample_shows_text_answer_and_verdict_to_employers_who_opened_the_record(holder, employer, person):
    agree(holder, Purpose.WORK_SAMPLES, Purpose.TALENT_POOL)
    pooled(person, 4)
    record = f"/talent/people/{visibility.own_record(holder.account.id).id}"
    with all_retired():
        shown, hidden = drawn(holder), set(holder.answers.values()) - set(drawn(holder))
        closed = employer.get(f"{record}/samples/{shown[0]}").text
        assert "비밀 q" not in closed
        assert f'action="{record}/open"' in closed
        employer.post(f"{record}/open")
        assert f"{record}/samples/{shown[0]}" in employer.get(record).text
        page = employer.get(f"{record}/samples/{shown[0]}")
        for said in ("무엇입니까?", "고양이", "비밀 q"):
            assert said in page.text
        assert "김하늘" not in page.text
        for answer_id in hidden:
            assert employer.get(f"{record}/samples/{answer_id}").status_code == 404
            assert holder.get(f"/talent/mine/samples/{answer_id}").status_code == 404
        agree(holder, Purpose.TALENT_POOL)
        assert employer.get(f"{record}/samples/{shown[0]}").status_code == 404
        agree(holder, Purpose.WORK_SAMPLES)
        assert employer.get(f"{record}/samples/{shown[0]}").status_code == 404


def test_no_gold_of_a_live_item_is_in_any_page_or_export(holder, employer, person):
    agree(holder, Purpose.WORK_SAMPLES, Purpose.TALENT_POOL)
    pooled(person, 4)
    record = f"/talent/people/{visibility.own_record(holder.account.id).id}"
    employer.post(f"{record}/open")
    with retired(("sample-exam", "q0")):
        assert drawn(holder) == [holder.answers["q0"]]
        pages = [holder.get(address).text for address in (
            "/talent/mine", "/talent/mine/as-employer", "/talent/mine.json", "/talent/mine/resume.json", "/talent/mine/schema-org.json")]
        pages += [employer.get(record).text, employer.get("/talent").text]
        for here, prefix in ((holder, "/talent/mine"), (employer, record)):
            pages += [here.get(f"{prefix}/samples/{id}").text for id in holder.answers.values()]
    whole = "".join(pages)
    assert "비밀 q0" in whole
    for slug in SIX[1:]:
        assert f"비밀 {slug}" not in whole
        assert f"문항 {slug}" not in whole


def test_what_somebody_is_being_asked_now_is_not_shown_yet(holder, bank, person):
    agree(holder, Purpose.WORK_SAMPLES)
    with all_retired():
        first = drawn(holder)[0]
        item = next(bank[slug] for slug, id in holder.answers.items() if id == first)
        other = sat(enrolled(person("남")), [item], SittingState.OPEN)
        db.session.commit()
        assert first not in drawn(holder)
        other.state, other.handed_in_at = SittingState.HANDED_IN, utc_now()
        db.session.commit()
        assert first in drawn(holder)


def test_a_retired_item_is_drawn_into_no_exam(bank, person):
    enrolment, exam = enrolled(person()), live().courses["sample"].exam
    with all_retired("q3"), retired(("sample-exam", "final"), *(("sample-exam", slug) for slug in SIX if slug != "q3")):
        sitting = sitting_rules.start(enrolment, exam, live(), utc_now())
        assert [entry["slug"] for entry in sitting.form] == ["q3"]
