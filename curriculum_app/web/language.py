"""Which language a page speaks: the reader's choice, remembered; else what the browser asks for; else Korean."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, request, session
from flask_babel import Babel, force_locale, get_locale
from flask_login import current_user

LANGUAGES = ("ko", "en")
CATALOGUE = Path(__file__).parent / "catalogue"


def choose() -> str:
    """The language of this request."""
    if (chosen := session.get("language")) in LANGUAGES:
        return str(chosen)
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    return request.accept_languages.best_match(LANGUAGES) or "ko"


def spoken() -> str:
    """The language in force, also outside a request."""
    return str(get_locale() or "ko")[:2]


def init_app(app: Flask) -> None:
    """Wire Flask-Babel and give templates `language`."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUE)
    Babel(app, locale_selector=choose)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.context_processor(lambda: {"language": spoken()})


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Sentences come in this language, with no site at hand: for commands that need none."""
    app = Flask("curriculum_app", static_folder=None)
    Babel(app, default_translation_directories=str(CATALOGUE), locale_selector=lambda: language)
    with app.app_context(), force_locale(language):
        yield
