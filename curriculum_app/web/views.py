"""Pages that belong to nobody: home, about, and choosing the language."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from curriculum_app.web.access import anyone
from curriculum_app.web.addresses import safe_next
from curriculum_app.web.language import LANGUAGES

web = Blueprint("web", __name__, template_folder="templates")


@web.get("/about")
@anyone
def about() -> ResponseReturnValue:
    """What this school is, how it grades and what it keeps."""
    return render_template("web/about.html")


@web.post("/language")
@anyone
def choose_language() -> ResponseReturnValue:
    """Remember the language for this browser."""
    if (language := request.form.get("language")) in LANGUAGES:
        session["language"] = language
        session.permanent = True
    return redirect(safe_next(request.form.get("next"), url_for("web.about")))
