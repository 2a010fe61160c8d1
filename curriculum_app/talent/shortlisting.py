"""An employer's shortlist and saved searches. Both hold ids and filters only; who is shown is asked anew each time."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import abort, current_app
from flask_babel import force_locale, gettext
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from curriculum_app import jobs, mail
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.talent import looking, searching, visibility
from curriculum_app.talent.employer_models import SavedSearch, ShortlistEntry, Sort
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.searching import Wish
from curriculum_app.talent.visibility import Seen
from curriculum_app.web.access import Role
from curriculum_app.web.addresses import public_url

MOST = 200  # records on a shortlist
SEARCHES = 20  # saved searches of one person
A_DAY = timedelta(days=1)


def put_aside(employer: Employer, record_id: UUID, note: str, now: datetime) -> None:
    """Put a record on the shortlist, or change its note. Raises Refused("shortlist_full"); 404 for who may not be seen."""
    if visibility.person(employer.id, record_id, now) is None:
        abort(404)
    entry = _entry(employer.id, record_id)
    if entry is None:
        if (db.session.scalar(select(func.count(ShortlistEntry.id)).where(ShortlistEntry.organisation_id == employer.id)) or 0) >= MOST:
            raise Refused("shortlist_full", limit=MOST)
        entry = ShortlistEntry(organisation_id=employer.id, record_id=record_id, account_id=employer.account_id)
        db.session.add(entry)
        looking.note(employer, [record_id], Sort.SHORTLISTED, now)
    entry.note = note


def take_off(employer: Employer, record_id: UUID) -> None:
    """Take a record off the shortlist, with its note; 404 where it is not on it."""
    db.session.delete(_entry(employer.id, record_id) or abort(404))


def note_on(organisation_id: UUID, record_id: UUID) -> str | None:
    """The employer's note on a record; None where it is not on the shortlist."""
    entry = _entry(organisation_id, record_id)
    return entry.note if entry else None


def _entry(organisation_id: UUID, record_id: UUID) -> ShortlistEntry | None:
    wanted = (ShortlistEntry.organisation_id == organisation_id, ShortlistEntry.record_id == record_id)
    return db.session.scalar(select(ShortlistEntry).where(*wanted))


def listed(organisation_id: UUID, now: datetime) -> list[tuple[Seen, str]]:
    """The shortlist, newest first: those of it who may be seen now."""
    mine = select(ShortlistEntry).where(ShortlistEntry.organisation_id == organisation_id)
    entries = list(db.session.scalars(mine.order_by(ShortlistEntry.created_at.desc(), ShortlistEntry.id)))
    notes = {entry.record_id: entry.note for entry in entries}
    return [(seen, notes[seen.id]) for seen in visibility.people(organisation_id, list(notes), now)]


def save(employer: Employer, name: str, wish: Wish, sent: dict[str, str], by_mail: bool, now: datetime) -> SavedSearch:
    """Keep filters by a name, with what the form said; the same name again changes it. Raises Refused("searches_full")."""
    mine = (SavedSearch.organisation_id == employer.id, SavedSearch.account_id == employer.account_id)
    kept = db.session.scalar(select(SavedSearch).where(*mine, SavedSearch.name == name))
    if kept is None:
        if (db.session.scalar(select(func.count(SavedSearch.id)).where(*mine)) or 0) >= SEARCHES:
            raise Refused("searches_full", limit=SEARCHES)
        kept = SavedSearch(organisation_id=employer.id, account_id=employer.account_id, name=name)
        db.session.add(kept)
    kept.wish, kept.by_mail, kept.looked_at = {**wish.kept(), "sent": sent}, by_mail, now
    db.session.flush()
    return kept


def searches(employer: Employer) -> list[SavedSearch]:
    """The searches somebody keeps for an employer."""
    mine = (SavedSearch.organisation_id == employer.id, SavedSearch.account_id == employer.account_id)
    return list(db.session.scalars(select(SavedSearch).where(*mine).order_by(SavedSearch.name)))


def search(employer: Employer, saved_id: UUID) -> SavedSearch:
    """One of them; another's is as unknown as an unknown one."""
    mine = (SavedSearch.organisation_id == employer.id, SavedSearch.account_id == employer.account_id)
    return db.session.scalar(select(SavedSearch).where(SavedSearch.id == saved_id, *mine)) or abort(404)


def stop_key(saved: SavedSearch) -> str:
    """What the stop link of its mails carries: it needs no sign-in and does nothing else."""
    return _signer().dumps(saved.id.hex)


def by_stop_key(key: str) -> SavedSearch | None:
    """The saved search a stop link belongs to."""
    try:
        return db.session.get(SavedSearch, UUID(_signer().loads(key)))
    except (BadSignature, ValueError):
        return None


def _signer() -> URLSafeSerializer:
    secrets = [*reversed(current_app.config.get("SECRET_KEY_FALLBACKS") or []), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(secrets, salt="stop mails of a saved search")


@jobs.every_minute
def look_at_the_clock() -> None:
    """Put down the saved searches whose day is over."""
    now = utc_now()
    due = select(SavedSearch).where(SavedSearch.by_mail, SavedSearch.looked_at <= now - A_DAY)
    for saved in db.session.scalars(due.order_by(SavedSearch.looked_at).limit(500)):
        jobs.enqueue("talent.saved_search", f"{saved.id} {saved.looked_at.isoformat()}", saved_id=str(saved.id))


@jobs.task("talent.saved_search")
def look_for(saved_id: str) -> None:
    """Mail that new people match, where some do and whoever saved the search is still with the employer."""
    now = utc_now()
    saved = db.session.scalar(select(SavedSearch).where(SavedSearch.id == UUID(saved_id)).with_for_update())
    if saved is None or not saved.by_mail or saved.looked_at > now - A_DAY:
        return
    since, saved.looked_at = saved.looked_at, now
    grant = select(Grant.id).where(
        Grant.account_id == saved.account_id, Grant.organisation_id == saved.organisation_id, Grant.role == Role.EMPLOYER
    )
    if db.session.scalar(grant) is None or not searching.anybody_new(Wish.of(saved.wish), saved.organisation_id, since, now):
        return
    account = db.session.get_one(Account, saved.account_id)
    with force_locale(account.language):
        body = current_app.jinja_env.get_template("talent/mail/matches.txt").render(
            name=account.name, search=saved.name, link=public_url("talent.saved", saved_id=saved.id),
            stop=public_url("talent.stop_mails", key=stop_key(saved)),
        )  # fmt: skip
        mail.send(account.email, gettext("New people match “%(search)s”", search=saved.name), body)
