"""Secrets of webhooks: anybody here can lock one away, only who has the private key (the worker) can take it out.

HPKE (RFC 9180) with P-256, HKDF-SHA256 and AES-256-GCM. The private key is a file in DATA_DIR/keys like the others, encrypted
where KEY_PASSPHRASE is filled in; the endpoint's id is bound in, so that no row can carry another's secret.
"""

from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from curriculum_app.credentials import key_files
from curriculum_app.refusal import Refused

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def ensure() -> None:
    """Make the key pair on first need."""
    if _public_file().exists():
        return
    private = ec.generate_private_key(ec.SECP256R1())
    if not _private_file().exists():
        key_files.keep(_private_file(), private)
    made = key_files.opened(_private_file()).public_key()
    key_files.put(_public_file(), made.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)


def lock(secret: str, endpoint_id: UUID) -> bytes:
    """A secret locked away for an endpoint. Raises Refused("no_webhook_key")."""
    try:
        public = load_pem_public_key(_public_file().read_bytes())
    except FileNotFoundError:
        raise Refused("no_webhook_key") from None
    assert isinstance(public, ec.EllipticCurvePublicKey)
    return SUITE.encrypt(secret.encode(), public, info=endpoint_id.bytes)


def unlock(locked: bytes, endpoint_id: UUID) -> str:
    """The secret of an endpoint; for the worker only. Raises OSError, key_files.Locked."""
    private = key_files.opened(_private_file())
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return SUITE.decrypt(locked, private, info=endpoint_id.bytes).decode()


def _private_file() -> Path:
    return key_files.folder() / "webhooks.pem"


def _public_file() -> Path:
    return key_files.folder() / "webhooks.pub"
