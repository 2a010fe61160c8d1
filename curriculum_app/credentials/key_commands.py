"""`curriculum credentials keys`, `rotate-key`, `distrust-key` and `signed-by`: the keys, and what to do when one is stolen."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import click
from flask import Flask

from curriculum_app.credentials import distrusting, keys
from curriculum_app.credentials.commands import MakeApp, credentials
from curriculum_app.credentials.models import SigningKey
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused

SENTENCES = {
    "rotation_under_way": "A new key waits for its time already; `curriculum credentials keys` shows it.",
    "key_unknown": "There is no key %(key)s; `curriculum credentials keys` lists them.",
    "in_the_future": "The moment lies in the future.",
    "already_distrusted": "This key is distrusted since %(since)s already; only an earlier moment can be given.",
}


class Moment(click.ParamType[datetime]):
    """A moment as ISO 8601; without a zone it is UTC."""

    name = "datetime"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, with its zone."""
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no moment like 2026-11-20T09:30:00Z", param, ctx)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


@credentials.command("keys")
@click.pass_obj
def list_keys(make_app: MakeApp) -> None:
    """List the keys that sign certificates, the oldest first, with what each is for."""
    with make_app().app_context():
        now = utc_now()
        for key in keys.everyone():
            click.echo(f"{key.id}  made {_said(key.created_at)}  {_use(key, now)}")


@credentials.command("rotate-key")
@click.option("--overlap-days", type=click.IntRange(0, 90), default=3, show_default=True,
              help="Days for which the new key is only published, for those who keep the DID document.")  # fmt: skip
@click.pass_obj
def rotate_key(make_app: MakeApp, overlap_days: int) -> None:
    """Make a new signing key. What the old one signed stays valid."""

    def rotate() -> None:
        made = keys.rotate(utc_now(), timedelta(days=overlap_days))
        begins = f"signs from {_said(made.signs_from)} on" if overlap_days and made.signs_from else "signs from now on"
        click.echo(f"{made.id} {begins}. Back up the folder of keys.")

    _in_app(make_app, rotate)


@credentials.command("distrust-key")
@click.argument("key_id", type=click.UUID)
@click.option("--since", type=Moment(), required=True, help="When the key was certainly yours for the last time, as 2026-11-20T09:30:00Z.")
@click.pass_obj
def distrust_key(make_app: MakeApp, key_id: UUID, since: datetime) -> None:
    """Believe what KEY_ID signed only where the public log shows it by then. There is no way back."""

    def distrust() -> None:
        key = distrusting.distrust(key_id, since, utc_now())
        lost = len(distrusting.signed_by(key_id, since))
        click.echo(f"What {key.id} signed is believed among the first {key.trusted_entries} entries of the log.")
        click.echo(f"{lost} certificates of ours are no longer believed; `curriculum credentials signed-by {key.id} --since …` lists them.")
        click.echo("The worker signs checkpoint, lists and the statement about the key anew, within a minute.")

    _in_app(make_app, distrust)


@credentials.command("signed-by")
@click.argument("key_id", type=click.UUID)
@click.option("--since", type=Moment(), help="Only those that the log does not show by this moment.")
@click.pass_obj
def signed_by(make_app: MakeApp, key_id: UUID, since: datetime | None) -> None:
    """List the certificates that KEY_ID signed: number, public id, place and time in the log, state."""

    def listing() -> None:
        for signed in distrusting.signed_by(key_id, since):
            credential, place = signed.credential, "not logged" if signed.place is None else f"entry {signed.place}"
            state = "revoked" if credential.revoked_at else "suspended" if credential.suspended_at else "in force"
            click.echo(f"{credential.serial}\t{credential.id}\t{place}\t{_said(signed.appended_at)}\t{state}")

    _in_app(make_app, listing)


def _use(key: SigningKey, now: datetime) -> str:
    if key.distrusted_since:
        return f"distrusted since {_said(key.distrusted_since)}, believed for {key.trusted_entries} entries of the log"
    if key.signs_from and key.signs_from > now:
        return f"signs from {_said(key.signs_from)} on"
    if key.retired_at and key.retired_at <= now:
        return f"retired {_said(key.retired_at)}"
    return "signs" + (f" until {_said(key.retired_at)}" if key.retired_at else "")


def _said(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else "–"


def _in_app(make_app: Callable[[], Flask], do: Callable[[], None]) -> None:
    with make_app().app_context():
        try:
            do()
        except Refused as refused:
            click.echo(SENTENCES[refused.code] % refused.parameters, err=True)
            sys.exit(1)
        db.session.commit()
