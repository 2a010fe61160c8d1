"""The clauses of a bank's guideline, as pages show them beside an exercise or its result."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from curriculum_app.learning.catalogue import Catalogue, Clause, Guideline


class ShownClause(NamedTuple):
    """A clause with the clauses inside it, and the address where the whole guideline has it."""

    id: str
    heading: str
    html: Markup
    address: str


class AtHand(NamedTuple):
    """What applies to an item: the clauses its author named, and where the whole guideline stands."""

    title: str
    language: str
    address: str
    clauses: tuple[ShownClause, ...]


def at_hand(catalogue: Catalogue, course: str, bank: str, language: str, ids: Iterable[str]) -> AtHand | None:
    """The clauses with these ids, in the guideline's order, for a page of a course; None where the bank has no guideline.

    An id that the live guideline no longer has, which an older edition of an item may name, is left out.
    """
    guideline = catalogue.guideline(bank, language)
    if guideline is None:
        return None
    return clauses_of(guideline, url_for("practice.guideline", course=course), ids)


def clauses_of(guideline: Guideline, address: str, ids: Iterable[str]) -> AtHand:
    """The clauses with these ids of a guideline that stands whole at `address`."""
    wanted = set(ids)
    shown = tuple(
        ShownClause(clause.id, heading(clause), _html(guideline, at, address), f"{address}#{clause.id}")
        for at, clause in enumerate(guideline.clauses)
        if clause.id in wanted
    )
    return AtHand(guideline.title, guideline.language, address, shown)


def heading(clause: Clause) -> str:
    """The number and title of a clause."""
    return f"{clause.number} {clause.title}".strip()


def _html(guideline: Guideline, at: int, address: str) -> Markup:
    """A clause's own text and that of the clauses inside it; links to other clauses lead to the whole guideline."""
    own = guideline.clauses[at]
    html = [own.html]
    for clause in guideline.clauses[at + 1 :]:
        if clause.level <= own.level:
            break
        html += [Markup("<h4>{}</h4>").format(heading(clause)), clause.html]
    return Markup("".join(html).replace('href="#', f'href="{address}#'))  # cleaned when the guideline was loaded
