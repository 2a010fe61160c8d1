"""Signed checkpoints of a log: its name, size and root as a signed note (C2SP tlog-checkpoint and signed-note, Ed25519).

A note names its key by four bytes of a hash over its name and public key, so a reader who has all keys of the issuer's DID
document finds the one that signed, also after it was retired.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from curriculum_app.credentials import multibase

ALGORITHM = b"\x01"  # Ed25519 (signed-note)
_BODY = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")
_SIGNATURE = re.compile(r"— ([^ +\n]+) ([A-Za-z0-9+/]+={0,2})\n")


class Tree(NamedTuple):
    """What a checkpoint says: the log's name, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes


def origin(address: str) -> str:
    """The name of the log at a site's public address: its host and path, and "/log"."""
    url = urlsplit(address)
    return f"{url.netloc}{url.path.rstrip('/')}/log"


def sign(tree: Tree, key: Ed25519PrivateKey) -> str:
    """The signed note of a tree, its name being that of the key too."""
    return sign_note(f"{tree.origin}\n{tree.size}\n{b64encode(tree.root).decode()}\n", key)


def sign_note(body: str, key: Ed25519PrivateKey) -> str:
    """A signed note of lines that end with a line break; the first of them is the name of its key."""
    name = body.partition("\n")[0]
    signature = _key_hash(name, key.public_key().public_bytes_raw()) + key.sign(body.encode())
    return f"{body}\n— {name} {b64encode(signature).decode()}\n"


def read(note: str) -> Tree:
    """What a note says, signed or not. Raises ValueError."""
    found = _BODY.fullmatch(note.partition("\n\n")[0] + "\n")
    if found is None:
        raise ValueError("not a checkpoint")
    return Tree(found[1], int(found[2]), b64decode(found[3]))


def signed_by(note: str, keys: Mapping[str, str]) -> str | None:
    """Which of the keys (verification method → Multikey) signed a note under its origin's name; None: none of them."""
    body, _, below = note.partition("\n\n")
    name = body.partition("\n")[0]
    for signer, encoded in _SIGNATURE.findall(below):
        try:
            signature = b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        for method, key in keys.items():
            if signer == name and _is_by(key, name, signature, f"{body}\n".encode()):
                return method
    return None


def _is_by(key: str, name: str, signature: bytes, body: bytes) -> bool:
    try:
        public = multibase.ed25519(key)
        if signature[:4] != _key_hash(name, public):
            return False
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], body)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key_hash(name: str, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + ALGORITHM + public).digest()[:4]
