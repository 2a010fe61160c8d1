"""Where a certificate's design is found: among the shipped ones, and in the further content folders of the installation."""

from functools import cache
from pathlib import Path

from flask import current_app, has_app_context

from curriculum_app import shipped
from curriculum_app.content.designs import SETTINGS, DesignFiles, read_design
from curriculum_app.content.problems import Problems


def folders() -> list[Path]:
    """The folders that hold designs, the shipped one first."""
    more = current_app.config.get("CONTENT_DIRS", "") if has_app_context() else ""
    return [shipped.root() / "certificates", *(Path(folder) / "certificates" for folder in more.split(":") if folder)]


def names() -> list[str]:
    """Every design there is."""
    return sorted({path.parent.name for folder in folders() for path in folder.glob(f"*/{SETTINGS}")})


def files_of(name: str) -> DesignFiles:
    """A design by its name. Raises LookupError for one that is not there or not right; `curriculum content check` says why."""
    for folder in folders():
        if "/" not in name and (folder / name / SETTINGS).is_file():
            return _read(folder / name)
    raise LookupError(f"there is no certificate design {name!r}")


@cache
def _read(folder: Path) -> DesignFiles:
    problems = Problems()
    files = read_design(folder, problems)
    if files is None or problems:
        raise LookupError("; ".join(map(str, problems)))
    return files
