"""How often programs may ask: counted by key, and by address where no key opens anything."""

from flask import current_app
from flask_limiter.util import get_remote_address

from curriculum_app.web.access import key_holder


def by_key() -> str:
    """Whose requests are counted together."""
    holder = key_holder()
    return f"key {holder.key_id}" if holder else get_remote_address()


def as_often_as_set() -> str:
    """How often a key may ask."""
    return str(current_app.config["RATELIMIT_API"])


def bulk_as_often_as_set() -> str:
    """How often a key may have many checked at once."""
    return str(current_app.config["RATELIMIT_BULK"])
