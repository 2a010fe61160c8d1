"""`rewrite`: correct a text with as few changes as it needs, or word it better.

What the author says must go (forbidden) or must come (required and not yet there) is what has to be mended. Score = the share
that is mended x the weighted mean of: required facts that are there at the end, closeness (chrF of the nearest accepted
edit), and edit size (1 up to `largest_edit` of the text by character edit distance, from there falling to 0 where all is
changed). So handing the text back earns 0, and so does throwing it away. A clean text, in which nothing has to change,
earns 1 when handed back; changed it earns at most `needless`, the less the more was changed.
"""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.edits import Change, edit_share, word_changes
from curriculum_app.grading.folding import Overlooked, PlainText, contains, fold
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language, Task
from curriculum_app.grading.ladder import Weights, climb
from curriculum_app.grading.similarity import chrf
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

LONGEST = 5000
AuthorText = Annotated[PlainText, Field(min_length=1, max_length=LONGEST)]


class RewriteWeights(Weights):
    """What the parts weigh."""

    required: float = Field(0.5, ge=0, le=1)
    closeness: float = Field(0.3, ge=0, le=1)
    size: float = Field(0.2, ge=0, le=1)


class Demand(Frozen):
    """Something the text must say, or must no longer say, in any of its forms; `name` says it to the trainee afterwards."""

    id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=120)
    forms: tuple[str, ...] = Field(min_length=1, max_length=20)
    weight: float = Field(1.0, gt=0, le=100, allow_inf_nan=False)
    reason: str = Field(min_length=1)

    def found(self, text: str, overlooked: tuple[Overlooked, ...]) -> str:
        """The first of its forms that stands in a folded text; empty where none does."""
        return next((form for form in self.forms if contains(fold(form, overlooked), text)), "")


class RewriteAnswer(AnswerBase):
    """The text as it should be."""

    text: Annotated[PlainText, Field(max_length=LONGEST)]


class RewriteTask(Task):
    """A text to mend."""

    kind: Literal["rewrite"] = "rewrite"
    prompt: str = ""
    original: str

    ANSWER: ClassVar[type[AnswerBase]] = RewriteAnswer

    def read_form(self, form: Form) -> dict[str, Any]:
        return {"text": form.get("text", "")}

    def parse(self, raw: Mapping[str, Any]) -> RewriteAnswer:
        answer = RewriteAnswer.read({"text": raw.get("text", "")})
        if not answer.text:
            raise InvalidAnswer(("text", Message("text_missing")))
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> RewriteAnswer | None:
        if strategy == Strategy.COPY_SOURCE:
            return RewriteAnswer(text=self.original)
        if strategy == Strategy.RANDOM:
            words = self.original.split()
            return RewriteAnswer(text=" ".join(word for word in words if chance.random() < 0.9) or words[0])
        return None

    def changes(self, text: str) -> tuple[Change, ...]:
        """What was changed, word by word, for a page to show."""
        return word_changes(self.original, text)


class RewriteGold(Gold):
    """What must be said, what must go, and texts that are right."""

    kind: Literal["rewrite"] = "rewrite"
    required: tuple[Demand, ...] = ()
    forbidden: tuple[Demand, ...] = ()
    edits: tuple[str, ...] = ()  # none where the text is clean
    clean_reason: str = ""
    ignore: tuple[Overlooked, ...] = ()
    largest_edit: float = 0.5
    needless: float = 0.5
    weights: RewriteWeights = RewriteWeights()

    def ideal(self, task: RewriteTask) -> RewriteAnswer:
        return RewriteAnswer(text=self.edits[0] if self.edits else task.original)

    def paired(self) -> dict[str, Any]:
        return {
            "gold.required": [demand.id for demand in self.required],
            "gold.forbidden": [demand.id for demand in self.forbidden],
            "gold.edits": bool(self.edits),
        }

    def grade(self, task: RewriteTask, answer: RewriteAnswer) -> Verdict:
        if not self.edits:
            return self._grade_clean(task, answer)
        outcomes = self._outcomes(answer)
        before = fold(task.original, self.ignore)
        to_mend = [(d, o) for d, o in outcomes if d in self.forbidden or not d.found(before, self.ignore)]
        mended, share = _share(to_mend), edit_share(task.original, answer.text)
        closeness = {edit: chrf(answer.text, edit) for edit in self.edits}
        nearest = max(closeness, key=lambda edit: closeness[edit])
        care = {
            "required": _share(outcomes[: len(self.required)]) if self.required else None,
            "closeness": closeness[nearest],
            "size": self._size(share),
        }
        mean, _ = climb(care, self.weights.by_name)
        code = "rewrite_unchanged" if answer.text == task.original else "rewrite_mended"
        done = sum(outcome.sort == Sort.HIT for _, outcome in to_mend)
        return Verdict(
            score=mended * mean,
            headline=Message(code, {"done": done, "due": len(to_mend)}),
            parts=(
                Part("mended", mended),
                *(Part(name, value) for name, value in care.items()),
                Part("edit_share", share, False),
            ),
            outcomes=(*(outcome for _, outcome in outcomes), *self._size_outcome(share)),
            model_answer=nearest,
        )

    def _grade_clean(self, task: RewriteTask, answer: RewriteAnswer) -> Verdict:
        """A text in which nothing has to change."""
        share = edit_share(fold(task.original), fold(answer.text))
        outcomes = self._outcomes(answer)
        kept = _share(outcomes) if outcomes else 1.0
        score = self.needless * kept * max(0.0, 1 - share / self.largest_edit) if share else 1.0
        outcome = Outcome(
            sort=Sort.ALARM if share else Sort.HIT,
            credit=score,
            mine=Mark(id="text"),
            gold=None if share else Mark(id="text"),
            notes=(Message("changed_needlessly" if share else "rightly_unchanged"),),
            reason=self.clean_reason,
        )
        return Verdict(
            score=score,
            headline=Message("rewrite_clean_changed" if share else "rewrite_clean_left"),
            parts=(Part("care", score), Part("edit_share", share, False)),
            outcomes=(*(demanded for _, demanded in outcomes), outcome),
        )

    def _size(self, share: float) -> float:
        over = max(0.0, share - self.largest_edit)
        return 1 - over / (1 - self.largest_edit) if over else 1.0

    def _outcomes(self, answer: RewriteAnswer) -> list[tuple[Demand, Outcome]]:
        """An outcome for everything demanded: first what is required, then what is forbidden."""
        text = fold(answer.text, self.ignore)
        listed = [(demand, "required_there", "required_lost") for demand in self.required]
        listed += [(demand, "forbidden_gone", "forbidden_there") for demand in self.forbidden]
        outcomes = []
        for demand, good, bad in listed:
            found = demand.found(text, self.ignore)
            met = bool(found) == (good == "required_there")
            outcome = Outcome(
                sort=Sort.HIT if met else Sort.MISSED,
                credit=float(met),
                mine=Mark(id=demand.id, quote=found) if found else None,
                gold=Mark(id=demand.id, quote=" / ".join(demand.forms)) if good == "required_there" else None,
                notes=(Message(good if met else bad, {"forms": " / ".join(demand.forms)}),),
                reason=demand.reason,
                about=demand.name,
            )
            outcomes.append((demand, outcome))
        return outcomes

    def _size_outcome(self, share: float) -> tuple[Outcome, ...]:
        """Said only where more was changed than the text needs."""
        if share <= self.largest_edit:
            return ()
        said: dict[str, str | int | float] = {"share": round(100 * share), "largest": round(100 * self.largest_edit)}
        credit = self._size(share)
        sort = Sort.PARTIAL if credit else Sort.MISSED
        return (Outcome(sort, credit, Mark(id="text"), notes=(Message("changed_too_much", said),)),)


