"""Every error as a page in the reader's language (or as JSON where JSON was asked for), with what to do next."""

import logging
from collections.abc import Callable

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from curriculum_app.database import db
from curriculum_app.refusal import Refused

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
    """A feature's sentences for the codes its rules refuse by."""
    _refusals.update(sentences)


def sentence(refused: Refused) -> str:
    """What a rule said, in the reader's language."""
    return str(_refusals[refused.code]) % refused.parameters


def page(status: int, title: object = None, text: object = None) -> ResponseReturnValue:
    """The error page of a status, or its JSON."""
    known_title, known_text = PAGES.get(status, PAGES[400 if status < 500 else 500])
    title, text = str(title or known_title), str(text or known_text)
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        return jsonify(error=title, detail=text), status
    return render_template("web/error.html", title=title, text=text), status


def init_app(app: Flask) -> None:
    """Answer every exception."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response
        return page(error.code or 500)

    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError) -> ResponseReturnValue:
        text = gettext("The page was open for too long, or in another session. Go back, reload it and send it again.")
        return page(400, gettext("This form has expired"), text)

    @app.errorhandler(Refused)
    def _refused(error: Refused) -> ResponseReturnValue:
        db.session.rollback()
        return page(409, text=sentence(error))

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError) -> ResponseReturnValue:
        log.exception("the database did not answer")
        return page(503)

    @app.errorhandler(500)
    def _unexpected(error: Exception) -> ResponseReturnValue:
        return page(500)
