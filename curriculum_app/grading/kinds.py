"""The kinds there are: the one place a new kind is written into."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from curriculum_app.grading.choice import ChoiceFile, ChoiceGold, ChoiceTask
from curriculum_app.grading.critique import CritiqueFile, CritiqueGold, CritiqueTask
from curriculum_app.grading.hallucination_spans import (
    HallucinationSpansFile,
    HallucinationSpansGold,
    HallucinationSpansTask,
)
from curriculum_app.grading.span_labels import SpanLabelsFile, SpanLabelsGold, SpanLabelsTask

AnyFile = Annotated[ChoiceFile | SpanLabelsFile | HallucinationSpansFile | CritiqueFile, Field(discriminator="kind")]
AnyTask = Annotated[ChoiceTask | SpanLabelsTask | HallucinationSpansTask | CritiqueTask, Field(discriminator="kind")]
AnyGold = Annotated[ChoiceGold | SpanLabelsGold | HallucinationSpansGold | CritiqueGold, Field(discriminator="kind")]

FILES: TypeAdapter[AnyFile] = TypeAdapter(AnyFile)
TASKS: TypeAdapter[AnyTask] = TypeAdapter(AnyTask)
GOLDS: TypeAdapter[AnyGold] = TypeAdapter(AnyGold)

KINDS = ("choice", "span_labels", "hallucination_spans", "critique")
