"""Gathers each feature's `translations/*ko.po` into the one catalogue the pages read; run by script/setup.

English sentences are the message ids, so English needs no catalogue. A sentence may stand in several fragments only
with one translation.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parent.parent
TARGET = Path(__file__).parent / "catalogue"


class Disagreement(Exception):
    """Two fragments translate one sentence differently."""


def fragments() -> list[Path]:
    """Every feature's Korean fragments: ko.po, and further ones like ratings.ko.po."""
    return sorted(PACKAGE.glob("*/translations/*ko.po"))


def gathered() -> Catalog:
    """All fragments in one. Raises Disagreement."""
    whole = Catalog(locale="ko", domain="messages", fuzzy=False)
    for file in fragments():
        with file.open("rb") as stream:
            for message in read_po(stream, locale="ko"):
                if not message.id:
                    continue
                before = whole.get(message.id if isinstance(message.id, str) else message.id[0])
                if before is not None and before.string != message.string:
                    raise Disagreement(
                        f"{file}: {message.id!r} is {message.string!r} here and {before.string!r} elsewhere"
                    )
                whole.add(message.id, message.string, flags=message.flags)
    return whole


def build() -> Path:
    """Writes the catalogue; returns its place."""
    whole = gathered()
    target = TARGET / "ko" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, whole)
    return target


if __name__ == "__main__":
    try:
        build()
    except Disagreement as disagreement:
        sys.exit(str(disagreement))
