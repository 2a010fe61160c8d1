"""Passwords: argon2id with OWASP's 19 MiB, t=2, p=1, about 28 ms a check; never hashed inside a transaction."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 10
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each check holds 19 MiB and a core: a few at a time, so that a rush of sign-ins leaves room for learners.
_at_once = BoundedSemaphore(4)


def hashed(password: str) -> str:
    """The argon2id hash of a password."""
    with _at_once:
        return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is right. Without a stored hash the same time is spent on one that fits nothing."""
    with _at_once:
        try:
            return _hasher.verify(stored or _nobodys(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")
