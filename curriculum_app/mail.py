"""Sending one message: queued with the transaction that causes it, delivered by the worker."""

import logging
import smtplib
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from flask import current_app
from sqlalchemy import select

from curriculum_app import jobs
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job

MOST = 2  # times that a message may be handed to the mail server
log = logging.getLogger(__name__)


def send(to: str, subject: str, body: str, cause: str = "") -> None:
    """Queue a plain-text message. Its id goes with it, so that delivered twice it is still one message.

    Where there is a `cause`, it is written once for it, ever, however often it is asked for.
    """
    message_id = id_for(cause) if cause else f"{utc_now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:16]}"
    jobs.enqueue("mail", message_id, message_id=message_id, to=to, subject=subject, body=body)


def id_for(cause: str) -> str:
    """The id of the one message for a cause; it tells nobody what the cause is."""
    return sha256(cause.encode()).hexdigest()[:40]


@jobs.task("mail")
def deliver(message_id: str, to: str, subject: str, body: str, handed: int = 0) -> None:
    """Hand a message to the mail server, or lay it into the mail folder. Mail programs show one Message-ID once.

    `handed` counts how often it was handed over without a word of what became of it: after a second time it is given up.
    """
    if handed >= MOST:
        log.error("gave a message up: nobody knows whether the mail server has it (%s)", message_id)
        return
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = current_app.config["MAIL_FROM"], to, subject
    domain = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2]
    message["Date"], message["Message-ID"] = utc_now(), f"<{message_id}@{domain}>"
    message.set_content(body, cte="8bit")
    url = current_app.config["MAIL_URL"]
    if url == "folder":
        (folder() / f"{message_id}.eml").write_bytes(message.as_bytes())
    else:
        _by_smtp(message, url, lambda count: _note(message_id, handed + count))


def folder() -> Path:
    """Where messages lie when no mail server is set."""
    place = Path(current_app.config["DATA_DIR"]) / "mail"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def laid_down(most: int) -> list[EmailMessage]:
    """The newest messages of the folder."""
    files = sorted(folder().glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)[:most]
    return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]


def _note(message_id: str, handed: int) -> None:
    """Write down at once how often a message was handed over: a crash must not forget it."""
    job = db.session.scalar(select(Job).where(Job.name == "mail", Job.key == message_id))
    if job is not None:
        job.arguments = {**job.arguments, "handed": handed}
    db.session.commit()


def _by_smtp(message: EmailMessage, url: str, note: Callable[[int], None]) -> None:
    server = urlsplit(url)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 25, timeout=20) as connection:
        if server.scheme == "smtp+starttls":
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        note(1)
        try:
            connection.send_message(message)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            note(0)  # the server said no, so it does not have it
            raise
