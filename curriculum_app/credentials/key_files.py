"""Private keys as files of mode 0600 in DATA_DIR/keys; encrypted where KEY_PASSPHRASE is filled in."""

import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from flask import current_app, has_request_context

Private = Ed25519PrivateKey | EllipticCurvePrivateKey
PLAIN, LOCKED = b"-----BEGIN PRIVATE KEY-----", b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


class Locked(Exception):
    """The passphrase is missing or wrong; the message names the setting."""


def folder() -> Path:
    """Where keys and certificates lie."""
    return Path(current_app.config["DATA_DIR"]) / "keys"


def keep(file: Path, private: Private) -> None:
    """Write a new private key. Raises FileExistsError."""
    put(file, _pem(private), 0o600)


def opened(file: Path) -> Private:
    """The private key of a file, for the worker only. Raises OSError where the file is away, Locked where it stays shut."""
    if has_request_context():
        raise AssertionError("a page opens no private key; the worker does")
    pem = file.read_bytes()
    try:
        private = load_pem_private_key(pem, _passphrase() if LOCKED in pem else None)
    except (TypeError, ValueError):  # the library's own message says nothing of settings
        raise Locked(f"{file} can't be opened: is CURRICULUM_KEY_PASSPHRASE the one it was written with?") from None
    assert isinstance(private, Ed25519PrivateKey | EllipticCurvePrivateKey)
    return private


def encrypt_all() -> list[Path]:
    """Encrypt the private keys that lie open; each file is at any moment the old one or the new one. Raises Locked."""
    if _passphrase() is None:
        raise Locked("CURRICULUM_KEY_PASSPHRASE is empty; set it first")
    changed = [file for file in sorted(folder().glob("*.pem")) if PLAIN in file.read_bytes()]
    for file in changed:
        _replace(file, _pem(opened(file)))
    return changed


def put(file: Path, data: bytes, mode: int) -> None:
    """Write a new file, through to the disk. Raises FileExistsError."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as made:
        made.write(data)
        made.flush()
        os.fsync(made.fileno())


def _replace(file: Path, data: bytes) -> None:
    new = file.with_name(f"{file.name}.{token_hex(8)}")
    try:
        put(new, data, 0o600)
        new.replace(file)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()


def _pem(private: Private) -> bytes:
    passphrase = _passphrase()
    locked = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)


def _passphrase() -> bytes | None:
    return current_app.config["KEY_PASSPHRASE"].encode() or None
