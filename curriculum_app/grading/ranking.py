"""`ranking`: put three to eight responses to one prompt in order, from best to worst.

Score = (tau-b + 1) / 2. Kendall's tau-b (Kendall 1945, "The treatment of ties in ranking problems") counts pairs that
both sides order alike less those they order oppositely, over the root of the pairs each side orders at all. It is not
defined where one side puts everything level: then the score is 1 if the other does so too, else 0. An order drawn at
random earns .5 on average; the share of pairs in the right relation is reported beside the score.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import sqrt
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.responses import LETTERS, AuthorText, ResponsesTask, WithResponses
from curriculum_app.grading.sequence import shortened
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

Rank = Annotated[int, Field(strict=True, ge=1, le=len(LETTERS))]


def tau_b(x: Sequence[int], y: Sequence[int]) -> float | None:
    """Kendall's tau-b of two rankings of the same things, -1..1; None where one of them puts everything level."""
    pairs = [(_sign(x[i] - x[j]), _sign(y[i] - y[j])) for i, j in combinations(range(len(x)), 2)]
    ordered_x, ordered_y = (sum(pair[side] != 0 for pair in pairs) for side in (0, 1))
    if not ordered_x or not ordered_y:
        return None
    return sum(a * b for a, b in pairs) / sqrt(ordered_x * ordered_y)


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)


class RankingAnswer(AnswerBase):
    """A rank for every response, 1 the best; equal ranks are ties."""

    ranks: dict[Literal["a", "b", "c", "d", "e", "f", "g", "h"], Rank]


