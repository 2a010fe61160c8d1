"""Sealing a printed certificate, and reading a seal: PAdES (ETSI EN 319 142-1) as a certification that allows no change.

A reader of PDFs forgives much: bytes in the padding of a signature, its hex in capitals, certificates nobody asked for. Here
a seal is only as this school writes it. And a file's structure is followed only once the signature over it holds: until
then it is bytes in which one signature and one attachment are looked for, so that hostile files find nothing to work on.
"""

import hashlib
import io
import re
import zlib
from datetime import datetime
from typing import NamedTuple

from asn1crypto import (
    cms,
    parser,
    tsp,  # noqa: F401  teaches cms the attributes of CAdES
)
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from flask import current_app

from curriculum_app.credentials import certification
from curriculum_app.credentials.certification import authorities, ensure

__all__ = ["SealReport", "authorities", "check", "ensure", "seal"]

ATTACHED = "credential.json"
LARGEST, LARGEST_ATTACHMENT = 5 * 2**20, 2**20  # bytes; a certificate has 42,000, its attachment 4,000
LARGEST_SEAL = 40_000  # hexadecimal digits
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile(?![\w#])")
STREAM = re.compile(rb"stream\r?\n")
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
CONTENTS = re.compile(rb"<([0-9a-f]+)>")


class SealReport(NamedTuple):
    """What became of a seal, as a code, and the attached credential where one could be read.

    `sealed` is the only good news. Not readable at all: `too_large`, `not_pdf`, `encrypted`, `no_credential`. Readable, but
    not as sealed: `unsealed`, `two_seals`, `appended`, `changed`, `foreign` (another authority), `out_of_date`.
    """

    code: str
    credential: bytes | None = None


class _Broken(Exception):
    """The seal does not hold; the argument is the code of the report."""


def seal(pdf: bytes, now: datetime) -> bytes:
    """The PDF with its seal appended; for the worker only.

    Raises LookupError, OSError or key_files.Locked where the key can't be had, OSError where the time stamp can't.
    """
    from curriculum_app.credentials import pades  # only the worker writes seals

    config = current_app.config
    made = pades.certified(pdf, certification.current(now), now, config["ISSUER_NAME_EN"], config["SEAL_TIMESTAMP_URL"])
    return _in_small_letters(made)


def _in_small_letters(pdf: bytes) -> bytes:
    """The same PDF, the hexadecimal of its signature in small letters: of two ways to write it, one is ours."""
    start, end = _gap(pdf)
    return pdf[:start] + pdf[start:end].lower() + pdf[end:]


def check(pdf: bytes, authorities: tuple[bytes, ...]) -> SealReport:
    """Whether the PDF is as one of the authorities (PEM) sealed it. Nothing is fetched; no input makes it raise."""
    if len(pdf) > LARGEST:
        return SealReport("too_large")
    if not pdf.startswith(b"%PDF-"):
        return SealReport("not_pdf")
    if ENCRYPTED.search(pdf):
        return SealReport("encrypted")
    try:
        credential = _attachment(pdf)
    except _Broken as broken:
        return SealReport(str(broken))
    try:
        _hold(pdf, credential, authorities)
    except _Broken as broken:
        return SealReport(str(broken), credential)
    except Exception:  # hostile structures make parsers raise anything; none of it is a seal of ours
        return SealReport("changed", credential)
    return SealReport("sealed", credential)


def _attachment(pdf: bytes) -> bytes:
    """The one embedded file, inflated up to its limit. Raises _Broken."""
    found = [match.end() for match in EMBEDDED.finditer(pdf)]
    if len(found) != 1:
        raise _Broken("no_credential")
    start = STREAM.search(pdf, found[0], found[0] + 2000)
    if start is None:
        raise _Broken("not_pdf")
    if pdf[start.end() : start.end() + 1] == b"{":
        data, whole = pdf[start.end() : pdf.find(b"endstream", start.end())].rstrip(b"\r\n"), True
    else:
        data, whole = _inflated(memoryview(pdf)[start.end() :])
    if len(data) > LARGEST_ATTACHMENT:
        raise _Broken("too_large")
    if not whole:
        raise _Broken("not_pdf")
    return data


def _inflated(data: memoryview) -> tuple[bytes, bool]:
    """What a zlib stream holds, one byte more than the limit at most; and whether that is all."""
    inflate = zlib.decompressobj()
    try:
        return inflate.decompress(data, LARGEST_ATTACHMENT + 1), inflate.eof
    except zlib.error:
        return b"", False


def _hold(pdf: bytes, credential: bytes, authorities: tuple[bytes, ...]) -> None:
    """Pass where the seal holds. Raises _Broken, or whatever a parser raises."""
    start, end = _gap(pdf)
    found = CONTENTS.fullmatch(pdf, start, end)
    if found is None or end - start > LARGEST_SEAL:
        raise _Broken("changed")
    padded = bytes.fromhex(found[1].decode())
    length = parser.peek(padded)
    if padded[length:].strip(b"\0"):
        raise _Broken("changed")
    certificates = _signed(padded[:length], hashlib.sha256(pdf[:start] + pdf[end:]).digest(), authorities)
    _certifies(pdf, credential, *certificates)


def _gap(pdf: bytes) -> tuple[int, int]:
    """Where the one signature stands, which must cover all the rest of the file. Raises _Broken."""
    if (count := pdf.count(b"/ByteRange")) != 1:
        raise _Broken("two_seals" if count else "unsealed")
    found = RANGE.search(pdf)
    if found is None:
        raise _Broken("changed")
    first, start, end, rest = map(int, found.groups())
    if first == 0 and start < end and end + rest < len(pdf):
        raise _Broken("appended")
    if first or start >= end or end + rest != len(pdf) or not pdf[:start].rstrip().endswith(b"/Contents"):
        raise _Broken("changed")
    return start, end


def _signed(der: bytes, digest: bytes, authorities: tuple[bytes, ...]) -> tuple[x509.Certificate, x509.Certificate]:
    """The certificates of seal and authority, where the signature (CMS, RFC 5652) is theirs and over this digest."""
    signed = cms.ContentInfo.load(der, strict=True)["content"]
    (info,) = signed["signer_infos"]
    said = {one["type"].native: one["values"] for one in info["signed_attrs"]}
    if said["message_digest"].native != [digest]:
        raise _Broken("changed")
    sealer = x509.load_der_x509_certificate(_certificate_of(signed, info).dump())
    authority = certification.issuer_of(sealer, [x509.load_pem_x509_certificate(pem) for pem in authorities])
    if authority is None:
        raise _Broken("foreign")
    if said["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native != sealer.fingerprint(SHA256()):
        raise _Broken("changed")
    if not _is_by(sealer, info) or _written_anew(info, sealer, authority) != der:
        raise _Broken("changed")
    _stamped(info)
    return sealer, authority


def _is_by(sealer: x509.Certificate, info: cms.SignerInfo) -> bool:
    """Whether the signature is by this key, and the lower of the two that are as good."""
    key, signature = sealer.public_key(), info["signature"].native
    assert isinstance(key, EllipticCurvePublicKey)
    try:
        key.verify(signature, info["signed_attrs"].untag().dump(), ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return 2 * decode_dss_signature(signature)[1] < certification.ORDER


def _certificate_of(signed: cms.SignedData, info: cms.SignerInfo) -> asn1_x509.Certificate:
    """The one certificate in the container that its signer names."""
    serial = info["sid"].chosen["serial_number"].native
    (found,) = (one.chosen for one in signed["certificates"] if one.chosen.serial_number == serial)
    return found


def _written_anew(info: cms.SignerInfo, sealer: x509.Certificate, authority: x509.Certificate) -> bytes:
    """The container of a signature as this school writes it: what no signature covers can be no other than this."""
    certificate, sha256 = _asn1(sealer), {"algorithm": "sha256"}
    named = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1", "digest_algorithm": sha256, "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "sid": cms.SignerIdentifier("issuer_and_serial_number", named),
        "signed_attrs": cms.CMSAttributes.load(info["signed_attrs"].untag().dump(force=True)),
        "signature": info["signature"].native,
    }  # fmt: skip
    if info["unsigned_attrs"]:
        signer["unsigned_attrs"] = info["unsigned_attrs"]
    signed = {
        "version": "v1", "digest_algorithms": [sha256], "encap_content_info": {"content_type": "data"},
        "certificates": [cms.CertificateChoices("certificate", one) for one in (_asn1(authority), certificate)],
        "signer_infos": [signer],
    }  # fmt: skip
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()
    return made


def _stamped(info: cms.SignerInfo) -> None:
    """Pass where there is no time stamp, or one (RFC 3161) that is intact and over this signature. Raises _Broken.

    Who stamped is not asked: the seal says its time itself, under its own signature, and no time stamp makes it older. So
    what the stamp's own signature leaves open, such as its certificates, is not held to one form here.
    """
    if not info["unsigned_attrs"]:
        return
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    (attribute,) = info["unsigned_attrs"]
    (token,) = attribute["values"]
    stamp, signer = token["content"], extract_signer_info(token["content"])
    stated = stamp["encap_content_info"]["content"]
    over, imprint = stated.parsed["message_imprint"], signer["digest_algorithm"]["algorithm"].native
    of_seal = hashlib.new(over["hash_algorithm"]["algorithm"].native, info["signature"].native).digest()
    held = validate_sig_integrity(
        signer, _certificate_of(stamp, signer), "tst_info", hashlib.new(imprint, bytes(stated)).digest()
    )
    named = attribute["type"].native == "signature_time_stamp_token"
    if not named or over["hashed_message"].native != of_seal or held != (True, True):
        raise _Broken("changed")


def _certifies(pdf: bytes, credential: bytes, sealer: x509.Certificate, authority: x509.Certificate) -> None:
    """Pass where the seal allows no change, was in force when it was made, and the attachment is the one that readers show."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    reader = PdfFileReader(io.BytesIO(pdf))
    (found,) = reader.embedded_signatures
    name, attached = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    if (
        found.docmdp_level is not MDPPerm.NO_CHANGES
        or found.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE
        or found.sig_object["/SubFilter"] != "/ETSI.CAdES.detached"
        or (name, attached.get_object()["/EF"]["/F"].data) != (ATTACHED, credential)
    ):
        raise _Broken("changed")
    at, usage = found.self_reported_timestamp, sealer.extensions.get_extension_for_class(x509.KeyUsage).value
    if not (usage.digital_signature and usage.content_commitment):
        raise _Broken("foreign")
    if not all(one.not_valid_before_utc <= at < one.not_valid_after_utc for one in (sealer, authority)):
        raise _Broken("out_of_date")


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
