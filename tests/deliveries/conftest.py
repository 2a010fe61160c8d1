"""Receivers, and names that lead to them."""

import socket

import pytest

from curriculum_app.deliveries import reaching
from tests.deliveries.receiving import serving


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
