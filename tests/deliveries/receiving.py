"""A receiver of webhooks: a TLS server on this machine, whose certificate comes of an authority of the test's own."""

import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

HOST = "receiver.example"


class Received(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """What arrived, and how it answers."""

    def __init__(self, folder):
        self.received, self.connections, self.answers = [], 0, []  # answers: (status, headers), the last one again and again
        self.authority, certificate = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        receiver = self

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def get_request(self):
                receiver.connections += 1
                connection, address = super().get_request()
                return context.wrap_socket(connection, server_side=True), address

            def handle_error(self, *_):
                """A client that breaks off is no news."""

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append(Received(self.path, dict(self.headers.items()), body))
                status, headers, *more = receiver.answers.pop(0) if len(receiver.answers) > 1 else (receiver.answers or [(204, {})])[0]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for part in more:
                    self.wfile.write(part)

            def log_message(self, *_):
                """Quiet."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"https://{HOST}:{self.port}/hook?from=school"


@contextmanager
def serving(folder):
    receiver = Receiver(folder)
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()


def _certificate(folder):
    """The authority's certificate, and one file with the server's key and certificate."""
    now, name = datetime.now(UTC), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Receiver's authority")])
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def made(subject, public, *extensions):
        begin, end = now - timedelta(days=1), now + timedelta(days=1)
        builder = x509.CertificateBuilder(name, subject, public, x509.random_serial_number(), begin, end)
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(ca_key, SHA256()).public_bytes(Encoding.PEM)

    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    identifier = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    authority = folder / "authority.pem"
    authority.write_bytes(made(name, ca_key.public_key(), x509.BasicConstraints(True, None), usage, identifier))
    server = folder / "server.pem"
    server.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made(
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)]), key.public_key(),
            x509.SubjectAlternativeName([x509.DNSName(HOST)]), x509.BasicConstraints(False, None),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()),
        )
    )  # fmt: skip
    return authority, server
