"""The texts people agree to, kept by version as files. A text that was in use is never edited: a new version stands beside it."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from curriculum_app.accounts.models import Purpose

FOLDER = Path(__file__).parent / "wordings"
LANGUAGES = ("ko", "en")


class Text(NamedTuple):
    """One text as it was shown: paragraphs of plain words, and the SHA-256 of its file."""

    purpose: Purpose
    version: str
    language: str
    paragraphs: tuple[str, ...]
    sha256: str


@cache
def every() -> dict[tuple[Purpose, str, str], Text]:
    """All texts there ever were, by purpose, version and language."""
    found = {}
    for file in sorted(FOLDER.glob("*.txt")):
        purpose, version, language = file.stem.split(".")
        content = file.read_bytes()
        paragraphs = tuple(part.strip() for part in content.decode().split("\n\n"))
        text = Text(Purpose(purpose), version, language, paragraphs, sha256(content).hexdigest())
        found[text.purpose, version, language] = text
    return found


def newest(purpose: Purpose, language: str) -> Text:
    """What is asked today; versions are dates, so the greatest is the newest."""
    version = max(version for known, version, _ in every() if known == purpose)
    return every()[purpose, version, language]


def shown(language: str) -> str:
    """One hash over everything asked today: a page carries it, so that nobody agrees to a text that was not on it."""
    return sha256("".join(newest(purpose, language).sha256 for purpose in Purpose).encode()).hexdigest()
