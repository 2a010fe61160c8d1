"""An employer registers itself: a company address, a link mailed to it, and a person who lets it in (or, by setting, nobody)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import func, select

from curriculum_app import audit, jobs, mail
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.database import db
from curriculum_app.organisations import staffing
from curriculum_app.organisations.employer_models import EmployerRegistration, RegistrationState
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from curriculum_app.web.addresses import public_url

LIFE = timedelta(hours=1)
A_DAY = 3  # registrations of one person


@cache
def free_mail() -> frozenset[str]:
    """Domains at which anybody gets an address."""
    lines = (Path(__file__).parent / "free_mail_domains.txt").read_text().splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def company_domain(email: str) -> str:
    """The domain of a company's address, in its ASCII form. Raises Refused: `free_mail`, `no_domain`."""
    domain = email.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        raise Refused("no_domain") from None
    labels = domain.split(".")
    if len(labels) < 2:
        raise Refused("no_domain")
    if any(".".join(labels[start:]) in free_mail() for start in range(len(labels))):
        raise Refused("free_mail", domain=domain)
    return domain


def ask(account: Account, name_ko: str, name_en: str, email: str, now: datetime) -> EmployerRegistration:
    """Have a link mailed to the company's address. Raises Refused: `free_mail`, `no_domain`, `domain_taken`, `too_many_registrations`."""
    domain = company_domain(email)
    if db.session.scalar(_of_domain(domain)) is not None:
        raise Refused("domain_taken", domain=domain)
    recent = select(func.count(EmployerRegistration.id)).where(
        EmployerRegistration.account_id == account.id, EmployerRegistration.created_at > now - timedelta(days=1)
    )
    if (db.session.scalar(recent) or 0) >= A_DAY:
        raise Refused("too_many_registrations")
    asked = EmployerRegistration(account_id=account.id, name_ko=name_ko, name_en=name_en, work_email=email.strip(), domain=domain,
                                 secret_hash=_hash(secrets.token_urlsafe(32)), expires_at=now + LIFE, created_at=now)  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    jobs.enqueue("employers.link", str(asked.id), registration_id=str(asked.id))
    return asked


@jobs.task("employers.link")
def send_link(registration_id: str) -> None:
    """Mail the link; its secret is made here, so that it is nowhere but in the letter."""
    asked = db.session.get(EmployerRegistration, UUID(registration_id))
    if asked is None or asked.state != RegistrationState.ASKED:
        return
    secret = secrets.token_urlsafe(32)
    asked.secret_hash = _hash(secret)
    account = db.session.get_one(Account, asked.account_id)
    with force_locale(account.language):
        body = current_app.jinja_env.get_template("employers/mail/confirm.txt").render(
            name=account.name, company=asked.name_ko if account.language == "ko" else asked.name_en,
            link=public_url("employers.confirm", secret=secret),
        )  # fmt: skip
        mail.send(asked.work_email, gettext("Confirm your company's address"), body)


def by_secret(account_id: UUID, secret: str, now: datetime) -> EmployerRegistration | None:
    """The registration a link belongs to, for the person who asked for it."""
    wanted = (EmployerRegistration.secret_hash == _hash(secret), EmployerRegistration.account_id == account_id)
    usable = (EmployerRegistration.state == RegistrationState.ASKED, EmployerRegistration.expires_at > now)
    return db.session.scalar(select(EmployerRegistration).where(*wanted, *usable).with_for_update())


def confirm(account_id: UUID, secret: str, now: datetime) -> EmployerRegistration:
    """The domain is proved. Where the setting says so the employer is in at once. Raises Refused("registration_link_invalid")."""
    asked = by_secret(account_id, secret, now)
    if asked is None:
        raise Refused("registration_link_invalid")
    asked.state, asked.confirmed_at = RegistrationState.CONFIRMED, now
    if current_app.config["EMPLOYERS_OPEN"]:
        approve(asked, None, now)
    return asked


def approve(asked: EmployerRegistration, by: UUID | None, now: datetime) -> None:
    """Make the organisation, and its registrant an employer. Raises Refused: `not_confirmed_yet`, `domain_taken`, `organisation_exists`."""
    if asked.state != RegistrationState.CONFIRMED:
        raise Refused("not_confirmed_yet")
    if db.session.scalar(_of_domain(asked.domain)) is not None:
        raise Refused("domain_taken", domain=asked.domain)
    organisation = staffing.found(asked.name_ko, asked.name_en, OrganisationKind.EMPLOYER)
    asked.organisation_id, asked.state, asked.decided_at, asked.decided_by = organisation.id, RegistrationState.APPROVED, now, by
    db.session.add(Grant(account_id=asked.account_id, organisation_id=organisation.id, role=Role.EMPLOYER))
    audit.note("employer_approved", by, asked.id, organisation.id, domain=asked.domain)
    audit.note("role_granted", by, asked.account_id, organisation.id, role=Role.EMPLOYER)
    _tell(asked, "approved")


def refuse(asked: EmployerRegistration, by: UUID, reason: str, now: datetime) -> None:
    """Do not let it in; the registrant reads why. Raises Refused("not_confirmed_yet")."""
    if asked.state != RegistrationState.CONFIRMED:
        raise Refused("not_confirmed_yet")
    asked.state, asked.decided_at, asked.decided_by, asked.reason = RegistrationState.REFUSED, now, by, reason
    audit.note("employer_refused", by, asked.id, domain=asked.domain)
    _tell(asked, "refused")


def own(account_id: UUID) -> list[EmployerRegistration]:
    """What a person asked for, newest first."""
    mine = select(EmployerRegistration).where(EmployerRegistration.account_id == account_id)
    return list(db.session.scalars(mine.order_by(EmployerRegistration.created_at.desc())))


def waiting() -> list[EmployerRegistration]:
    """Proved and undecided, oldest first."""
    due = select(EmployerRegistration).where(EmployerRegistration.state == RegistrationState.CONFIRMED)
    return list(db.session.scalars(due.order_by(EmployerRegistration.confirmed_at)))


def _of_domain(domain: str) -> "select[tuple[UUID]]":  # type: ignore[valid-type]
    return select(EmployerRegistration.id).where(
        EmployerRegistration.domain == domain, EmployerRegistration.state == RegistrationState.APPROVED
    )


def _tell(asked: EmployerRegistration, letter: str) -> None:
    account = db.session.get_one(Account, asked.account_id)
    with force_locale(account.language):
        subject = {"approved": gettext("You can now search the talent pool"),
                   "refused": gettext("Your company was not admitted to the talent pool")}[letter]  # fmt: skip
        body = current_app.jinja_env.get_template(f"employers/mail/{letter}.txt").render(
            name=account.name, company=asked.name_ko if account.language == "ko" else asked.name_en,
            reason=asked.reason, link=public_url("talent.search"),
        )  # fmt: skip
        mail.send(asked.work_email, subject, body)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
