"""From the files authors write to the live curriculum: checked, settled, kept as editions; what did not change costs nothing."""

import hashlib
from pathlib import Path
from threading import Thread

from flask import Flask, current_app, request
from sqlalchemy import select

from curriculum_app import shipped
from curriculum_app.content.boundaries import settled
from curriculum_app.content.checking import check
from curriculum_app.content.library import Library
from curriculum_app.content.morphemes import Analyse, analyse
from curriculum_app.content.reading import read
from curriculum_app.database import db, reading_only, utc_now
from curriculum_app.learning import catalogue, editions
from curriculum_app.learning.models import Revision

CODE = ("content", "grading", "learning")  # where a change may read the same files differently


def init_app(app: Flask) -> None:
    """In development files saved since are loaded before a page is made."""
    if app.config["ENVIRONMENT"] == "development" and not app.config.get("TESTING"):
        app.before_request(_load_if_saved)


def folders() -> tuple[list[Path], list[Path]]:
    """Content folders and folders of live exam banks."""
    split = {
        name: [Path(part) for part in current_app.config[name].split(":") if part]
        for name in ("CONTENT_DIRS", "EXAM_DIRS")
    }
    return [shipped.root(), *split["CONTENT_DIRS"]], split["EXAM_DIRS"]


def check_files() -> list[str]:
    """What `curriculum content check` says of the folders now; nothing is loaded."""
    content, exams = folders()
    library, problems = read(content, exams)
    check(library, problems)
    return [str(problem) for problem in problems]


def load_files(analyser: Analyse = analyse) -> list[str]:
    """Load the folders' content; nothing changes while there are problems, which are returned in words."""
    state = _state()
    if _loaded().exists() and _loaded().read_text() == f"{state} {_newest_digest()}":
        return []
    content, exams = folders()
    library, problems = read(content, exams)
    if check(library, problems):
        return [str(problem) for problem in problems]
    _settle(library, analyser)  # before the transaction: it may take seconds
    editions.load(library, utc_now())
    db.session.commit()
    _loaded().write_text(f"{state} {_newest_digest()}")
    return []


def _settle(library: Library, analyser: Analyse) -> None:
    """Computes the accepted boundaries of new items; an edition once kept is never computed again."""
    items, why = settled(editions.unseen(library), analyser)
    library.items.update({(item.bank, item.slug, item.language): item for item in items})
    if why:
        current_app.logger.warning("kiwipiepy can't run here (%s): boundaries of new Korean items follow rules alone.", why)


def _loaded() -> Path:
    """Where it is written which state of the files made which revision."""
    return Path(current_app.config["DATA_DIR"]) / "content.loaded"


def _newest_digest() -> str:
    """The newest revision, by what it holds: another database has another one."""
    digest = db.session.scalar(select(Revision.digest).order_by(Revision.number.desc()).limit(1)) or ""
    db.session.rollback()  # outside a request a read holds SQLite's lock, and analysing may take seconds
    return digest


def _state() -> str:
    """A digest that changes when a content file is saved, or the code that reads it."""
    content, exams = folders()
    roots = [place for folder in content for place in (folder / "courses", folder / "exercises")] + exams
    roots += [Path(__file__).parent.parent / room for room in CODE]
    files = sorted(file for root in roots for file in root.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return hashlib.sha256("\n".join(f"{file} {(at := file.stat()).st_mtime_ns} {at.st_size}" for file in files).encode()).hexdigest()


def _load_if_saved() -> None:
    """Runs before the request touches the database, so that the page sees what was loaded."""
    if not reading_only() or request.endpoint in {"assets.file", "learning.picture", "operations.alive", "operations.ready"}:
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    state = _state()
    if app.extensions.get("content_state") == state:
        return
    app.extensions["content_state"] = state
    catalogue.look_again()

    def load() -> None:
        with app.app_context():
            for problem in load_files():
                app.logger.warning("%s", problem)

    # A page load may only read, so the loading happens beside it, in a thread without the request.
    thread = Thread(target=load)
    thread.start()
    thread.join()
