"""A person who has walked every road with a mark in whatever they typed; and the mark in every other column of theirs."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from curriculum_app.accounts import tokens
from curriculum_app.accounts.facts import PersonFact
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.cohorts.issue_models import CohortIssue
from curriculum_app.cohorts.models import Cohort
from curriculum_app.credentials.models import Credential
from curriculum_app.database import Model, db, utc_now
from curriculum_app.exams.models import ExamRoom
from curriculum_app.learning.catalogue import live
from curriculum_app.operations import personal_data
from curriculum_app.operations.personal_data import DECLARED
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.talent import contacting, looking, shortlisting, visibility
from curriculum_app.talent.employer_models import Sort, TalentBlock
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.searching import Wish
from curriculum_app.tryouts.models import Tryout, TryoutAnswer, TryoutCandidate, TryoutItem
from curriculum_app.web.access import Role
from tests.conftest import PASSWORD
from tests.credentials.earning import COURSE, MARK, earn, work
from tests.practice.appealed import answer, appeal
from tests.talent.pooled import company, hire, listed

# Columns whose words are the site's own and few; what is planted stands in all others.
FIXED = frozenset("""
purpose role language sort state context ending kind kinds bank text_version text_language guise origin level outcome scopes availability
skill subject confidence sitting_key page switched_off_why location proof document grade
""".split())

# What stands in such columns of a row that is made here.
SAID = {"state": "waiting", "outcome": "waiting", "switched_off_why": "", "role": "instructor", "sort": "item", "language": "ko",
        "guise": "twin", "day": 1, "number": 1, "deadline_at": utc_now(), "bank": "sample-exam"}  # fmt: skip


def sign_up(here, mark, born):
    """By the pages: signs up, confirms, signs in, fills in the profile and agrees to everything."""
    email = f"{mark}@example.org".lower()
    here.post("/sign-up", {"name": f"{mark} name", "email": email, "password": PASSWORD})
    work()
    account = db.session.query(Account).filter_by(email=email).one()
    secret = tokens.make(account.id, "confirm", utc_now())
    db.session.commit()
    here.post(f"/confirm/{secret}")
    assert here.post("/profile", {"name": f"{mark} name", "name_latin": f"{mark} latin", "language": "ko"}).status_code == 302
    account.birth_date = born
    db.session.commit()
    agreed = ("public_verification", "talent_pool", "notices_by_mail", "work_samples", "research")
    here.post("/profile/consents", dict.fromkeys(agreed, "y"))
    here.account = account
    return account


def study(here, mark):
    """By the pages: a certificate, a wish for another name on it, marked answers, a draft, an appeal, a note."""
    here.post(f"{COURSE}/enrol")
    credential = earn(here)
    text_hash = here.get(f"{COURSE}/practice/mark").text.split('name="text_hash" value="')[1].split('"')[0]
    marked = {"text_hash": text_hash, "marks": json.dumps([{**MARK, "correction": f"{mark} answer"}]), "key": str(uuid4())}
    assert here.post(f"{COURSE}/practice/mark", marked).status_code == 303
    assert appeal(here, answer(here), reason=f"{mark} appeal: 보기 b도 맞습니다.").status_code < 400
    draft = {"version": "0", "text_hash": text_hash, "marks": json.dumps([{**MARK, "correction": f"{mark} draft"}])}
    kept = here.put(f"{COURSE}/practice/mark/draft", draft)
    assert kept.status_code == 200, kept.text
    assert here.post(f"{COURSE}/lessons/basics/notes/1", {"text": f"{mark} note", "version": "0"}).status_code < 400
    wish = {"name": f"{mark} other", "name_latin": "", "reason": f"{mark} typo", "leads_on": ""}
    assert here.post(f"/certificates/{credential.id}/correction", wish).status_code < 400
    work()
    return credential


def entangle(account, mark, person):
    """In the pool, on both sides: looked at, asked, reported; and searching for an employer."""
    record = visibility.own_record(account.id)
    other = listed(person, 7000 + db.session.query(Credential).count())[2]
    clear, own, now = company(f"맑은 {uuid4()}"), company(f"제회사 {uuid4()}"), utc_now()
    hire(account, own)
    recruiter, mine = Employer(clear, hire(person("채용"), clear).id), Employer(own, account.id)
    looking.note(recruiter, [record.id], Sort.OPENED, now)
    contact = contacting.ask(recruiter, record.id, f"{mark} received 함께 일하실 분을 찾습니다", now)
    contacting.accept(contact, account.id, True, now, language="ko", page="/talent/mine/contacts")
    contacting.report(False, account.id, clear.id, record.id, f"{mark} report")
    shortlisting.put_aside(recruiter, record.id, f"{mark} theirs", now)
    db.session.add(TalentBlock(record_id=record.id, organisation_id=company(f"막힌 {uuid4()}").id))
    looking.note(mine, [other.id], Sort.OPENED, now)
    shortlisting.put_aside(mine, other.id, f"{mark} aside", now)
    shortlisting.save(mine, f"{mark} search", Wish(), {}, False, now)
    contacting.ask(mine, other.id, f"{mark} sent 함께 일하실 분을 찾습니다", now)
    registration = {"name_ko": f"{mark} ko", "name_en": f"{mark} en", "work_email": f"{mark}@c.example".lower(), "domain": "c.example"}
    db.session.add(EmployerRegistration(account_id=account.id, secret_hash=uuid4().hex * 2, expires_at=now + timedelta(1), **registration))
    group = Cohort(organisation_id=own.id, name="반", course_id=live().courses["sample"].id, starts_on=now.date(), ends_on=now.date(),
                   join_code=uuid4().hex[:20], join_until=now.date(), created_by=account.id)  # fmt: skip
    room = ExamRoom(organisation_id=own.id, course_id=group.course_id, label="301호", code=uuid4().hex[:8], opened_by=account.id,
                    opened_at=now, closes_at=now + timedelta(hours=1))  # fmt: skip
    db.session.add_all([group, room])
    db.session.flush()
    db.session.add(CohortIssue(cohort_id=group.id, started_by=account.id))
    db.session.add(PersonFact(account_id=account.id, sort="licence", name=f"{mark} licence", changed_at=now))
    tryout = Tryout(id=uuid4(), organisation_id=clear.id, title="시험", language="ko", guideline="지침", losses=[])
    db.session.add(tryout)
    db.session.flush()
    item = TryoutItem(id=uuid4(), tryout_id=tryout.id, place=1, task={}, gold={})
    candidate = TryoutCandidate(id=uuid4(), tryout_id=tryout.id, account_id=account.id, number=1, text_version="2026-11", agreed_at=now)
    db.session.add_all([item, candidate])
    db.session.flush()
    db.session.add(TryoutAnswer(candidate_id=candidate.id, item_id=item.id, answer={}, verdict={}, score=1.0, answered_at=now))
    db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=own.id))
    db.session.commit()
    work()


def fill(account_id, mark):
    """A row in each table of a person's rows that the walk left empty, and the mark in every column that takes any words."""
    for table in Model.metadata.sorted_tables:
        declared = DECLARED[table.name]
        if not declared.goes or table.name == "data_export":
            continue
        theirs = personal_data.whose(table.name, account_id)
        if not db.session.execute(sa.select(table).where(theirs)).first():
            db.session.execute(sa.insert(table).values({c.name: _value(c, account_id, mark) for c in table.c if not _may_be_empty(c)}))
            assert db.session.execute(sa.select(table).where(theirs)).first(), table.name
        for column in _free(table):
            db.session.execute(sa.update(table).where(theirs).values({column.name: _planted(column, mark)}))
    db.session.commit()


