"""What the school says of a stolen key: which of its certificates hold, as a signed note (C2SP signed-note, Ed25519). Pure.

The certificates that hold are those among the first entries of the public log, and their root is in the note. So one note and
one proof of inclusion tell, without the school's server, that a certificate was signed before the theft. A date in the
certificate tells nothing: a thief writes any date.
"""

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from curriculum_app.credentials import checkpoints

_BODY = re.compile(
    r"([^\n]+)/distrusted-key\n([^\n]+)\n(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n"
)


class Statement(NamedTuple):
    """A key is distrusted since a moment; of what it signed, the first `size` entries of the log, with this root, hold."""

    origin: str
    method: str
    since: datetime
    size: int
    root: bytes


def sign(statement: Statement, key: Ed25519PrivateKey) -> str:
    """The signed note of a statement."""
    since = f"{statement.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    root = b64encode(statement.root).decode()
    return checkpoints.sign_note(f"{statement.origin}/distrusted-key\n{statement.method}\n{since}\n{statement.size}\n{root}\n", key)


def read(note: str) -> Statement:
    """What a note says, signed or not. Raises ValueError."""
    found = _BODY.fullmatch(note.partition("\n\n")[0] + "\n")
    if found is None:
        raise ValueError("not a statement about a key")
    return Statement(found[1], found[2], datetime.fromisoformat(found[3]), int(found[4]), b64decode(found[5]))
