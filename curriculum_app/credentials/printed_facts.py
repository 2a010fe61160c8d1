"""What pages of certificates are given: facts, filled up where an older certificate lacks some, and the organisation's pictures."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from curriculum_app.content.designs import Design

PICTURES = ("logo", "seal")


class Picture(NamedTuple):
    """A picture of an organisation, as it was cleaned and stored."""

    media_type: str
    data: bytes


_NOBODY = {"ko": "", "en": ""}
# What certificates issued before it was known do not have.
LATER: dict[str, Any] = {
    "kind": "completion", "level": None, "orientation": "portrait", "birth_date": None, "head": _NOBODY, "signatory": _NOBODY,
    "conditions": None, "found": None, "band": None, "form": (), "pedigree": None, "qualification": None, "supersedes": None,
    "pictures": {}, "demonstration": False, "local": False, "name_latin": "", "standard_error": None,
}  # fmt: skip


def whole(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with everything a page may ask for."""
    return {**LATER, **facts}


def design_of(facts: Mapping[str, Any]) -> str:
    """The design a certificate is printed in."""
    return str(facts.get("design") or facts.get("kind") or "completion")


def words(design: Design, level: str | None, title: Mapping[str, str]) -> dict[str, Any]:
    """What the page certifies; its title, and apart from it the level's name where there is one."""
    of_level = next((found for name, found in design.levels.items() if name == level), None)
    lines = of_level.words if of_level else design.words
    return {
        "ko": list(lines.ko) if lines else [], "en": lines.en if lines else "",
        "level": of_level.name.model_dump() if of_level else None,
        "title": {language: said.removesuffix(f", {of_level.name[language]}") if of_level else said for language, said in title.items()},
    }  # fmt: skip
