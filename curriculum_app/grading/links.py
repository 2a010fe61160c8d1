"""What relations are made of: entities in a text, types of relation and which entities they may join, links."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import Field

from curriculum_app.grading.categories import Category
from curriculum_app.grading.kind import FileProblem, Task
from curriculum_app.grading.text import MarkedTextError, Span, normalise, read_marks
from curriculum_app.grading.verdict import Frozen

ENDS = ("head", "type", "tail")


class Entity(Frozen):
    """A stretch of text that stands for somebody or something."""

    id: str
    number: int  # from 1, as they begin in the text
    label: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class RelationType(Category):
    """A type of relation: whether it has a direction, and the entity labels it may join (none named: any)."""

    directed: bool = True
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def joins(self, head: str, tail: str) -> bool:
        """Whether it may lead from an entity of the one label to one of the other."""
        return (not self.heads or head in self.heads) and (not self.tails or tail in self.tails)


class Link(Frozen):
    """Two entities and how they are related. Empty ends are for the task to refuse, by the row they stand in."""

    head: str = Field(max_length=20)
    type: str = Field(max_length=20)
    tail: str = Field(max_length=20)


def placed_entities(source: str, labels: Mapping[str, str]) -> tuple[str, tuple[Entity, ...]]:
    """The plain text and its entities, numbered as they begin. Raises FileProblem where marks and labels do not agree."""
    try:
        text, spans = read_marks(normalise(source))
    except MarkedTextError as error:
        raise FileProblem(("text",), error.code, near=error.detail) from None
    for name in spans:
        if name not in labels:
            raise FileProblem(("text",), "entity_unlabelled", entity=name)
    for name in labels:
        if name not in spans:
            raise FileProblem(("entities", name), "entity_unknown", entity=name)
    ordered = sorted(spans, key=lambda name: (spans[name].start, -spans[name].end))
    return text, tuple(
        Entity(
            id=name,
            number=number,
            label=labels[name],
            start=span.start,
            end=span.end,
            quote=text[span.start : span.end],
        )
        for number, name in enumerate(ordered, start=1)
        for span in (spans[name],)
    )


class Piece(NamedTuple):
    """A piece of a line under the same entities; those that end with it are printed after it, with label and number."""

    text: str
    under: tuple[Entity, ...]
    ends: tuple[Entity, ...]


def piece_lines(text: str, entities: Sequence[Entity]) -> list[list[Piece]]:
    """The lines of a text, cut wherever an entity begins or ends; empty lines are left out."""
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        cuts = sorted({start, end, *(at for e in entities for at in e.span if start < at < end)})
        pieces = [
            Piece(
                text[a:b],
                tuple(e for e in entities if e.start <= a and b <= e.end),
                tuple(e for e in entities if e.end == b),
            )
            for a, b in zip(cuts, cuts[1:], strict=False)
        ]
        lines.append(pieces)
        start = end + 1
    return [pieces for pieces in lines if pieces]


class LinkedTask(Task):
    """A task about a text with entities, of which some may be linked."""

    passage: str
    entities: tuple[Entity, ...]  # in the order of the text: the first has number 1
    entity_labels: tuple[Category, ...]
    relations: tuple[RelationType, ...]

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def types(self) -> dict[str, RelationType]:
        """Types of relation by id."""
        return {relation.id: relation for relation in self.relations}

    @property
    def lines(self) -> list[list[Piece]]:
        """The paragraphs in pieces, for a page that shows where each entity stands."""
        return piece_lines(self.passage, self.entities)

    @property
    def diagram(self) -> dict[str, Any]:
        """Entities and relations, for a page that helps to link them."""
        return self.model_dump(mode="json", include={"entities", "relations"})

    def label_name(self, label: str) -> str:
        """An entity label as people call it."""
        return next(one.name for one in self.entity_labels if one.id == label)

    def allows(self, link: Link) -> bool:
        """Whether the type may join entities of these labels, for a type without direction either way round."""
        head, tail = self.by_id[link.head].label, self.by_id[link.tail].label
        relation = self.types[link.type]
        return relation.joins(head, tail) or (not relation.directed and relation.joins(tail, head))

    def canonical(self, link: Link) -> Link:
        """The link; of a type without direction with its ends in the order of the text."""
        ends = [link.head, link.tail]
        if not self.types[link.type].directed:
            ends.sort(key=list(self.by_id).index)
        return Link(head=ends[0], type=link.type, tail=ends[1])

    def in_words(self, link: Link) -> str:
        """A link as a page shows it."""
        head, tail = (f"{self.by_id[end].quote} ({self.by_id[end].number})" for end in (link.head, link.tail))
        relation = self.types[link.type]
        return f"{head} → {relation.name} → {tail}" if relation.directed else f"{head} — {relation.name} — {tail}"

    def possible(self) -> Iterator[Link]:
        """Every link that could be marked, those of types without direction once."""
        for head in self.by_id:
            for tail in self.by_id:
                for type_ in self.types:
                    link = Link(head=head, type=type_, tail=tail)
                    if head != tail and self.allows(link) and self.canonical(link) == link:
                        yield link
