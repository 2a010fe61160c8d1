"""One reply for two askers: a browser that sent a form, and a script that sends it for the page."""

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue


def see_other(location: str) -> ResponseReturnValue:
    """Where to go on: a redirect for a form, the address as JSON for a script, which could not see where it is sent."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(location=location)
    return redirect(location, 303)
