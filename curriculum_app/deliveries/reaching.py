"""Sending to an address a stranger chose: over TLS, to public networks only, to the very address that was looked at.

The name is resolved once. Where any address it has is not public, nothing is connected to; else the connection goes to one of
those looked at, so that a name that resolves to another a moment later gains nothing. Redirects are not followed, and a deadline
ends what is slow. What the other side says beside its status is not read into the answer.
"""

import re
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

CONNECT, ANSWER, DEADLINE = 5.0, 10.0, 20.0  # seconds
READ = 16 * 1024  # bytes of an answer that are taken off the wire, and thrown away
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What Python calls global and is not the open internet: benchmarks, relays, and IPv6 that carries an IPv4 address inside.
NOT_PUBLIC = [ip_network(net) for net in (
    "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "100.64.0.0/10", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23",
    "::ffff:0:0/96", "::/96", "100::/64", "fec0::/10", "5f00::/16")]  # fmt: skip


class Reply(NamedTuple):
    """What came of it: a status, or the code of what went wrong."""

    status: int | None
    error: str = ""
    retry_after: int | None = None  # seconds the other side asked for

    @property
    def ok(self) -> bool:
        """Whether it was taken."""
        return self.status is not None and 200 <= self.status < 300


def is_acceptable(url: str) -> bool:
    """Whether an address has the shape of one that may be told: https, a host, no user, no fragment."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    return plain and parts.scheme == "https" and bool(host) and parts.username is None and not parts.fragment and port != 0


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Send, and tell what came of it. It raises nothing that the other side or the network could cause."""
    if not is_acceptable(url):
        return Reply(None, "not_acceptable")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        addresses = _resolved(host, port)
    except (OSError, UnicodeError):
        return Reply(None, "no_address")
    if not addresses or not all(map(_may_be_reached, addresses)):
        return Reply(None, "not_public")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = {"Host": host if port == 443 else f"{host}:{port}", **headers}
    return _exchange(_connection(addresses[0], port, host), target, body, asked)


def _resolved(host: str, port: int) -> list[Address]:
    """Every address a name has now, in the system's order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in found]


def _may_be_reached(address: Address) -> bool:
    return is_public(address) or any(address in network for network in _further_networks())


def is_public(address: Address) -> bool:
    """Whether an address lies on the open internet."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    return not any(address in network for network in NOT_PUBLIC)


def _further_networks() -> list[Network]:
    given = (one.strip() for one in current_app.config["WEBHOOK_NETWORKS"].split(","))
    return [ip_network(one) for one in given if one]


def _connection(address: Address, port: int, host: str) -> HTTPSConnection:
    """A connection to this address, whose certificate must be the host's."""
    return HTTPSConnection(str(address), port, timeout=CONNECT, ssl_context=ssl.create_default_context(), server_hostname=host)


def _exchange(connection: HTTPSConnection, target: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    try:
        connection.connect()
        with _deadline(connection):
            connection.timeout = ANSWER
            connection.sock.settimeout(ANSWER)
            connection.request("POST", target, body=body, headers=dict(headers), preload_content=False, decode_content=False)
            answer = connection.getresponse()
            with suppress(OSError, HTTPError, ValueError):  # its status is all we need
                answer.read(READ)
            return Reply(answer.status, "" if 200 <= answer.status < 300 else "status", _seconds(answer.headers.get("Retry-After")))
    except ssl.SSLError:
        return Reply(None, "tls")
    except TimeoutError:
        return Reply(None, "timeout")
    except HTTPError as error:
        return Reply(None, _code(error))
    except (OSError, HTTPException, ValueError):  # the last two: an answer that is no HTTP
        return Reply(None, "connection")
    finally:
        connection.close()


def _code(error: HTTPError) -> str:
    words = type(error).__name__
    return "timeout" if "Timeout" in words else "tls" if "SSL" in words else "connection"


class _deadline:
    """Ends a connection that is still going on after the deadline, however it drips."""

    def __init__(self, connection: HTTPSConnection) -> None:
        self._timer = threading.Timer(DEADLINE, self._end, [connection])
        self._timer.daemon = True

    @staticmethod
    def _end(connection: HTTPSConnection) -> None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _seconds(retry_after: str | None) -> int | None:
    """How long the other side asks to be left alone, where it says so in seconds; a day at most."""
    return min(int(retry_after), 86_400) if re.fullmatch("[0-9]{1,8}", retry_after or "") and retry_after else None
