"""The bundled scripts and styles: their current names, and serving them to be cached for ever."""

import json
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory, url_for

from curriculum_app.web.access import anyone

FOLDER = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__)


class Manifest:
    """Entry name → hashed file name, as frontend/build.mjs wrote it; read again when a new build replaces it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp = -1
        self._names: dict[str, str] = {}

    def names(self, look_again: bool) -> dict[str, str]:
        """The current names; `look_again` checks whether a newer build is there (development)."""
        if look_again or self._stamp < 0:
            self._read()
        return self._names

    def _read(self) -> None:
        path = self.folder / "manifest.json"
        stamp = path.stat().st_mtime_ns if path.exists() else -1
        if stamp != self._stamp:
            self._names = json.loads(path.read_text("utf-8")) if stamp >= 0 else {}
            self._stamp = stamp


def init_app(app: Flask, folder: Path = FOLDER) -> None:
    """Serve the bundle under /assets/ and give templates `asset(name)`."""
    app.extensions["assets"] = Manifest(folder)
    app.register_blueprint(assets)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a bundled file by its entry name. Raises KeyError for a name no build made."""
    names = _names()
    return url_for("assets.file", name=names[name] if names else name)


@assets.get("/assets/<name>")
@anyone
def file(name: str) -> Response:
    """A bundled file, from its .gz where the browser takes one."""
    manifest: Manifest = current_app.extensions["assets"]
    if name not in _names().values():
        abort(404)
    squeezed = request.accept_encodings.quality("gzip") > 0
    stored = f"{name}.gz" if squeezed else name
    response = send_from_directory(manifest.folder, stored, mimetype=_type_of(name), etag=False)
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _names() -> dict[str, str]:
    manifest: Manifest = current_app.extensions["assets"]
    return manifest.names(look_again=current_app.config.get("ENVIRONMENT") == "development")


def _type_of(name: str) -> str:
    suffix = name.rsplit(".", 1)[-1]
    return {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2"}[suffix]
