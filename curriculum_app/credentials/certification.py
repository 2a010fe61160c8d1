"""The school's certification authority and the seal certificates it signs (X.509, RFC 5280), as files in DATA_DIR/keys.

P-256 throughout: PDF readers refuse Ed25519. What was made stays, so that old seals keep their chain.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from flask import current_app

from curriculum_app.credentials import key_files

AUTHORITY_LASTS, SEAL_LASTS = timedelta(days=30 * 365), timedelta(days=5 * 365)
SKEW = timedelta(hours=1)  # another machine's clock may be behind
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)
LONGEST = 64  # RFC 5280, ub-common-name and ub-organization-name


class Seal(NamedTuple):
    """What seals: a private key, its certificate, and the authority that signed it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate


def ensure(now: datetime) -> None:
    """Make the authority and the seal certificate where there is none in force."""
    if _in_force("authority", now) is None:
        _make_authority(now)
    if _in_force("seal", now) is None:
        renew(now)


def renew(now: datetime) -> x509.Certificate:
    """Make a new seal certificate, which seals from now on. Raises LookupError where no authority was made."""
    found = _in_force("authority", now)
    if found is None:
        raise LookupError("there is no certification authority; `curriculum prepare` makes it")
    file, authority = found
    key = ec.generate_private_key(ec.SECP256R1())
    end = min(now + SEAL_LASTS, authority.not_valid_after_utc)
    made = (
        _certificate("certificate seal", authority.subject, key.public_key(), now, end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(_public(authority)), critical=False)
        .sign(_private(file), SHA256())
    )
    _keep("seal", key, made)
    return made


def current(now: datetime) -> Seal:
    """The newest seal in force, for the worker only. Raises LookupError, OSError, key_files.Locked."""
    found = _in_force("seal", now)
    if found is None:
        raise LookupError("there is no seal certificate in force; `curriculum credentials renew-seal` makes one")
    file, certificate = found
    authority = issuer_of(certificate, [made for _, made in _certificates("authority")])
    if authority is None:
        raise LookupError(f"the authority that signed {file} is away")
    return Seal(_private(file), certificate, authority)


def authorities() -> tuple[bytes, ...]:
    """The certificates of the school's authorities as PEM, oldest first; none where none was made."""
    return tuple(made.public_bytes(Encoding.PEM) for _, made in _certificates("authority"))


def issuer_of(certificate: x509.Certificate, authorities: list[x509.Certificate]) -> x509.Certificate | None:
    """The one of the authorities whose key signed the certificate."""
    for authority in authorities:
        try:
            certificate.verify_directly_issued_by(authority)
        except (InvalidSignature, TypeError, ValueError):
            continue
        return authority
    return None


def _make_authority(now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _certificate("certification authority", None, key.public_key(), now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, SHA256())
    )
    _keep("authority", key, made)


def _certificate(
    role: str, issuer: x509.Name | None, key: ec.EllipticCurvePublicKey, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    name = _name(role)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer or name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(role: str) -> x509.Name:
    korean, english = current_app.config["ISSUER_NAME_KO"], current_app.config["ISSUER_NAME_EN"]
    common = f"{english[: LONGEST - len(role) - 1]} {role}"
    return x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, korean[:LONGEST]),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ])  # fmt: skip


def _usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
        " encipher_only decipher_only"
    ).split()
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _in_force(kind: str, now: datetime) -> tuple[Path, x509.Certificate] | None:
    found = [
        (file, made)
        for file, made in _certificates(kind)
        if made.not_valid_before_utc <= now < made.not_valid_after_utc
    ]
    return found[-1] if found else None


def _certificates(kind: str) -> list[tuple[Path, x509.Certificate]]:
    files = key_files.folder().glob(f"{kind}-*.crt.pem")
    found = [(file, x509.load_pem_x509_certificate(file.read_bytes())) for file in files]
    return sorted(found, key=lambda one: (one[1].not_valid_before_utc, one[0].stat().st_mtime_ns))


def _keep(kind: str, key: ec.EllipticCurvePrivateKey, made: x509.Certificate) -> None:
    """The key first: a certificate that lies there can be used."""
    name = f"{kind}-{made.serial_number:x}"
    key_files.keep(key_files.folder() / f"{name}.key.pem", key)
    key_files.put(key_files.folder() / f"{name}.crt.pem", made.public_bytes(Encoding.PEM), 0o644)


def _private(certificate: Path) -> ec.EllipticCurvePrivateKey:
    private = key_files.opened(certificate.with_name(certificate.name.replace(".crt.", ".key.")))
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private


def _public(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    return public
