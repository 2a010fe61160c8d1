"""`boxes`: draw a box around everything that the labels name in a picture.

A drawn box meets a gold box where their intersection over union (IoU; the areas of COCO's `mask.iou`, continuous pixels,
no crowds) reaches `least_iou` of the file, 0.5 by default. Boxes are paired one and one so that the credit is greatest,
and the IoU where credits are equal. A pair earns 1, with another label `wrong_label` (0.5). The score is the soft F1 of
these credits with floors on precision and recall. Beside it stand the F1 at IoU 0.5 and 0.75 with the label right, each
for the pairing with the greatest total IoU, and the mean IoU of the pairs: COCO's average precision is no measure for
people, it stays 1 when every box is drawn twice.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, FiniteFloat

from curriculum_app.grading.categories import ID, Category, check_known, check_unique
from curriculum_app.grading.drawing import SIDES, Drawn, as_drawn, row_read, said_by_row, shown
from curriculum_app.grading.kind import (
    AnswerBase,
    Field_,
    FileProblem,
    Form,
    Gold,
    InvalidAnswer,
    ItemFile,
    Language,
    Picture,
    Task,
)
from curriculum_app.grading.mark_all import refuse_if_it_pays
from curriculum_app.grading.matching import best_pairs
from curriculum_app.grading.pairing import total
from curriculum_app.grading.rectangles import Rectangle, iou, matches
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

ROWS = 12  # of the form; no item asks for more
REPORTED = {"f1_50": 0.5, "f1_75": 0.75}


class BoxesAnswer(AnswerBase):
    """All boxes; none where there is nothing to draw."""

    boxes: tuple[Drawn, ...] = Field((), max_length=100)


class BoxesTask(Task):
    """A picture, in words too, and the labels to look for."""

    kind: Literal["boxes"] = "boxes"
    picture: str
    alt: str
    description: str
    width: int
    height: int
    labels: tuple[Category, ...]

    ANSWER: ClassVar[type[AnswerBase]] = BoxesAnswer
    ROWS: ClassVar[int] = ROWS

    @property
    def fields(self) -> tuple[Field_, ...]:
        return (Field_(name="label", sort="choice", options=tuple(label.choice for label in self.labels)),)

    def picture_files(self) -> tuple[Picture, ...]:
        return (Picture(("picture",), self.picture, (self.width, self.height)),)

    def read_form(self, form: Form) -> dict[str, Any]:
        rows = (
            {side: form.get(f"boxes-{number}-{side}", "").strip() for side in (*SIDES, "label")}
            for number in range(ROWS)
        )
        return {"boxes": [row_read(row) for row in rows if any(row.values())]}

    def parse(self, raw: Mapping[str, Any]) -> BoxesAnswer:
        try:
            answer = BoxesAnswer.read({"boxes": raw.get("boxes")})
        except InvalidAnswer as invalid:
            raise InvalidAnswer(*(said_by_row(field, message) for field, message in invalid.problems)) from None
        known, seen = {label.id for label in self.labels}, set[Drawn]()
        problems: list[tuple[str, Message]] = []
        for number, box in enumerate(answer.boxes):
            place = f"boxes-{number}"
            if box.x + box.width > self.width or box.y + box.height > self.height:
                size = {"width": self.width, "height": self.height}
                problems.append((f"{place}-x", Message("box_outside", {"number": number + 1, **size})))
            if box.label not in known:
                problems.append((f"{place}-label", Message("box_label_missing", {"number": number + 1})))
            if box in seen:
                problems.append((place, Message("box_twice", {"number": number + 1})))
            seen.add(box)
        if problems:
            raise InvalidAnswer(*problems)
        return answer

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return {**written, "boxes": as_drawn(written.get("boxes"))}

    def guess(self, strategy: Strategy, chance: Random) -> BoxesAnswer | None:
        """Everything is the whole picture; at random half the time nothing, else one to four boxes anywhere."""
        if strategy == Strategy.MARK_ALL:
            return BoxesAnswer(boxes=(Drawn.of((0, 0, self.width, self.height), self.labels[0].id),))
        if strategy == Strategy.MARK_NONE:
            return BoxesAnswer()
        if strategy != Strategy.RANDOM:
            return None
        count = chance.randint(1, 4) if chance.random() < 0.5 else 0
        return BoxesAnswer(boxes=tuple(self._anywhere(chance) for _ in range(count)))

    def _anywhere(self, chance: Random) -> Drawn:
        x, y = chance.uniform(0, self.width * 0.9), chance.uniform(0, self.height * 0.9)
        width, height = chance.uniform(0.1, 0.9) * (self.width - x), chance.uniform(0.1, 0.9) * (self.height - y)
        return Drawn.of((x, y, width, height), chance.choice(self.labels).id)

    def paired(self) -> dict[str, Any]:
        return {"labels": sorted(label.id for label in self.labels), "width": self.width, "height": self.height}


class GoldBox(Frozen):
    """A gold box."""

    id: str
    box: Rectangle
    label: str
    reason: str

    @property
    def mark(self) -> Mark:
        """The box as an outcome shows it."""
        return shown(self.box, self.label, self.id)


class BoxesGold(Gold):
    """The gold boxes; where nothing is to be drawn, why."""

    kind: Literal["boxes"] = "boxes"
    boxes: tuple[GoldBox, ...]
    clean_reason: str = ""
    least_iou: float = 0.5
    wrong_label: float = 0.5
    floors: Floors = Floors()

    def ideal(self, task: BoxesTask) -> BoxesAnswer:
        return BoxesAnswer(boxes=tuple(Drawn.of(gold.box, gold.label) for gold in self.boxes))

    def paired(self) -> dict[str, Any]:
        return {"gold.boxes": {box.id: box.label for box in sorted(self.boxes, key=lambda box: box.id)}}

    def grade(self, task: BoxesTask, answer: BoxesAnswer) -> Verdict:
        names = {label.id: label.name for label in task.labels}
        pairs = self._pairs(answer.boxes)
        met, left = {g for _, g in pairs}, set(range(len(answer.boxes))) - {a for a, _ in pairs}
        outcomes = [self._paired(answer.boxes[a], self.boxes[g], names) for a, g in pairs]
        outcomes += [
            Outcome(Sort.MISSED, 0, gold=gold.mark, reason=gold.reason, about=names[gold.label])
            for number, gold in enumerate(self.boxes)
            if number not in met
        ]
        outcomes += [self._alarm(answer.boxes[a], names) for a in sorted(left)]
        summed = total(outcomes, self.floors)
        return Verdict(
            score=summed.score,
            headline=summed.headline,
            parts=summed.parts + self._figures(answer.boxes),
            outcomes=tuple(sorted(outcomes, key=_from_above)),
            remark=self.clean_reason,
        )

    def _pairs(self, boxes: Sequence[Drawn]) -> list[tuple[int, int]]:
        """The pairs of the greatest credit; between equals the IoU decides, too small a sum to weigh against a credit."""

        def worth(mine: Drawn, gold: GoldBox) -> float:
            overlap = iou(mine.rectangle, gold.box)
            return self._credit(mine, gold) + overlap * 1e-6 if overlap >= self.least_iou else 0.0

        return best_pairs([[worth(mine, gold) for gold in self.boxes] for mine in boxes])

    def _credit(self, mine: Drawn, gold: GoldBox) -> float:
        return 1.0 if mine.label == gold.label else self.wrong_label

    def _paired(self, mine: Drawn, gold: GoldBox, names: Mapping[str, str]) -> Outcome:
        right = mine.label == gold.label
        return Outcome(
            sort=Sort.HIT if right else Sort.PARTIAL,
            credit=self._credit(mine, gold),
            mine=mine.mark,
            gold=gold.mark,
            steps=(Step("iou", iou(mine.rectangle, gold.box)), Step("label", float(right))),
            reason=gold.reason,
            about=names[gold.label],
        )

    def _alarm(self, mine: Drawn, names: Mapping[str, str]) -> Outcome:
        """A box that meets no gold box; where it nearly does, how much of it."""
        nearest = max((iou(mine.rectangle, gold.box) for gold in self.boxes), default=0.0)
        near = (Message("box_overlaps_little", {"iou": f"{nearest:.2f}", "least": f"{self.least_iou:.2f}"}),)
        return Outcome(
            Sort.ALARM,
            0,
            mine.mark,
            notes=near if nearest > 0 else (),
            reason=self.clean_reason,
            about=names[mine.label],
        )

    def _suggestions(self, task: BoxesTask, answer: BoxesAnswer) -> tuple[Part, ...]:
        """A suggested box is right where it meets a gold box, and rejected where no drawn box meets it any more."""
        suggested = task.parse(task.suggested).boxes

        def met(some: Sequence[Drawn], others: Sequence[Drawn]) -> set[int]:
            same = [[a.label == b.label for b in others] for a in some]
            pairs = matches([a.rectangle for a in some], [b.rectangle for b in others], self.least_iou, same)
            return {number for number, *_ in pairs}

        right = met(suggested, self.ideal(task).boxes)
        wrong = set(range(len(suggested))) - right
        accepted = {number for number in wrong if suggested[number] in answer.boxes}
        rejected = right - met(suggested, answer.boxes)
        return (
            Part("wrong_suggestions_accepted", len(accepted) / len(wrong) if wrong else None, False),
            Part("right_suggestions_rejected", len(rejected) / len(right) if right else None, False),
        )

    def _figures(self, boxes: Sequence[Drawn]) -> tuple[Part, ...]:
        """F1 at both IoUs with the label right, and the mean IoU of what was met whatever its label."""
        mine, gold = [box.rectangle for box in boxes], [box.box for box in self.boxes]
        same = [[a.label == g.label for g in self.boxes] for a in boxes]
        found = {name: len(matches(mine, gold, least, same)) for name, least in REPORTED.items()}
        met = matches(mine, gold, self.least_iou)
        mean = sum(value for *_, value in met) / len(met) if met else None
        f1 = (Part(name, soft_scores(hits, len(mine), len(gold))[2], False) for name, hits in found.items())
        return *f1, Part("mean_iou", mean, False)


def _from_above(outcome: Outcome) -> tuple[Any, ...]:
    mark = outcome.gold or outcome.mine
    x, y, *_ = mark.values["box"] if mark else (0, 0)
    return y, x


class GoldBoxFile(Frozen):
    """A gold box in a file."""

    box: tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat]
    label: str
    reason: str = Field(min_length=1)


class BoxesGoldFile(Frozen):
    """`gold:` of a file."""

    boxes: dict[Annotated[str, Field(pattern=ID)], GoldBoxFile] = Field({}, max_length=ROWS)
    clean_reason: str = ""
    least_iou: float = Field(0.5, gt=0, le=1)
    wrong_label: float = Field(0.5, ge=0, le=1)
    floors: Floors = Floors()


class BoxesFile(ItemFile):
    """The author's file of a boxes item."""

    kind: Literal["boxes"]
    picture: str = Field(min_length=1)
    alt: str = Field(min_length=1)
    description: str = Field(min_length=1)
    width: int = Field(ge=16, le=4000)
    height: int = Field(ge=16, le=4000)
    labels: tuple[Category, ...] = Field(min_length=1, max_length=20)
    gold: BoxesGoldFile

    def split(self, language: Language) -> tuple[BoxesTask, BoxesGold]:
        check_unique([label.id for label in self.labels], "labels")
        if bool(self.gold.boxes) == bool(self.gold.clean_reason):
            raise FileProblem(("gold", "clean_reason"), "clean_reason_only_when_clean")
        for name, gold in self.gold.boxes.items():
            check_known([gold.label], (label.id for label in self.labels), "gold", "boxes", name, "label")
            x, y, width, height = gold.box
            if x < 0 or y < 0 or width <= 0 or height <= 0 or x + width > self.width or y + height > self.height:
                raise FileProblem(
                    ("gold", "boxes", name, "box"), "box_outside_picture", width=self.width, height=self.height
                )
        shared = {name: getattr(self, name) for name in ("picture", "alt", "description", "width", "height", "labels")}
        task = BoxesTask(**self.described(), language=language, **shared)
        boxes = tuple(GoldBox(id=name, **dict(gold)) for name, gold in self.gold.boxes.items())
        half = BoxesGold(**{**dict(self.gold), "boxes": boxes})
        refuse_if_it_pays(task, half)
        return task, half
