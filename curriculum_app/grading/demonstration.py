"""`demonstration`: write the answer a model should give, as it is then trained on it. Scored as in `by_people`."""

from typing import Any, Literal

from pydantic import Field

from curriculum_app.grading.by_people import WrittenFile, WrittenGold, WrittenTask
from curriculum_app.grading.dialogue_review import Turn
from curriculum_app.grading.kind import FileProblem, Language


class DemonstrationTask(WrittenTask):
    """The conversation up to the turn that is to be written, and the instructions the model was given."""

    kind: Literal["demonstration"] = "demonstration"
    system: str = ""
    turns: tuple[Turn, ...]

    @property
    def given(self) -> str:
        return self.turns[-1].text

    def paired(self) -> dict[str, Any]:
        return {**super().paired(), "turns": [turn.who for turn in self.turns]}


class DemonstrationGold(WrittenGold):
    """A model answer with its assessment."""

    kind: Literal["demonstration"] = "demonstration"


class DemonstrationFile(WrittenFile):
    """The author's file of an answer to demonstrate."""

    kind: Literal["demonstration"]
    system: str = ""
    turns: tuple[Turn, ...] = Field(min_length=1, max_length=20)

    def split(self, language: Language) -> tuple[DemonstrationTask, DemonstrationGold]:
        self.check_rubric()
        if self.turns[-1].who != "user":
            raise FileProblem(("turns", len(self.turns) - 1, "who"), "last_turn_not_users")
        task = DemonstrationTask(**self.common, language=language, system=self.system, turns=self.turns)
        gold = DemonstrationGold(**self.common_gold)
        self.check_model(task, gold)
        return task, gold