def _share(judged: list[tuple[Demand, Outcome]]) -> float:
    """The share of the demands that are met, by weight."""
    return climb({d.id: o.credit for d, o in judged}, {d.id: d.weight for d, _ in judged})[0]


class RewriteGoldFile(Frozen):
    """`gold:` of a file: accepted `edits` with what they must and must not say, or why nothing has to change."""

    required: tuple[Demand, ...] = Field((), max_length=20)
    forbidden: tuple[Demand, ...] = Field((), max_length=20)
    edits: tuple[AuthorText, ...] = Field((), max_length=10)
    clean_reason: str = ""
    ignore: tuple[Overlooked, ...] = ()
    largest_edit: float = Field(0.5, gt=0, lt=1)
    needless: float = Field(0.5, ge=0, lt=1)
    weights: RewriteWeights = RewriteWeights()

    @model_validator(mode="after")
    def _clean_or_not(self) -> Self:
        if bool(self.edits) == bool(self.clean_reason):
            raise ValueError("a text either has accepted edits or, where nothing has to change, a clean_reason")
        return self


class RewriteFile(ItemFile):
    """The author's file of a text to mend."""

    kind: Literal["rewrite"]
    prompt: str = ""
    original: AuthorText
    gold: RewriteGoldFile

    def split(self, language: Language) -> tuple[RewriteTask, RewriteGold]:
        task = RewriteTask(**self.described(), language=language, prompt=self.prompt, original=self.original)
        gold = RewriteGold(**dict(self.gold))
        check_unique([demand.id for demand in (*gold.forbidden, *gold.required)], "gold")
        self._check_demands(gold)
        for number, edit in enumerate(gold.edits):
            self._check_edit(task, gold, edit, number)
        return task, gold

    def _check_demands(self, gold: RewriteGold) -> None:
        """What must go is there, and in a clean text is nothing that must; otherwise something must change."""
        original = fold(self.original, gold.ignore)
        for number, demand in enumerate(gold.forbidden):
            if gold.clean_reason or not demand.found(original, gold.ignore):
                raise FileProblem(("gold", "forbidden", number), "forbidden_not_there", demand=demand.id)
        missing = [n for n, demand in enumerate(gold.required) if not demand.found(original, gold.ignore)]
        if gold.clean_reason and missing:
            raise FileProblem(("gold", "required", missing[0]), "clean_lacks", demand=gold.required[missing[0]].id)
        if not gold.clean_reason and not missing and not gold.forbidden:
            raise FileProblem(("gold",), "nothing_to_mend")

    @staticmethod
    def _check_edit(task: RewriteTask, gold: RewriteGold, edit: str, number: int) -> None:
        """An accepted edit meets every demand and earns everything."""
        for outcome in gold.grade(task, RewriteAnswer(text=edit)).outcomes:
            if outcome.sort != Sort.HIT:
                mark = outcome.mine or outcome.gold
                demand = outcome.about or (mark.id if mark else "")
                raise FileProblem(("gold", "edits", number), "edit_fails", demand=demand)
