"""The worker's part: deciding, signing, printing. Each job is safe to run twice.

Canonicalising and printing take a tenth of a second, so they run between two short transactions and not inside one.
"""

from uuid import UUID

from curriculum_app import jobs
from curriculum_app.accounts.models import Account
from curriculum_app.credentials import (
    changing,
    distrusting,
    documents,
    dressing,
    issuing,
    keys,
    printing,
    queries,
    renewing,
    statuses,
    telling,
    transparency,
)
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live


@jobs.task("credentials.consider")
def consider(enrolment_id: str) -> None:
    """Issue the certificate of an enrolment if it is earned."""
    issuing.consider(enrolment_id, utc_now(), live())


@jobs.task("credentials.renew")
def renew(sitting_id: str) -> None:
    """Issue the certificate that a passed update test renews."""
    renewing.renew(UUID(sitting_id), live(), utc_now())


@jobs.task("credentials.remind")
def remind() -> None:
    """Remind those whose certificate ends soon."""
    telling.remind(utc_now())


@jobs.every_minute
def look_for_endings() -> None:
    """Put down, by the hour, the look for certificates that end soon."""
    jobs.enqueue("credentials.remind", f"{utc_now():%Y-%m-%dT%H}")


@jobs.task("credentials.print")
def print_credential(credential_id: str) -> None:
    """Sign a credential as JSON and as a JWT and print its PDF; once made, none is made again."""
    id = UUID(credential_id)
    if queries.is_printed(id):
        return
    now, credential = utc_now(), db.session.get_one(Credential, id)
    if credential.erased_at is not None:
        return
    holder = db.session.get(Account, credential.account_id) if credential.account_id else None
    said = printing.Said(
        id, documents.document(credential, holder.email if holder else ""), credential.facts, credential.issued_at,
        dressing.pictures(credential.facts, credential.organisation_id),
    )  # fmt: skip
    signer, status_list = keys.signer(), credential.status_list
    db.session.rollback()  # ends the reading; the lease of the job keeps others away

    made = printing.made(said, signer, now)

    if not queries.is_held(id):  # its holder's data were erased while it was being printed
        return
    db.session.add(made)
    statuses.ensure_list(status_list, now)
    telling.tell_of_issue(id)
    transparency.append(id, made.document_sha256, now)


@jobs.task("credentials.sign_list")
def sign_list(number: int) -> None:
    """Sign a status list as it stands."""
    statuses.sign_list(number, utc_now())


@jobs.task("credentials.change_standing")
def change_standing(change_id: str) -> None:
    """Do some of a change, and put down the rest."""
    if change := db.session.get(Change, UUID(change_id)):
        changing.do_some(change, utc_now())


@jobs.every_minute
def end_what_waited_too_long() -> None:
    """End requests that no second person answered."""
    changing.expire(utc_now())


@jobs.task("credentials.sign_checkpoint")
def sign_checkpoint() -> None:
    """Sign the newest checkpoint with the key in use."""
    transparency.sign_again(utc_now())


@jobs.task("credentials.state_keys")
def state_keys() -> None:
    """Say of stolen keys which of their certificates hold."""
    distrusting.state(utc_now())


@jobs.every_minute
def take_over() -> None:
    """Put down what a key that took over has to sign anew: the checkpoint, and the statements about stolen keys."""
    now = utc_now()
    if not transparency.is_signed_by_the_key_in_use(now):
        jobs.enqueue("credentials.sign_checkpoint", f"at {now:%Y-%m-%dT%H:%M}")
    if not distrusting.is_stated():
        jobs.enqueue("credentials.state_keys", f"at {now:%Y-%m-%dT%H:%M}")


@jobs.task("credentials.log")
def log_missing() -> None:
    """Log what was printed before there was a log."""
    transparency.append_missing(utc_now())


@jobs.every_minute
def catch_up_with_the_log() -> None:
    """Put down the logging of what is printed and not logged."""
    if transparency.is_behind():
        jobs.enqueue("credentials.log", f"at {utc_now():%Y-%m-%dT%H:%M}")


@jobs.every_minute
def renew_lists() -> None:
    """Put down the signing of lists older than an hour."""
    now = utc_now()
    for number in statuses.stale(now):
        jobs.enqueue("credentials.sign_list", f"{number} at {now:%Y-%m-%dT%H}", number=number)
