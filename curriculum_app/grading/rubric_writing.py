"""`rubric_writing`: write feedback, a reply by a policy, or an explanation, by a rubric that is shown. Scored as in `by_people`."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.by_people import WrittenFile, WrittenGold, WrittenTask
from curriculum_app.grading.kind import Language

Genre = Literal["feedback", "policy_reply", "explanation"]


class RubricWritingTask(WrittenTask):
    """What somebody wrote or asked, and what is to be written about it."""

    kind: Literal["rubric_writing"] = "rubric_writing"
    genre: Genre
    material_title: str
    material: str

    WIDE: ClassVar[bool] = True

    @property
    def given(self) -> str:
        return self.material

    def paired(self) -> dict[str, Any]:
        return {**super().paired(), "genre": self.genre}


class RubricWritingGold(WrittenGold):
    """A model text with its assessment."""

    kind: Literal["rubric_writing"] = "rubric_writing"


class RubricWritingFile(WrittenFile):
    """The author's file of a text to write by a rubric."""

    kind: Literal["rubric_writing"]
    genre: Genre
    material_title: str = Field(min_length=1, max_length=120)
    material: str = Field(min_length=1)

    def split(self, language: Language) -> tuple[RubricWritingTask, RubricWritingGold]:
        self.check_rubric()
        task = RubricWritingTask(**self.common, language=language, genre=self.genre, material_title=self.material_title,
                                 material=self.material)  # fmt: skip
        gold = RubricWritingGold(**self.common_gold)
        self.check_model(task, gold)
        return task, gold
