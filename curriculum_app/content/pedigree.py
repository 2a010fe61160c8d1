"""The pedigree of a bank: how far what a certificate rests on was checked, by what reviews.yaml says and the bank holds."""

from collections.abc import Iterator
from typing import Literal

from curriculum_app.content.library import Library
from curriculum_app.content.schemas import LANGUAGES, Review
from curriculum_app.content.yaml_files import Path_

Pedigree = Literal["drafted", "blind-checked", "expert-approved"]


def pedigree(library: Library, bank: str) -> Pedigree:
    """`expert-approved` where persons of a named organisation approved it; `blind-checked` where every item, in every language
    it exists in, was answered without sight of the gold; else `drafted`.

    A program's answers are enough for `blind-checked`, never for `expert-approved`. A round that names no items was over the
    whole bank of its day: it vouches for the items no other round names, if it was of at least as many.
    """
    kept = library.reviews.get(bank)
    if kept is None:
        return "drafted"
    if kept.approval is not None:
        return "expert-approved"
    return "blind-checked" if all(_blind_checked(library, bank, language, kept.reviews) for language in LANGUAGES) else "drafted"


def _blind_checked(library: Library, bank: str, language: str, reviews: tuple[Review, ...]) -> bool:
    rounds = [review for review in reviews if review.blind and review.language == language]
    items = {item.slug for item in library.items_of(bank, language)}
    left = items - {slug for review in rounds for slug in review.covers}
    return not left or any(not review.covers and review.items >= len(left) for review in rounds)


def wrong(library: Library, bank: str) -> Iterator[tuple[Path_, str, dict[str, object]]]:
    """What contradicts itself in a bank's reviews.yaml: where, which problem, and its parameters."""
    kept = library.reviews[bank]
    for number, review in enumerate(kept.reviews):
        if review.covers and len(set(review.covers)) != review.items:
            yield ("reviews", number, "covers"), "review_counts", {"named": len(set(review.covers)), "items": review.items}
        changed = any(difference.outcome == "gold_changed" for difference in review.differences)
        if kept.approval and changed and review.on > kept.approval.on:
            yield ("approval", "on"), "approval_before_change", {"on": review.on.isoformat()}
    if kept.approval and len({person.name for person in kept.approval.persons}) < len(kept.approval.persons):
        yield ("approval", "persons"), "approver_twice", {}
