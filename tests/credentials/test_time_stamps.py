"""With a time-stamping authority a seal carries its witness; what is no witness of this very seal is told."""

import asyncio
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from curriculum_app.credentials import sealing
from tests.credentials.school import CREDENTIAL, NOW, founded, printed
from tests.credentials.test_sealing import gap, with_byte


def authority():
    """A time-stamping authority of its own."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Clock")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, SHA256())
    )
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, asn1_keys.PrivateKeyInfo.load(secret), fixed_dt=NOW)


@pytest.fixture(scope="module")
def clock():
    """The address of a time-stamping authority."""
    stamper = authority()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            given = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(given)))
            self.end_headers()
            self.wfile.write(given)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def stamped(clock, tmp_path_factory):
    app = founded(tmp_path_factory.mktemp("school"), SEAL_TIMESTAMP_URL=clock)
    with app.app_context():
        return sealing.seal(printed(), NOW), sealing.authorities()


def test_a_stamped_seal_holds_and_carries_its_time_stamp(stamped, tmp_path):
    pdf, authorities = stamped
    assert sealing.check(pdf, authorities) == ("sealed", CREDENTIAL)
    file = tmp_path / "stamped.pdf"
    file.write_bytes(pdf)
    with file.open("rb") as opened:
        (found,) = PdfFileReader(opened).embedded_signatures
        (stamp,) = extract_tst_data_iter(found.signer_info, signed=False)
        assert stamp["encap_content_info"]["content"].parsed["gen_time"].native == NOW


def test_a_time_stamp_that_was_touched_is_told(stamped):
    pdf, authorities = stamped
    start, zeros, _ = gap(pdf)
    signed = bytes.fromhex(pdf[start : zeros + zeros % 2].decode()[: (zeros - start) // 2 * 2])
    info = start + 2 * signed.rindex(NOW.strftime("%Y%m%d%H%M%SZ").encode())
    assert sealing.check(with_byte(pdf, info + 1, pdf[info + 1] ^ 1), authorities) == ("changed", CREDENTIAL)


def test_where_the_authority_is_away_nothing_is_sealed(tmp_path):
    app = founded(tmp_path, SEAL_TIMESTAMP_URL="http://127.0.0.1:9/")
    with app.app_context(), pytest.raises(TimestampRequestError):
        sealing.seal(printed(), NOW)
