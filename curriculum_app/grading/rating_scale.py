"""`rating_scale`: rate one response by one or several criteria, each on a scale 1..n with anchors that say what a level means.

Credit of a criterion falls linearly with distance: 1 - d / (tolerance + 1), at least 0. Score = mean over criteria, by
their weights. Where gold is contested the credit is the share of the panel at that level. Over many items the agreement
of a rater is reported by quadratic weighted kappa over the full scale (`measurement`), which one item does not define.

Always answering the middle must not pay. So the tolerance may not reach from the middle of the scale to gold at its end:
at most (n - 1) // 2 - 1, that is 0 up to four levels, 1 on five and six, 2 on seven. Left out it is 1, or 0 on a
scale of up to four levels.
"""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.contested import Contested
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language, Task
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.responses import AuthorText
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

LONGEST_SCALE, DEFAULT_TOLERANCE = 10, 1
Level = Annotated[int, Field(strict=True, ge=1, le=LONGEST_SCALE)]


class ScaleCriterion(Frozen):
    """One criterion and what its levels mean; the highest anchored level ends the scale."""

    id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=80)
    about: str = ""
    anchors: dict[Annotated[int, Field(ge=1, le=LONGEST_SCALE)], Annotated[str, Field(min_length=1)]] = Field(
        min_length=2
    )
    weight: float = Field(1.0, gt=0, le=100, allow_inf_nan=False)

    @property
    def best(self) -> int:
        """The highest level."""
        return max(self.anchors)

    @property
    def levels(self) -> range:
        """All levels, anchored or between two anchors."""
        return range(1, self.best + 1)

    @property
    def middle(self) -> int:
        """The middle level; of two the lower."""
        return (self.best + 1) // 2

    @property
    def widest_tolerance(self) -> int:
        """The most that keeps the middle of the scale without credit where gold is at an end."""
        return max(0, (self.best - 1) // 2 - 1)

    def anchor(self, level: int) -> str:
        """What a level means; empty where it lies between two anchors."""
        return self.anchors.get(level, "")


class RatingScaleAnswer(AnswerBase):
    """A level for every criterion."""

    ratings: dict[Annotated[str, Field(pattern=ID)], Level] = Field(max_length=20)


class RatingScaleTask(Task):
    """A response and the criteria it is rated by."""

    kind: Literal["rating_scale"] = "rating_scale"
    prompt: str = ""
    response: str
    criteria: tuple[ScaleCriterion, ...]

    ANSWER: ClassVar[type[AnswerBase]] = RatingScaleAnswer

    def read_form(self, form: Form) -> dict[str, Any]:
        said = {c.id: (form.get(f"ratings-{c.id}", ""), {str(level) for level in c.levels}) for c in self.criteria}
        return {
            "ratings": {name: int(level) if level in known else level for name, (level, known) in said.items() if level}
        }

    def parse(self, raw: Mapping[str, Any]) -> RatingScaleAnswer:
        answer = RatingScaleAnswer.read({"ratings": raw.get("ratings", {})})
        scales = {criterion.id: criterion for criterion in self.criteria}
        problems = [(name, "criterion_unrated") for name in scales if name not in answer.ratings]
        problems += [(name, "criterion_not_rated_here") for name in answer.ratings if name not in scales]
        problems += [
            (name, "level_off_scale")
            for name, at in answer.ratings.items()
            if name in scales and at > scales[name].best
        ]
        if problems:
            names = {name: criterion.name for name, criterion in scales.items()}
            raise InvalidAnswer(
                *(
                    (f"ratings-{name}", Message(code=code, parameters={"criterion": names.get(name, name)}))
                    for name, code in problems
                )
            )
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> RatingScaleAnswer | None:
        if strategy not in {Strategy.RANDOM, Strategy.FIRST, Strategy.MIDDLE}:
            return None
        levels = {
            c.id: {Strategy.FIRST: 1, Strategy.MIDDLE: c.middle}.get(strategy) or chance.choice(c.levels)
            for c in self.criteria
        }
        return RatingScaleAnswer(ratings=levels)

    def paired(self) -> dict[str, Any]:
        return {"criteria": {c.id: (sorted(c.anchors), c.weight) for c in self.criteria}}


class RatingGold(Frozen):
    """The right level with its reason, or what a panel said; `tolerance` is how far off still earns something."""

    value: int | None = None
    reason: str = ""
    tolerance: int = DEFAULT_TOLERANCE
    contested: Contested | None = None

    @property
    def best_credit(self) -> float:
        """What the best level earns."""
        return self.contested.best_share if self.contested else 1.0

    @property
    def best_level(self) -> int:
        """The level that earns most."""
        return int(self.contested.best) if self.contested else self.value or 1

    def credit(self, level: int) -> float:
        """What a level earns, 0..1."""
        if self.contested:
            return self.contested.credit(str(level))
        return max(0.0, 1 - abs(level - self.best_level) / (self.tolerance + 1))


class RatingScaleGold(Gold):
    """The gold of every criterion."""

    kind: Literal["rating_scale"] = "rating_scale"
    criteria: dict[str, RatingGold]
    weights: dict[str, float]

    @property
    def best_score(self) -> float:
        return climb({name: gold.best_credit for name, gold in self.criteria.items()}, self.weights)[0]

    def ideal(self, task: RatingScaleTask) -> RatingScaleAnswer:
        return RatingScaleAnswer(ratings={name: gold.best_level for name, gold in self.criteria.items()})

    def paired(self) -> dict[str, Any]:
        said = {
            name: gold.contested.shares if gold.contested else (gold.value, gold.tolerance)
            for name, gold in self.criteria.items()
        }
        return {"gold": said}

    def grade(self, task: RatingScaleTask, answer: RatingScaleAnswer) -> Verdict:
        outcomes = tuple(self._outcome(criterion, answer.ratings[criterion.id]) for criterion in task.criteria)
        credits = {c.id: outcome.credit for c, outcome in zip(task.criteria, outcomes, strict=True)}
        score, _ = climb(credits, self.weights)
        exact = sum(outcome.sort == Sort.HIT for outcome in outcomes)
        near = sum(outcome.sort == Sort.PARTIAL for outcome in outcomes)
        return Verdict(
            score=score,
            headline=Message(
                code="criteria_rated", parameters={"criteria": len(outcomes), "exact": exact, "near": near}
            ),
            parts=(
                Part(name="rating_closeness", value=score),
                Part(name="rating_exact", value=exact / len(outcomes), counts=False),
            ),
            outcomes=outcomes,
        )

    def _outcome(self, criterion: ScaleCriterion, mine: int) -> Outcome:
        gold = self.criteria[criterion.id]
        if gold.contested:
            sort, notes, reason = gold.contested.sort(str(mine)), (gold.contested.note({}),), gold.contested.reasons({})
            right = Mark(id=criterion.id, values={"rating": gold.contested.shown({})})
        else:
            off, credit = mine - gold.best_level, gold.credit(mine)
            sort = Sort.HIT if not off else Sort.PARTIAL if credit else Sort.MISSED
            code = "rated_alike" if not off else "rated_higher" if off > 0 else "rated_lower"
            notes, reason = (Message(code=code, parameters={"off": abs(off)}),), gold.reason
            right = _mark(criterion, gold.best_level)
        return Outcome(
            sort=sort, credit=gold.credit(mine), about=criterion.name, mine=_mark(criterion, mine), gold=right,
            notes=notes, reason=reason,
        )  # fmt: skip


def _mark(criterion: ScaleCriterion, level: int) -> Mark:
    return Mark(id=criterion.id, quote=criterion.anchor(level), values={"rating": f"{level} / {criterion.best}"})


class RatingGoldFile(Frozen):
    """Gold of one criterion in a file: `value` and `reason`, or `contested`."""

    value: int | None = Field(None, ge=1)
    reason: str = ""
    tolerance: int | None = Field(None, ge=0)
    contested: Contested | None = None


class RatingScaleFile(ItemFile):
    """The author's file of a response to rate."""

    kind: Literal["rating_scale"]
    prompt: str = ""
    response: AuthorText
    criteria: tuple[ScaleCriterion, ...] = Field(min_length=1, max_length=12)
    gold: dict[str, RatingGoldFile]

    def split(self, language: Language) -> tuple[RatingScaleTask, RatingScaleGold]:
        check_unique([criterion.id for criterion in self.criteria], "criteria")
        for name in self.gold:
            if name not in {criterion.id for criterion in self.criteria}:
                raise FileProblem(("gold", name), "criterion_unknown", criterion=name)
        gold = {}
        for number, criterion in enumerate(self.criteria):
            _check_anchors(criterion, number)
            gold[criterion.id] = self._gold(criterion)
        task = RatingScaleTask(
            **self.described(), language=language, prompt=self.prompt, response=self.response, criteria=self.criteria
        )
        return task, RatingScaleGold(criteria=gold, weights={c.id: c.weight for c in self.criteria})

    def _gold(self, criterion: ScaleCriterion) -> RatingGold:
        path = ("gold", criterion.id)
        given = self.gold.get(criterion.id)
        if given is None:
            raise FileProblem(("gold",), "criterion_without_gold", criterion=criterion.id)
        if bool(given.value) == bool(given.contested) or (given.contested and given.reason):
            raise FileProblem(path, "label_or_contested", label="value")
        if given.contested:
            given.contested.check([str(level) for level in criterion.levels], *path, "contested")
            return RatingGold(contested=given.contested)
        if given.value is not None and given.value > criterion.best:
            raise FileProblem((*path, "value"), "level_outside", level=given.value, best=criterion.best)
        if not given.reason:
            raise FileProblem(path, "criterion_without_reason", criterion=criterion.id)
        most = criterion.widest_tolerance
        tolerance = min(DEFAULT_TOLERANCE, most) if given.tolerance is None else given.tolerance
        if tolerance > most:
            raise FileProblem((*path, "tolerance"), "tolerance_too_wide", most=most, best=criterion.best)
        return RatingGold(value=given.value, reason=given.reason, tolerance=tolerance)


def _check_anchors(criterion: ScaleCriterion, number: int) -> None:
    """The ends are anchored, and the middle; on scales of up to three levels that is every level."""
    middle = {criterion.middle, criterion.best + 1 - criterion.middle}
    if 1 not in criterion.anchors or not middle & criterion.anchors.keys():
        missing = 1 if 1 not in criterion.anchors else criterion.middle
        raise FileProblem(("criteria", number, "anchors"), "anchor_missing", level=missing, best=criterion.best)
