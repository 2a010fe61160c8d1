"""What a certificate is called and looks like, fixed with its facts: kind, level, title, design, who signs, the organisation's pictures."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import force_locale

from curriculum_app.content.designs import LevelWords
from curriculum_app.content.schemas import Both, CertificateTerms, Level
from curriculum_app.credentials.designs import files_of
from curriculum_app.credentials.eligibility import Shown, given
from curriculum_app.credentials.printed_facts import Picture
from curriculum_app.organisations import branding
from curriculum_app.organisations.models import Organisation, PictureUse
from curriculum_app.practice.messages import KINDS

_NOBODY = {"ko": "", "en": ""}


def dressed(
    facts: Mapping[str, Any], terms: CertificateTerms, organisation: Organisation | None, shown: Collection[Shown] = ()
) -> dict[str, Any]:
    """The facts with everything their page is called by and looks like. Raises LookupError for a design that is not there.

    Reads `conditions`, `pedigree` and `form` where they are there. `자격증` comes only from a design's qualification_title, only
    for a level, and only where the organisation's registered qualification is filled in.
    """
    kind, level = given(terms, facts, shown)
    name = terms.design_name if kind == terms.kind else "completion"
    design = files_of(name).design
    registered = branding.qualification_of(organisation.id) if organisation and kind == "level" else None
    qualified = registered is not None and design.qualification_title is not None
    title = design.qualification_title if qualified and design.qualification_title else design.title
    return {
        **facts, "kind": kind, "level": level, "design": name, "title": _title(title, design.levels, level),
        "orientation": terms.orientation if terms.orientation in design.orientations else design.orientations[0],
        "qualification": {"registration": registered.number, "notice": {"ko": registered.notice_ko, "en": registered.notice_en}}
        if qualified and registered else None,
        "head": {"ko": organisation.head_ko, "en": organisation.head_en} if organisation else _NOBODY,
        "pictures": _pictures(organisation), "form": [_named(line) for line in facts.get("form") or ()],
    }  # fmt: skip


def _title(title: Both, levels: Mapping[Level, LevelWords], level: Level | None) -> dict[str, str]:
    """What the certificate is called, its level named: 인증서, AI 트레이너 리뷰어."""
    name = levels[level].name if level else None
    return {"ko": f"{title.ko}, {name.ko}", "en": f"{title.en}, {name.en}"} if name else title.model_dump()


def _pictures(organisation: Organisation | None) -> dict[str, str]:
    """The hash of each picture in use, by what it is for."""
    held = {use: branding.picture_of(organisation.id, use) for use in PictureUse} if organisation else {}
    return {str(use): picture.sha256 for use, picture in held.items() if picture is not None}


def _named(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the exam's form with the name of its kind in both languages."""
    kind = line["kind"]
    names: dict[str, str] = {}
    for language in ("ko", "en"):
        with force_locale(language):
            names[language] = str(KINDS.get(kind, kind))
    return {**line, **names}


def pictures(facts: Mapping[str, Any], organisation_id: Any) -> dict[str, Picture]:
    """The organisation's pictures as the facts name them, in use or replaced since. Raises LookupError."""
    held = {
        use: branding.picture_by_hash(organisation_id, digest) for use, digest in (facts.get("pictures") or {}).items()
    }
    return {use: Picture(picture.media_type, picture.data) for use, picture in held.items()}
