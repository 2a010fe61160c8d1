"""Contact requests: an employer asks, the person answers within fourteen days, and shows name and e-mail only where they wish to."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from flask import abort, current_app
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from curriculum_app import audit, jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused
from curriculum_app.talent import looking, visibility
from curriculum_app.talent.employer_models import AbuseReport, ContactRequest, ContactState, Sort
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.models import TalentRecord
from curriculum_app.talent.visibility import Seen
from curriculum_app.web.addresses import public_url

LIFE = timedelta(days=14)
REST = timedelta(days=90)  # after a decline the same employer does not ask again


class Asked(NamedTuple):
    """A request as its employer sees it; `seen` is None once the person may not be seen any more."""

    contact: ContactRequest
    seen: Seen | None


def ask(employer: Employer, record_id: UUID, message: str, now: datetime) -> ContactRequest:
    """Ask a person to talk. Raises Refused: `contact_limit`, `contact_open`, `contact_declined_lately`; 404 for who may not be seen."""
    db.session.execute(select(Organisation.id).where(Organisation.id == employer.id).with_for_update())
    if visibility.person(employer.id, record_id, now) is None:
        abort(404)
    mine = select(func.count(ContactRequest.id)).where(ContactRequest.organisation_id == employer.id)
    if (db.session.scalar(mine.where(ContactRequest.created_at > now - timedelta(days=1))) or 0) >= current_app.config["CONTACTS_A_DAY"]:
        raise Refused("contact_limit", limit=current_app.config["CONTACTS_A_DAY"])
    before = mine.where(ContactRequest.record_id == record_id)
    if db.session.scalar(before.where(ContactRequest.state == ContactState.OPEN, ContactRequest.expires_at > now)):
        raise Refused("contact_open")
    if db.session.scalar(before.where(ContactRequest.state == ContactState.DECLINED, ContactRequest.answered_at > now - REST)):
        raise Refused("contact_declined_lately", days=REST.days)
    _expire(ContactRequest.record_id == record_id, now)
    contact = ContactRequest(organisation_id=employer.id, record_id=record_id, account_id=employer.account_id, message=message,
                             created_at=now, expires_at=now + LIFE)  # fmt: skip
    db.session.add(contact)
    db.session.flush()
    looking.note(employer, [record_id], Sort.CONTACTED, now)
    jobs.enqueue("talent.tell_asked", str(contact.id), contact_id=str(contact.id))
    return contact


def own(record_id: UUID) -> list[tuple[ContactRequest, Organisation]]:
    """What employers asked of a person, newest first."""
    rows = select(ContactRequest, Organisation).join(Organisation, Organisation.id == ContactRequest.organisation_id)
    rows = rows.where(ContactRequest.record_id == record_id).order_by(ContactRequest.created_at.desc())
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def own_one(account_id: UUID, contact_id: UUID) -> ContactRequest:
    """A request to oneself; another's is as unknown as an unknown one."""
    mine = select(ContactRequest).join(TalentRecord, TalentRecord.id == ContactRequest.record_id)
    mine = mine.where(ContactRequest.id == contact_id, TalentRecord.account_id == account_id).with_for_update()
    return db.session.scalar(mine) or abort(404)


def state(contact: ContactRequest, now: datetime) -> ContactState:
    """What it is at this moment, whether the round has come by or not."""
    over = contact.state == ContactState.OPEN and contact.expires_at <= now
    return ContactState.EXPIRED if over else contact.state


def accept(contact: ContactRequest, account_id: UUID, reveal: bool, now: datetime, *, language: str, page: str) -> None:
    """Agree to talk, and with `reveal` show name and e-mail to this employer. Raises Refused("contact_over")."""
    _answer(contact, ContactState.ACCEPTED, now)
    if reveal:
        consents.give(account_id, Purpose.REVEAL, now, language=language, page=page, organisation_id=contact.organisation_id)
    jobs.enqueue("talent.tell_answered", str(contact.id), contact_id=str(contact.id))


def decline(contact: ContactRequest, now: datetime) -> None:
    """Decline; the employer is told nothing else. Raises Refused("contact_over")."""
    _answer(contact, ContactState.DECLINED, now)
    jobs.enqueue("talent.tell_answered", str(contact.id), contact_id=str(contact.id))


def _answer(contact: ContactRequest, answer: ContactState, now: datetime) -> None:
    if state(contact, now) != ContactState.OPEN:
        raise Refused("contact_over")
    contact.state, contact.answered_at = answer, now


