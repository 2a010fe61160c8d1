"""Receivers, names that lead to them, and who registers them."""

import socket

import pytest

from curriculum_app.credentials import keys
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import reaching, vault
from curriculum_app.deliveries.reaching import Reply
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.web.access import Role
from tests.deliveries.receiving import serving
from tests.organisations.keyed import granted, organisation


@pytest.fixture
def names(monkeypatch):
    """What names resolve to: name → addresses; each is looked up as often as it is asked."""
    known, asked = {}, []

    def resolve(host, port, *_, **__):
        asked.append(host)
        found = known.get(host, [host])
        found = found(len(asked)) if callable(found) else found
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(reaching.socket, "getaddrinfo", resolve)
    known["asked"] = asked
    return known


@pytest.fixture
def receiver(app, tmp_path, monkeypatch, names):
    """A receiver on this machine, allowed and trusted."""
    with serving(tmp_path) as made:
        names["receiver.example"] = ["127.0.0.1"]
        monkeypatch.setitem(app.config, "WEBHOOK_NETWORKS", "127.0.0.0/8")
        monkeypatch.setenv("SSL_CERT_FILE", str(made.authority))
        yield made


@pytest.fixture
def key_pairs(app):
    vault.ensure()
    keys.ensure(utc_now())
    db.session.commit()


@pytest.fixture
def school(app):
    return organisation()


@pytest.fixture
def teacher(person, school):
    account = person("강사")
    granted(account, Role.INSTRUCTOR, school)
    return account


@pytest.fixture
def employer(person):
    account = person("채용")
    granted(account, Role.EMPLOYER, organisation("회사", OrganisationKind.EMPLOYER))
    return account


@pytest.fixture
def sent(monkeypatch):
    """What was sent where; each is answered by what stands in `answers`, the last one again and again."""

    class Sent(list):
        answers = [Reply(204)]

        def post(self, url, body, headers):
            self.append((url, body, headers))
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    made = Sent()
    made.answers = [Reply(204)]
    monkeypatch.setattr(reaching, "post", made.post)
    return made
