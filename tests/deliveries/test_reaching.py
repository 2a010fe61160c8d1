"""Nothing is connected to but the public internet and what the site allows, whatever a name says now or a moment later."""

import socket
from ipaddress import ip_address

import pytest

from curriculum_app.deliveries import reaching
from curriculum_app.deliveries.reaching import is_acceptable, is_public, post

INSIDE = {
    "loopback": "127.0.0.1", "another loopback": "127.9.9.9", "loopback of IPv6": "::1", "nowhere": "0.0.0.0", "this network": "0.1.2.3",
    "private 10": "10.0.0.7", "private 172": "172.16.0.1", "private 192": "192.168.0.1", "link-local": "169.254.10.10",
    "metadata": "169.254.169.254", "metadata of IPv6": "fd00:ec2::254", "link-local of IPv6": "fe80::1", "unique local": "fc00::1",
    "carrier": "100.64.0.1", "multicast": "224.0.0.1", "multicast of the site": "239.1.1.1", "multicast of IPv6": "ff02::1",
    "broadcast": "255.255.255.255", "reserved": "240.0.0.1", "mapped loopback": "::ffff:127.0.0.1", "mapped private": "::ffff:10.0.0.1",
    "mapped public": "::ffff:8.8.8.8", "compatible": "::127.0.0.1", "translated": "64:ff9b::7f00:1", "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:7f00:1::", "benchmarks": "198.18.0.1", "documentation": "192.0.2.1", "site-local": "fec0::1", "all of IPv6": "::",
    "protocols": "192.0.0.8", "discard": "100::1",
}  # fmt: skip


@pytest.fixture
def connections(monkeypatch):
    """Every connection that anybody tries to make."""
    tried = []
    monkeypatch.setattr("urllib3.util.connection.create_connection", lambda address, *_, **__: tried.append(address) or _refuse())
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: tried.append(address) or _refuse())
    return tried


def _refuse():
    raise ConnectionRefusedError


@pytest.mark.parametrize("address", INSIDE.values(), ids=INSIDE)
def test_what_is_inside_is_not_connected_to(app, names, connections, address):
    assert not is_public(ip_address(address))
    names["inside.example"] = [address]
    assert post("https://inside.example/", b"{}", {}).error == "not_public"
    literal = f"[{address}]" if ":" in address else address
    assert post(f"https://{literal}/", b"{}", {}).error == "not_public"
    assert connections == []


@pytest.mark.parametrize("url", [
    "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://localhost/", "https://localhost./",
    "https://ip6-localhost/",
])  # fmt: skip
def test_other_spellings_of_this_machine_lead_nowhere(app, connections, url):
    """By the system's own resolver."""
    assert post(url, b"{}", {}).error in {"not_public", "no_address"}
    assert connections == []


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "203.0.114.9", "2606:4700::1111", "2a00:1450::5"])
def test_what_is_public_is_connected_to(app, names, connections, address):
    names["outside.example"] = [address]
    assert post("https://outside.example/", b"{}", {}).error == "connection"
    assert connections == [(address, 443)]


def test_one_address_inside_among_several_is_enough_to_refuse(app, names, connections):
    names["mixed.example"] = ["8.8.8.8", "10.0.0.1"]
    assert post("https://mixed.example/", b"{}", {}).error == "not_public"
    assert connections == []


def test_a_name_that_resolves_to_another_address_a_moment_later_gains_nothing(app, names, connections):
    names["rebinding.example"] = lambda time: ["8.8.8.8"] if time == 1 else ["127.0.0.1"]
    post("https://rebinding.example/", b"{}", {})
    assert connections == [("8.8.8.8", 443)]  # the one that was looked at, and no second look
    assert names["asked"] == ["rebinding.example"]


@pytest.mark.parametrize("url", [
    "http://outside.example/", "ftp://outside.example/", "//outside.example/", "https:///x", "https://user@outside.example/",
    "https://user:word@outside.example/", "https://outside.example/#part", "https://outside.example\\@127.0.0.1/",
    "https://outside.example /",
    "https://outside.example:99999/", "https://outside.example:0/", "https://[::1/", "https://outside.example/\r\nHost: x",
    "https://예.example/", "",
])  # fmt: skip
def test_only_plain_https_addresses_are_taken(app, names, connections, url):
    assert not is_acceptable(url)
    assert post(url, b"{}", {}).error == "not_acceptable"
    assert connections == []


def test_a_name_without_an_address_is_told(app, monkeypatch, connections):
    def unknown(*_, **__):
        raise socket.gaierror

    monkeypatch.setattr(reaching.socket, "getaddrinfo", unknown)
    assert post("https://nowhere.example/", b"{}", {}).error == "no_address"
    assert connections == []


# Against a real server


def test_it_is_sent_over_tls_with_the_name_of_the_host(receiver):
    reply = post(receiver.url, b'{"a": 1}', {"Content-Type": "application/json"})
    assert reply == (204, "", None)
    (received,) = receiver.received
    assert (received.path, received.body) == ("/hook?from=school", b'{"a": 1}')
    assert received.headers["Host"] == f"receiver.example:{receiver.port}"


def test_a_redirect_is_not_followed(receiver):
    receiver.answers = [(302, {"Location": f"https://receiver.example:{receiver.port}/elsewhere"})]
    assert post(receiver.url, b"{}", {})[:2] == (302, "status")
    assert (receiver.connections, len(receiver.received)) == (1, 1)


def test_the_certificate_must_be_the_hosts(receiver, names):
    names["other.example"] = ["127.0.0.1"]
    assert post(f"https://other.example:{receiver.port}/", b"{}", {}).error == "tls"
    assert receiver.received == []


def test_the_certificate_must_be_trusted(receiver, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert post(receiver.url, b"{}", {}).error == "tls"
    assert receiver.received == []


def test_a_long_answer_is_not_read_to_its_end(receiver):
    receiver.answers = [(200, {}, b"x" * 50_000_000)]
    assert post(receiver.url, b"{}", {}).ok


def test_an_answer_that_does_not_come_is_not_waited_for(receiver, monkeypatch):
    monkeypatch.setattr(reaching, "ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert post(f"https://receiver.example:{silent.getsockname()[1]}/", b"{}", {}).error in {"timeout", "connection"}


def test_an_answer_that_drips_is_ended_by_the_deadline(receiver, monkeypatch):
    monkeypatch.setattr(reaching, "DEADLINE", 0.3)
    monkeypatch.setattr(reaching, "CONNECT", 0.3)
    receiver.server.RequestHandlerClass.do_POST = lambda handler: drip(handler)
    reply = post(receiver.url, b"{}", {})
    assert reply.error in {"connection", "timeout"}


def drip(handler):
    """A header, letter by letter, that never ends."""
    from time import sleep

    try:
        for _ in range(200):
            handler.connection.sendall(b"X")
            sleep(0.05)
    except OSError:
        return


def test_an_answer_that_is_no_http_is_told(receiver):
    receiver.server.RequestHandlerClass.do_POST = lambda handler: handler.wfile.write(b"hello\r\n\r\n")
    assert post(receiver.url, b"{}", {}).error == "connection"


def test_how_long_to_wait_is_read_where_it_is_seconds(receiver):
    asked = ("120", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 8)
    receiver.answers = [(503, {"Retry-After": one}) for one in asked]
    assert [post(receiver.url, b"{}", {}).retry_after for _ in range(3)] == [120, None, 86_400]