def reveal(account_id: UUID, organisation_id: UUID, now: datetime, *, language: str, page: str) -> None:
    """Show name and e-mail to an employer one has accepted. Raises Refused("not_accepted")."""
    accepted = select(ContactRequest.id).join(TalentRecord, TalentRecord.id == ContactRequest.record_id).where(
        TalentRecord.account_id == account_id, ContactRequest.organisation_id == organisation_id,
        ContactRequest.state == ContactState.ACCEPTED,
    )  # fmt: skip
    if db.session.scalar(accepted.limit(1)) is None:
        raise Refused("not_accepted")
    consents.give(account_id, Purpose.REVEAL, now, language=language, page=page, organisation_id=organisation_id)


def revealed_to(account_id: UUID, now: datetime) -> frozenset[UUID]:
    """The employers one shows name and e-mail to."""
    mine = select(Consent.organisation_id).where(
        Consent.account_id == account_id, Consent.purpose == Purpose.REVEAL, consents.holding(now)
    )
    return frozenset(one for one in db.session.scalars(mine) if one is not None)


def asked_by(organisation_id: UUID, now: datetime) -> list[Asked]:
    """What an employer asked, newest first, of those it may still see; of others no more than that it asked."""
    mine = select(ContactRequest).where(ContactRequest.organisation_id == organisation_id)
    rows = list(db.session.scalars(mine.order_by(ContactRequest.created_at.desc()).limit(200)))
    seen = {one.id: one for one in visibility.people(organisation_id, list({row.record_id for row in rows}), now)}
    return [Asked(row, seen.get(row.record_id)) for row in rows]


def report(by_employer: bool, account_id: UUID, organisation_id: UUID, record_id: UUID, reason: str) -> None:
    """Tell the administrators."""
    made = AbuseReport(by_employer=by_employer, account_id=account_id, organisation_id=organisation_id, record_id=record_id, reason=reason)
    db.session.add(made)
    db.session.flush()
    audit.note("talent_reported", account_id, made.id, organisation_id)


def _expire(which: object, now: datetime) -> None:
    due = select(ContactRequest).where(ContactRequest.state == ContactState.OPEN, ContactRequest.expires_at <= now, which)  # type: ignore[arg-type]
    for contact in db.session.scalars(due.limit(1000)):
        contact.state = ContactState.EXPIRED
    db.session.flush()


@jobs.every_minute
def look_at_the_clock() -> None:
    """Put down that requests have run out."""
    due = select(ContactRequest.id).where(ContactRequest.state == ContactState.OPEN, ContactRequest.expires_at <= utc_now())
    if db.session.scalar(due.limit(1)) is not None and not jobs.under_way("talent.expire_contacts", ""):
        jobs.enqueue("talent.expire_contacts", str(uuid4()))


@jobs.task("talent.expire_contacts")
def expire_contacts() -> None:
    """Close what nobody answered in time."""
    _expire(ContactRequest.state == ContactState.OPEN, utc_now())


@jobs.task("talent.tell_asked")
def tell_asked(contact_id: str) -> None:
    """Mail the person that an employer asks; the message itself is read on the site."""
    contact = db.session.get(ContactRequest, UUID(contact_id))
    if contact is None or contact.state != ContactState.OPEN:
        return
    if visibility.person(contact.organisation_id, contact.record_id, utc_now()) is None:
        return
    record = db.session.get_one(TalentRecord, contact.record_id)
    account = db.session.get_one(Account, record.account_id)
    organisation = db.session.get_one(Organisation, contact.organisation_id)
    with force_locale(account.language):
        body = current_app.jinja_env.get_template("talent/mail/asked.txt").render(
            name=account.name, employer=organisation.name_ko if account.language == "ko" else organisation.name_en,
            until=contact.expires_at, link=public_url("talent.contacts"),
        )  # fmt: skip
        mail.send(account.email, gettext("An employer would like to talk to you"), body)


@jobs.task("talent.tell_answered")
def tell_answered(contact_id: str) -> None:
    """Mail who asked that there is an answer; it names nobody and is read on the site."""
    contact = db.session.get(ContactRequest, UUID(contact_id))
    account = db.session.get(Account, contact.account_id) if contact and contact.account_id else None
    if contact is None or account is None or visibility.person(contact.organisation_id, contact.record_id, utc_now()) is None:
        return
    with force_locale(account.language):
        body = current_app.jinja_env.get_template("talent/mail/answered.txt").render(
            name=account.name, handle=contact.record_id.hex[:8], link=public_url("talent.asked")
        )
        mail.send(account.email, gettext("Your contact request has been answered"), body)
