"""Every error as a page in the reader's language (or as JSON where JSON was asked for), with what to do next."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from curriculum_app.database import db
from curriculum_app.refusal import Refused
from curriculum_app.web import held, problems

log = logging.getLogger(__name__)
_ = lazy_gettext

PAGES = {
    400: (_("This request could not be read"), _("Go back, reload the page and try again. What you typed is still in your browser.")),
    401: (_("Please sign in"), _("Your session has ended. Sign in and go on where you were.")),
    403: (_("This page is not for your account"), _("If you think it should be, ask the person who invited you.")),
    404: (_("There is nothing here"), _("The address may be mistyped, or the page was for somebody else.")),
    405: (_("This page can't be used that way"), _("Go back and use the buttons of the page.")),
    409: (_("That is not possible now"), _("Something changed in the meantime. Go back and reload the page.")),
    413: (_("That was too large"), _("Send less at once, or a smaller file.")),
    422: (_("This can't be accepted"), _("Go back and correct what you entered.")),
    429: (_("Too many tries"), _("Wait a minute and try again.")),
    500: (_("Something went wrong on our side"), _("It has been noted. Try again in a moment.")),
    503: (_("The site is busy"), _("Nothing was lost. Try again in a moment.")),
}  # fmt: skip

Sayer = Callable[..., str]
_refusals: dict[str, object] = {}


def refusals(sentences: dict[str, object]) -> None:
    """A feature's sentences for the codes its rules refuse by. Raises ValueError where another feature says one of them otherwise."""
    for code, said in sentences.items():
        known = _refusals.setdefault(code, said)
        if getattr(known, "_args", known) != getattr(said, "_args", said):
            raise ValueError(f"two features refuse by {code} and say different things")


def sentence(refused: Refused) -> str:
    """What a rule said, in the reader's language."""
    return str(_refusals[refused.code]) % refused.parameters


def page(status: int, title: object = None, text: object = None, error: str | None = None) -> ResponseReturnValue:
    """The error page of a status, or its JSON; to programs that ask the API, problem details."""
    detail = text or ""
    known_title, known_text = PAGES.get(status, PAGES[400 if status < 500 else 500])
    title, text = str(title or known_title), str(text or known_text)
    if problems.for_a_program():
        return problems.problem(status, error, detail)
    if _for_a_script():
        return jsonify(error=title, detail=text), status
    return render_template("web/error.html", title=title, text=text), status


def _for_a_script() -> bool:
    return problems.for_a_program() or request.accept_mimetypes.best == "application/json"


def _signed_out() -> ResponseReturnValue:
    """Nobody is signed in (any more); what was sent stays on the page while its sender signs in."""
    if _for_a_script() or not (sent := held.hold()):
        return page(401)
    return render_template("web/signed_out.html", title=PAGES[401][0], page=held.page_before(), held=sent), 401


def _kept(error: HTTPException) -> list[tuple[str, str]]:
    """What HTTP wants to be said with an error: the methods there are, the challenge for a key."""
    return [(name, value) for name, value in error.get_headers() if name in {"Allow", "WWW-Authenticate"}]


class _Json(DefaultJSONProvider):
    """JSON that is nested too deep is as unreadable as any other that is none."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deep") from None


def init_app(app: Flask) -> None:
    """Answer every exception."""
    app.json = _Json(app)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response
        if problems.for_a_program():
            response = problems.problem(error.code or 500)
            response.headers.extend(_kept(error))
            return response
        return _signed_out() if error.code == 401 else page(error.code or 500)

    @app.errorhandler(problems.Problematic)
    def _problematic(error: problems.Problematic) -> ResponseReturnValue:
        db.session.rollback()
        return problems.problem(error.status, error.error, error.detail)

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> ResponseReturnValue:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "guard", "anyone") != "anyone" and not current_user.is_authenticated:
            return _signed_out()  # the token went with the session
        title = gettext("This form has expired")
        if not _for_a_script() and (sent := held.release(held.hold())):
            text = gettext("The page was open for too long, or in another session. What you sent is still here.")
            return render_template("web/held.html", title=title, text=text, held=sent), 400
        text = gettext("The page was open for too long, or in another session. Go back, reload it and send it again.")
        return page(400, title, text)

    @app.errorhandler(Refused)
    def _refused(error: Refused) -> ResponseReturnValue:
        db.session.rollback()
        return page(409, text=sentence(error), error=error.code)

    @app.errorhandler(DataError)
    def _unstorable(error: DataError) -> ResponseReturnValue:
        """What no column holds, such as U+0000, is no more than a wrong entry."""
        db.session.rollback()
        return page(422)

    @app.errorhandler(IntegrityError)
    def _overtaken(error: IntegrityError) -> ResponseReturnValue:
        """Two wishes that can't both be: a form sent twice, as a rule."""
        log.warning("a request was overtaken by another", exc_info=True)
        db.session.rollback()
        return page(409)

    @app.errorhandler(OperationalError)
    @app.errorhandler(InterfaceError)
    @app.errorhandler(PoolTimeout)
    def _database(error: SQLAlchemyError) -> ResponseReturnValue:
        log.exception("the database did not answer")
        return _page_without_database(503)

    @app.errorhandler(500)
    def _unexpected(error: Exception) -> ResponseReturnValue:
        return _page_without_database(500)

    app.log_exception = _log  # type: ignore[method-assign]


def _page_without_database(status: int) -> ResponseReturnValue:
    """The error page as a stranger sees it: to ask who its reader is would fail again where the database is away."""
    db.session.rollback()
    g._login_user = AnonymousUserMixin()
    return page(status)


def _log(exc_info: Any) -> None:
    """Note a failure by its rule and not by its address, which may hold the secret of a link."""
    log.error("exception in %s %s", request.method, request.url_rule, exc_info=exc_info)
