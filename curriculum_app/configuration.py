"""Settings: config.py, then CURRICULUM_* of the environment, then what is derived from both."""

import ast
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask

from curriculum_app import shipped

PREFIX = "CURRICULUM_"


class Misconfigured(Exception):
    """A setting can't be used; the message says which and why."""


def load(app: Flask, overrides: dict[str, Any]) -> None:
    """Fill `app.config`. Raises Misconfigured."""
    app.config.from_pyfile(str(shipped.root() / "config.py"))
    known = {name for name in app.config if name.isupper()}
    for name, value in os.environ.items():
        setting = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and setting in known:
            app.config[setting] = _typed(setting, value, app.config[setting])
    app.config.update(overrides)
    _derive(app)


def _typed(name: str, value: str, default: object) -> object:
    """An environment's text as the type of the default."""
    if isinstance(default, str):
        return value
    try:
        typed = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        raise Misconfigured(f"{PREFIX}{name}={value!r} is not a {type(default).__name__}") from None
    if type(typed) is not type(default):
        raise Misconfigured(f"{PREFIX}{name}={value!r} is not a {type(default).__name__}")
    return typed


def _derive(app: Flask) -> None:
    config = app.config
    if config["ENVIRONMENT"] not in {"development", "production"}:
        raise Misconfigured("ENVIRONMENT is development or production")
    data = Path(config["DATA_DIR"]).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    config["DATA_DIR"] = str(data)
    if config["ENVIRONMENT"] == "production" and "localhost" in config["PUBLIC_URL"]:
        raise Misconfigured("production needs CURRICULUM_PUBLIC_URL, the address the world reaches this site by")
    config["SECRET_KEY"] = config["SECRET_KEY"] or secret(data / "secret_key")
    config["DATABASE_URL"] = config["DATABASE_URL"] or f"sqlite:///{data / 'curriculum.sqlite'}"
    # What was sent stays out of error messages, and so out of logs: names, e-mails, joining links.
    config["SQLALCHEMY_ENGINES"] = {"default": {"url": config["DATABASE_URL"], "hide_parameters": True}}
    secure = config["PUBLIC_URL"].startswith("https://")
    config.update(
        SESSION_COOKIE_SECURE=secure, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        RATELIMIT_STORAGE_URI=config["REDIS_URL"] or "memory://", RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_STORAGE_OPTIONS={"socket_timeout": 1, "socket_connect_timeout": 1} if config["REDIS_URL"] else {},
        WTF_CSRF_TIME_LIMIT=12 * 3600, BABEL_DEFAULT_LOCALE="ko", MAX_FORM_PARTS=2000,
        MAX_FORM_MEMORY_SIZE=config["MAX_CONTENT_LENGTH"],  # two texts of 20,000 characters of Korean come in one form
    )  # fmt: skip


def secret(file: Path) -> str:
    """A secret kept in a file of mode 0600, made on first need by whoever comes first; it appears whole or not at all."""
    if not file.exists():
        mine = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
        with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(mine, file)
        mine.unlink()
    return file.read_text().strip()
