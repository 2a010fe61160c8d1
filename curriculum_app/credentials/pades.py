"""Writing a seal with pyHanko, for the worker only: loading it takes a third of a second."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from curriculum_app.credentials.certification import ORDER, Seal

FIELD = "Seal"
RESERVED, RESERVED_WITH_TIME = 8192, 32768  # hexadecimal digits; a time stamp brings a chain of its own


class LowSigner(signers.SimpleSigner):
    """Signs with the lower of the two values that make an ECDSA signature of one (as in BIP 146): the other is not ours."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """An ECDSA signature in DER."""
        r, s = decode_dss_signature(super().sign_raw(data, digest_algorithm))
        return encode_dss_signature(r, min(s, ORDER - s))


class Appending(IncrementalPdfFileWriter):
    """Appends to a PDF/A and leaves its metadata alone: Info and XMP must say the same, and the library lets them differ."""

    def _update_meta(self) -> None:
        pass


class Sealer(signers.PdfSigner):
    """Certifies at the time it is told, in PDF 1.7, which PDF/A-3 rests on: for P-256 the library would make it 2.0."""

    sealed_at: datetime

    def init_signing_session(self, *args: Any, **more: Any) -> PdfSigningSession:
        """A signing session by our clock."""
        session = super().init_signing_session(*args, **more)
        session.system_time = self.sealed_at
        return session

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        """Say that a PDF of 1.7 holds PAdES."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


def certified(pdf: bytes, seal: Seal, now: datetime, name: str, stamp: str) -> bytes:
    """The PDF with a certification that allows no change; `stamp` is a time-stamping authority's address or empty.

    Raises pyhanko.sign.timestamps.TimestampRequestError where that authority doesn't answer.
    """
    says = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES, reason="Certificate as issued", name=name,
    )  # fmt: skip
    sealer = Sealer(says, _signer(seal), timestamper=timestamps.HTTPTimeStamper(stamp) if stamp else None)
    sealer.sealed_at = now
    made = io.BytesIO()
    reserved = RESERVED_WITH_TIME if stamp else RESERVED
    with ThreadPoolExecutor(1) as thread:  # the library starts an event loop, which a thread that runs one already refuses
        thread.submit(sealer.sign_pdf, Appending(io.BytesIO(pdf)), bytes_reserved=reserved, output=made).result()
    return made.getvalue()


def _signer(seal: Seal) -> LowSigner:
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    certificate, authority = (
        x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (seal.certificate, seal.authority)
    )
    chain.register(authority)
    secret = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return LowSigner(certificate, keys.PrivateKeyInfo.load(secret), chain)
