"""Who may open a view: every view carries @anyone or @only(...), and a test lists them all."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = Callable[..., ResponseReturnValue]


class Role(StrEnum):
    """What a person is here. Everyone signed in is a learner; the others are granted, most of them by organisation."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    AUTHOR = "author"
    EMPLOYER = "employer"
    ADMINISTRATOR = "administrator"


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