def _may_be_empty(column):
    return column.nullable and not (column.foreign_keys and column.name in DECLARED[column.table.name].by)


def _value(column, account_id, mark):
    for key in column.foreign_keys:
        name = key.column.table.name
        row = sa.select(key.column).where(personal_data.whose(name, account_id) if DECLARED[name].by else sa.true())
        found = db.session.scalar(row.limit(1))
        assert found is not None, (column, name)
        return found
    if column.name in SAID:
        return SAID[column.name]
    kinds = {bool: False, int: 1, float: 1.0, UUID: uuid4(), dict: {}, list: [], bytes: b"", date: utc_now().date()}
    kind = column.type.python_type
    if kind is object:
        return utc_now()
    return kinds.get(kind, f"{mark}"[: getattr(column.type, "length", None) or 99] if kind is str else None)


def _free(table):
    """Columns that take any words: no keys, no enumerations, nothing unique."""
    unique = {c.name for constraint in table.constraints if isinstance(constraint, sa.UniqueConstraint) for c in constraint.columns}
    for column in table.c:
        worded = isinstance(column.type, sa.String | sa.JSON | sa.LargeBinary)
        taken = column.primary_key or column.foreign_keys or column.unique or column.name in FIXED or column.name in unique
        secret = column.name.endswith(("_hash", "prefix")) or "sealed" in column.name
        if worded and not taken and not secret and (getattr(column.type, "length", None) or 99) >= 40:
            yield column


def _planted(column, mark):
    words = f"{mark} {column.table.name}.{column.name}"
    if isinstance(column.type, sa.JSON):
        return {"planted": words}
    return words.encode() if isinstance(column.type, sa.LargeBinary) else words[: column.type.length or 200]


def planted_words(mark):
    """What `fill` planted, by column: the words, and whether they may be taken along."""
    for table in Model.metadata.sorted_tables:
        declared = DECLARED[table.name]
        if declared.goes and table.name != "data_export":
            for column in _free(table):
                words = f"{mark} {table.name}.{column.name}"
                yield words[: getattr(column.type, "length", None) or 200], column.name not in declared.secret
