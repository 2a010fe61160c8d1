"""Sending one message: queued with the transaction that causes it, delivered by the worker."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from flask import current_app

from curriculum_app import jobs
from curriculum_app.database import utc_now


def send(to: str, subject: str, body: str) -> None:
    """Queue a plain-text message. Its id goes with it, so that delivered twice it is still one message."""
    message_id = f"{utc_now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:16]}"
    jobs.enqueue("mail", message_id, message_id=message_id, to=to, subject=subject, body=body)


@jobs.task("mail")
def deliver(message_id: str, to: str, subject: str, body: str) -> None:
    """Hand a message to the mail server, or lay it into the mail folder. Mail programs show one Message-ID once."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = current_app.config["MAIL_FROM"], to, subject
    domain = parseaddr(current_app.config["MAIL_FROM"])[1].rpartition("@")[2]
    message["Date"], message["Message-ID"] = utc_now(), f"<{message_id}@{domain}>"
    message.set_content(body, cte="8bit")
    url = current_app.config["MAIL_URL"]
    if url == "folder":
        (folder() / f"{message_id}.eml").write_bytes(message.as_bytes())
    else:
        _by_smtp(message, url)


def folder() -> Path:
    """Where messages lie when no mail server is set."""
    place = Path(current_app.config["DATA_DIR"]) / "mail"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def laid_down(most: int) -> list[EmailMessage]:
    """The newest messages of the folder."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:most]
    return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]


def _by_smtp(message: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 25, timeout=20) as connection:
        if server.scheme == "smtp+starttls":
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
