"""`relations`: say which of the entities that are marked in a text are related, how, and in which direction.

An answer is a set of links (head, type, tail). A link that names a gold link earns 1; with another type `wrong_type` of
the file (0.5), with its ends the other way round `reversed` (0.5), with both wrong the product. Ends of a type without
direction are compared unordered. Links are paired one and one for the greatest credit; the score is the soft F1 of the
credits with floors on precision and recall. Relation extraction is usually scored without partial credit: the F1 of the
links that are right in everything stands beside it. A file in which marking every pair pays is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.categories import ID, Category, check_known, check_unique
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.links import ENDS, Link, LinkedTask, RelationType, placed_entities
from curriculum_app.grading.mark_all import refuse_if_it_pays
from curriculum_app.grading.matching import best_pairs
from curriculum_app.grading.pairing import total
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import (
    Floors,
    Frozen,
    Mark,
    Message,
    Outcome,
    Part,
    Sort,
    Step,
    Verdict,
    soft_scores,
)

ROWS = 16  # of the form; no item asks for more
MOST = 400  # links of an answer
FLOORS = Floors(precision=0.4)  # pairs are few beside the places of a text: of all pairs a third may well be right


class RelationsAnswer(AnswerBase):
    """All links; none where nothing is related."""

    links: tuple[Link, ...] = Field((), max_length=MOST)


class RelationsTask(LinkedTask):
    """A text with its entities, numbered as they come, and the types of relation to look for."""

    kind: Literal["relations"] = "relations"

    ANSWER: ClassVar[type[AnswerBase]] = RelationsAnswer
    ROWS: ClassVar[int] = ROWS

    def read_form(self, form: Form) -> dict[str, Any]:
        rows = ({end: form.get(f"links-{number}-{end}", "") for end in ENDS} for number in range(ROWS))
        return {"links": [row for row in rows if any(row.values())]}

    def parse(self, raw: Mapping[str, Any]) -> RelationsAnswer:
        answer = RelationsAnswer.read({"links": raw.get("links")})
        problems, seen = [], set[Link]()
        for number, link in enumerate(answer.links):
            if code := self.wrong(link, seen):
                problems.append((f"links-{number}", self._said(code, link, number)))
            else:
                seen.add(self.canonical(link))
        if problems:
            raise InvalidAnswer(*problems)
        return answer

    def wrong(self, link: Link, seen: set[Link]) -> str:
        """The code of what is wrong with a link, or nothing."""
        if not (link.head and link.type and link.tail):
            return "link_incomplete"
        if link.head not in self.by_id or link.tail not in self.by_id or link.type not in self.types:
            return "link_unknown"
        if link.head == link.tail:
            return "link_itself"
        if not self.allows(link):
            return "link_refused"
        return "link_repeated" if self.canonical(link) in seen else ""

    def _said(self, code: str, link: Link, number: int) -> Message:
        said: dict[str, str | int | float] = {"number": number + 1}
        if code == "link_refused":
            said |= {"link": self.in_words(link)}
        return Message(code, said)

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        try:
            links = RelationsAnswer.read({"links": written.get("links", ())}).links
        except InvalidAnswer:
            return dict(written)  # the check of suggestions says what is wrong with it
        known = [self.canonical(link) if link.type in self.types and self._places(link) else link for link in links]
        return {**written, "links": [link.model_dump() for link in known]}

    def _places(self, link: Link) -> bool:
        return link.head in self.by_id and link.tail in self.by_id

    def guess(self, strategy: Strategy, chance: Random) -> RelationsAnswer | None:
        """Everything is every link there could be; at random half the time nothing, else one to six of them."""
        possible = list(self.possible())
        if strategy == Strategy.MARK_ALL:
            return RelationsAnswer(links=tuple(possible[:MOST]))
        if strategy == Strategy.MARK_NONE:
            return RelationsAnswer()
        if strategy != Strategy.RANDOM:
            return None
        count = min(len(possible), chance.randint(1, 6) if chance.random() < 0.5 else 0)
        return RelationsAnswer(links=tuple(chance.sample(possible, count)))

    def paired(self) -> dict[str, Any]:
        return {
            "entities": {name: entity.label for name, entity in sorted(self.by_id.items())},
            "relations": {r.id: [r.directed, sorted(r.heads), sorted(r.tails)] for r in self.relations},
        }


class GoldLink(Frozen):
    """A gold link and every other form of it that is accepted, for instance between other mentions of the same people."""

    link: Link
    accepted: tuple[Link, ...] = ()
    reason: str


class RelationsWeights(Frozen):
    """What a link still earns that is not quite right."""

    wrong_type: float = Field(0.5, ge=0, le=1)
    reversed: float = Field(0.5, ge=0, le=1)


class RelationsGold(Gold):
    """The gold links; where nothing is related, why."""

    kind: Literal["relations"] = "relations"
    links: tuple[GoldLink, ...]
    clean_reason: str = ""
    weights: RelationsWeights = RelationsWeights()
    floors: Floors = FLOORS

    def ideal(self, task: RelationsTask) -> RelationsAnswer:
        return RelationsAnswer(links=tuple(task.canonical(gold.link) for gold in self.links))

    def paired(self) -> dict[str, Any]:
        return {"gold.links": sorted(" ".join((g.link.head, g.link.type, g.link.tail)) for g in self.links)}

    def grade(self, task: RelationsTask, answer: RelationsAnswer) -> Verdict:
        mine = answer.links
        pairs = best_pairs([[self._credit(task, link, gold)[0] for gold in self.links] for link in mine])
        met, used = {g for _, g in pairs}, {a for a, _ in pairs}
        again = [a for a in range(len(mine)) if a not in used and self._says_again(task, mine[a])]
        counted = [self._paired(task, mine[a], self.links[g]) for a, g in pairs]
        counted += [
            Outcome(Sort.MISSED, 0, gold=_mark(task, gold.link), reason=gold.reason)
            for number, gold in enumerate(self.links)
            if number not in met
        ]
        counted += [
            Outcome(Sort.ALARM, 0, _mark(task, link), reason=self.clean_reason)
            for number, link in enumerate(mine)
            if number not in used and number not in again
        ]
        summed = total(counted, self.floors)
        exact = sum(outcome.sort == Sort.HIT for outcome in counted)
        exact_f1 = soft_scores(exact, len(mine) - len(again), len(self.links))[2]
        said = tuple(Outcome(Sort.HIT, 1, _mark(task, mine[a]), notes=(Message("link_said_again"),)) for a in again)
        return Verdict(
            score=summed.score,
            headline=summed.headline,
            parts=(*summed.parts, Part("links_exact", exact_f1, False)),
            outcomes=(*counted, *said),
            remark=self.clean_reason,
        )

    def _suggestions(self, task: RelationsTask, answer: RelationsAnswer) -> tuple[Part, ...]:
        return super()._suggestions(task, RelationsAnswer(links=tuple(map(task.canonical, answer.links))))

    def _says_again(self, task: RelationsTask, link: Link) -> bool:
        """Whether a link is another accepted form of a gold link: no second hit, but no false alarm either."""
        return any(self._credit(task, link, gold)[0] == 1 for gold in self.links)

    def _credit(self, task: RelationsTask, mine: Link, gold: GoldLink) -> tuple[float, tuple[Step, ...]]:
        """The best credit of a link against any form of a gold link, and its steps."""
        return max(
            (self._against(task, mine, form) for form in (gold.link, *gold.accepted)), key=lambda found: found[0]
        )

    def _against(self, task: RelationsTask, mine: Link, form: Link) -> tuple[float, tuple[Step, ...]]:
        if {mine.head, mine.tail} != {form.head, form.tail}:
            return 0.0, ()
        same = mine.type == form.type
        # Where one of the types has no direction there is none to be wrong about.
        directed = task.types[mine.type].directed and task.types[form.type].directed
        turned = directed and mine.head != form.head
        credit = (1.0 if same else self.weights.wrong_type) * (self.weights.reversed if turned else 1.0)
        direction = float(not turned) if directed else None
        return credit, (Step("ends", 1.0), Step("link_type", float(same)), Step("direction", direction))

    def _paired(self, task: RelationsTask, mine: Link, gold: GoldLink) -> Outcome:
        credit, steps = self._credit(task, mine, gold)
        sort = Sort.HIT if all(step.credit != 0 for step in steps) else Sort.PARTIAL
        return Outcome(sort, credit, _mark(task, mine), _mark(task, gold.link), steps=steps, reason=gold.reason)


def _mark(task: RelationsTask, link: Link) -> Mark:
    return Mark(quote=task.in_words(link))


class GoldLinkFile(Frozen):
    """A gold link in a file."""

    head: str
    type: str
    tail: str
    accepted: tuple[Link, ...] = ()
    reason: str = Field(min_length=1)


class RelationsGoldFile(Frozen):
    """`gold:` of a file."""

    links: tuple[GoldLinkFile, ...] = Field((), max_length=ROWS)
    clean_reason: str = ""
    weights: RelationsWeights = RelationsWeights()
    floors: Floors = FLOORS


class RelationsFile(ItemFile):
    """The author's file of a relations item: entities are marked inline as [text]{#id}."""

    kind: Literal["relations"]
    text: str = Field(min_length=1)
    entity_labels: tuple[Category, ...] = Field(min_length=1, max_length=20)
    entities: dict[Annotated[str, Field(pattern=ID)], str] = Field(min_length=2, max_length=40)
    relations: tuple[RelationType, ...] = Field(min_length=1, max_length=20)
    gold: RelationsGoldFile

    def split(self, language: Language) -> tuple[RelationsTask, RelationsGold]:
        check_unique([label.id for label in self.entity_labels], "entity_labels")
        check_unique([relation.id for relation in self.relations], "relations")
        labels = [label.id for label in self.entity_labels]
        for name, label in self.entities.items():
            check_known([label], labels, "entities", name)
        for number, relation in enumerate(self.relations):
            check_known(relation.heads, labels, "relations", number, "heads")
            check_known(relation.tails, labels, "relations", number, "tails")
        if bool(self.gold.links) == bool(self.gold.clean_reason):
            raise FileProblem(("gold", "clean_reason"), "clean_reason_only_when_clean")
        passage, entities = placed_entities(self.text, self.entities)
        task = RelationsTask(**self.described(), language=language, passage=passage, entities=entities,
                             entity_labels=self.entity_labels, relations=self.relations)  # fmt: skip
        whole = {name: value for name, value in self.gold if name != "links"}
        gold = RelationsGold(links=self._links(task), **whole)
        every = list(task.possible())
        refuse_if_it_pays(task, gold, *(RelationsAnswer(links=some) for some in _by_type(every)))
        return task, gold

    def _links(self, task: RelationsTask) -> tuple[GoldLink, ...]:
        """The gold links, each of them one that could be answered and none twice, in no form."""
        found, seen = [], set[Link]()
        for number, gold in enumerate(self.gold.links):
            link = Link(head=gold.head, type=gold.type, tail=gold.tail)
            for form in (link, *gold.accepted):
                if code := task.wrong(form, seen):
                    said = f"{form.head} {form.type} {form.tail}"
                    raise FileProblem(("gold", "links", number), code, link=said)
                seen.add(task.canonical(form))
            found.append(GoldLink(link=link, accepted=gold.accepted, reason=gold.reason))
        return tuple(found)


def _by_type(links: Sequence[Link]) -> Iterator[tuple[Link, ...]]:
    """All links of one type after the other: whoever marks every pair gives all the same type."""
    for type_ in sorted({link.type for link in links}):
        yield tuple(link for link in links if link.type == type_)[:MOST]
