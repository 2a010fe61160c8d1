"""Who may open a view: every view carries @anyone, @only(...) or @key(...), and a test lists them all."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

View = Callable[..., ResponseReturnValue]


class Role(StrEnum):
    """What a person is here. Everyone signed in is a learner; the others are granted, most of them by organisation."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    AUTHOR = "author"
    EMPLOYER = "employer"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a key may be used for."""

    VERIFY_BULK = "verify:bulk"
    TALENT_READ = "talent:read"
    CREDENTIALS_READ = "credentials:read"


class KeyHolder(NamedTuple):
    """On whose behalf a program asks: a key, who made it, and the role in which they did."""

    key_id: UUID
    account_id: UUID
    role: Role
    organisation_id: UUID | None
    scopes: frozenset[Scope]


def anyone(view: View) -> View:
    """Open to all, signed in or not."""
    view.guard = "anyone"  # type: ignore[attr-defined]
    return view


def only(*roles: Role) -> Callable[[View], View]:
    """Open to signed-in people who hold one of the roles; others get 403, strangers are sent to sign in."""
    allowed = frozenset(roles)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_to_sign_in()
            if not allowed & current_user.roles:
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = ", ".join(sorted(allowed))  # type: ignore[attr-defined]
        return guarded

    return decorate


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.method not in {"GET", "HEAD"} or request.accept_mimetypes.best == "application/json":
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


KeyLoader = Callable[[str], KeyHolder | None]
_loaders: list[KeyLoader] = []


def find_keys_with(loader: KeyLoader) -> None:
    """Whoever keeps the keys says how a holder is found by a secret; None for one that opens nothing (any more)."""
    _loaders[:] = [loader]


def key(*scopes: Scope) -> Callable[[View], View]:
    """Open to programs that send `Authorization: Bearer` with a key that has one of the scopes; no cookie opens it."""
    wanted = frozenset(scopes)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            holder = key_holder()
            if holder is None:
                raise _challenge()
            if not wanted & holder.scopes:
                raise Forbidden
            return view(*args, **kwargs)

        guarded.guard = f"key {' | '.join(sorted(wanted))}"  # type: ignore[attr-defined]
        return guarded

    return decorate


def key_holder() -> KeyHolder | None:
    """Who asks by a key, looked up once a request; None where no key was sent or it opens nothing."""
    if "key_holder" not in g:
        sent = request.authorization
        secret = sent.token if sent is not None and sent.type == "bearer" else None
        g.key_holder = _loaders[0](secret) if secret and _loaders else None
    found: KeyHolder | None = g.key_holder
    return found


def _challenge() -> Unauthorized:
    """401 as RFC 6750 has it: without a reason where no key was sent."""
    reason = {"error": "invalid_token"} if request.authorization is not None else {}
    return Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "the API", **reason}))