class RankingTask(ResponsesTask):
    """Responses to put in order; `ties` says whether two may stand level."""

    kind: Literal["ranking"] = "ranking"
    ties: bool

    ANSWER: ClassVar[type[AnswerBase]] = RankingAnswer

    def read_form(self, form: Form) -> dict[str, Any]:
        said = {letter: form.get(f"ranks-{letter}", "") for letter in self.lettered}
        known = {str(rank) for rank in range(1, len(said) + 1)}
        return {"ranks": {letter: int(rank) if rank in known else rank for letter, rank in said.items() if rank}}

    def parse(self, raw: Mapping[str, Any]) -> RankingAnswer:
        answer = RankingAnswer.read({"ranks": raw.get("ranks", {})})
        ranks = {str(letter): rank for letter, rank in answer.ranks.items()}
        problems = []
        for letter in self.lettered.keys() | ranks.keys():
            rank = ranks.get(letter)
            if letter not in self.lettered:
                problems.append((letter, "response_unknown"))
            elif rank is None:
                problems.append((letter, "rank_missing"))
            elif rank > len(self.responses):
                problems.append((letter, "rank_outside"))
            elif not self.ties and list(ranks.values()).count(rank) > 1:
                problems.append((letter, "rank_twice"))
        if problems:
            raise InvalidAnswer(
                *(
                    (f"ranks-{letter}", Message(code=code, parameters={"response": letter.upper()}))
                    for letter, code in sorted(problems)
                )
            )
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> RankingAnswer | None:
        letters = list(self.lettered)
        if strategy == Strategy.MIDDLE and self.ties:
            return self.parse({"ranks": dict.fromkeys(letters, (len(letters) + 1) // 2)})
        if strategy == Strategy.RANDOM:
            chance.shuffle(letters)
        elif strategy == Strategy.LONGEST:
            letters.sort(key=lambda letter: -len(self.lettered[letter]))
        elif strategy != Strategy.FIRST:
            return None
        return self.parse({"ranks": {letter: rank for rank, letter in enumerate(letters, 1)}})

    def paired(self) -> dict[str, Any]:
        return {"ties": self.ties, "responses": len(self.responses), "padded.response": self.padded and self.padded.response}


class RankedResponse(Frozen):
    """The rank a response deserves, and why."""

    rank: Rank
    reason: str = Field(min_length=1)


class RankingGold(Gold):
    """The rank of every response, by letter."""

    kind: Literal["ranking"] = "ranking"
    ranks: dict[str, RankedResponse]

    @property
    def order(self) -> dict[str, int]:
        """The ranks alone."""
        return {letter: ranked.rank for letter, ranked in self.ranks.items()}

    def ideal(self, task: RankingTask) -> RankingAnswer:
        return task.parse({"ranks": self.order})

    def paired(self) -> dict[str, Any]:
        return {"gold.ranks": self.order}

    def grade(self, task: RankingTask, answer: RankingAnswer) -> Verdict:
        gold, mine = self.order, {str(letter): rank for letter, rank in answer.ranks.items()}
        tau = tau_b([mine[letter] for letter in gold], list(gold.values()))
        pairs = list(combinations(gold, 2))
        right = sum(_sign(mine[a] - mine[b]) == _sign(gold[a] - gold[b]) for a, b in pairs)
        score = (tau + 1) / 2 if tau is not None else float(right == len(pairs))
        parts = (
            Part(name="tau_b", value=None if tau is None else score),
            Part(name="pairs_in_order", value=right / len(pairs), counts=False),
        )
        all_level = tau is None and right < len(pairs)
        headline = Message(
            code="ranking_all_level" if all_level else "pairs_ordered",
            parameters={} if all_level else {"right": right, "pairs": len(pairs)},
        )
        outcomes = tuple(
            self._outcome(task, letter, mine, gold) for letter in sorted(gold, key=lambda name: gold[name])
        )
        return Verdict(score=score, headline=headline, parts=parts, outcomes=outcomes)

    def _outcome(self, task: RankingTask, letter: str, mine: Mapping[str, int], gold: Mapping[str, int]) -> Outcome:
        """What became of one response: credit is the share of the others to which it stands in the right relation."""
        off: dict[str, list[str]] = {}
        for other in gold:
            here, there = _sign(mine[letter] - mine[other]), _sign(gold[letter] - gold[other])
            if here != there:
                code = "pair_parted" if not there else "pair_levelled" if not here else "pair_swapped"
                off.setdefault(code, []).append(other.upper())
        wrong, others = sum(map(len, off.values())), len(gold) - 1
        notes = tuple(Message(code=code, parameters={"others": ", ".join(names)}) for code, names in off.items())
        return Outcome(
            sort=Sort.HIT if not wrong else Sort.PARTIAL if wrong < others else Sort.MISSED,
            credit=1 - wrong / others,
            about=shortened(letter.upper(), task.lettered[letter]),
            mine=_mark(letter, mine),
            gold=_mark(letter, gold),
            notes=notes or (Message(code="pairs_all_right"),),
            reason=self.ranks[letter].reason,
        )


def _mark(letter: str, order: Mapping[str, int]) -> Mark:
    """The place of a response, counted alike on both sides: 1 more than the number of better ones."""
    return Mark(id=letter, values={"rank": str(1 + sum(rank < order[letter] for rank in order.values()))})


class RankingGoldFile(Frozen):
    """`gold:` of a file: rank and reason of every response, by letter."""

    ranks: dict[str, RankedResponse]


class RankingFile(WithResponses, ItemFile):
    """The author's file of responses to rank."""

    kind: Literal["ranking"]
    responses: tuple[AuthorText, ...] = Field(min_length=3, max_length=len(LETTERS))
    ties: bool = False
    gold: RankingGoldFile

    def split(self, language: Language) -> tuple[RankingTask, RankingGold]:
        task = RankingTask(
            **self.described(), language=language, prompt=self.prompt, responses=self.responses, ties=self.ties,
            padded=self.padded,
        )  # fmt: skip
        self.check_padded()
        for letter in self.gold.ranks:
            if letter not in task.lettered:
                raise FileProblem(("gold", "ranks", letter), "response_not_there", response=letter)
        ranks: dict[str, RankedResponse] = {}
        for letter in task.lettered:
            if letter not in self.gold.ranks:
                raise FileProblem(("gold", "ranks"), "response_unranked", response=letter)
            ranked = self.gold.ranks[letter]
            if ranked.rank > len(self.responses):
                raise FileProblem(
                    ("gold", "ranks", letter, "rank"), "level_outside", level=ranked.rank, best=len(self.responses)
                )
            if not self.ties and ranked.rank in {earlier.rank for earlier in ranks.values()}:
                raise FileProblem(("gold", "ranks", letter, "rank"), "ties_not_allowed")
            ranks[letter] = ranked
        return task, RankingGold(ranks=ranks)
