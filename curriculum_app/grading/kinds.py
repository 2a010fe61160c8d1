"""The kinds there are: the one place a new kind is written into."""

from typing import Annotated, get_args

from pydantic import Field, TypeAdapter

from curriculum_app.grading.boxes import BoxesFile, BoxesGold, BoxesTask
from curriculum_app.grading.choice import ChoiceFile, ChoiceGold, ChoiceTask
from curriculum_app.grading.claim_check import ClaimCheckFile, ClaimCheckGold, ClaimCheckTask
from curriculum_app.grading.critique import CritiqueFile, CritiqueGold, CritiqueTask
from curriculum_app.grading.demonstration import DemonstrationFile, DemonstrationGold, DemonstrationTask
from curriculum_app.grading.dialogue_review import DialogueReviewFile, DialogueReviewGold, DialogueReviewTask
from curriculum_app.grading.hallucination_spans import (
    HallucinationSpansFile,
    HallucinationSpansGold,
    HallucinationSpansTask,
)
from curriculum_app.grading.preference import PreferenceFile, PreferenceGold, PreferenceTask
from curriculum_app.grading.ranking import RankingFile, RankingGold, RankingTask
from curriculum_app.grading.rating_scale import RatingScaleFile, RatingScaleGold, RatingScaleTask
from curriculum_app.grading.red_team import RedTeamFile, RedTeamGold, RedTeamTask
from curriculum_app.grading.relations import RelationsFile, RelationsGold, RelationsTask
from curriculum_app.grading.rewrite import RewriteFile, RewriteGold, RewriteTask
from curriculum_app.grading.rubric_writing import RubricWritingFile, RubricWritingGold, RubricWritingTask
from curriculum_app.grading.short_answer import ShortAnswerFile, ShortAnswerGold, ShortAnswerTask
from curriculum_app.grading.span_labels import SpanLabelsFile, SpanLabelsGold, SpanLabelsTask
from curriculum_app.grading.trace_review import TraceReviewFile, TraceReviewGold, TraceReviewTask
from curriculum_app.grading.transcription import TranscriptionFile, TranscriptionGold, TranscriptionTask

AnyFile = Annotated[
    ChoiceFile
    | SpanLabelsFile
    | HallucinationSpansFile
    | CritiqueFile
    | DialogueReviewFile
    | TraceReviewFile
    | ShortAnswerFile
    | RewriteFile
    | TranscriptionFile
    | RubricWritingFile
    | RedTeamFile
    | RatingScaleFile
    | PreferenceFile
    | RankingFile
    | BoxesFile
    | ClaimCheckFile
    | RelationsFile
    | DemonstrationFile,
    Field(discriminator="kind"),
]
AnyTask = Annotated[
    ChoiceTask
    | SpanLabelsTask
    | HallucinationSpansTask
    | CritiqueTask
    | DialogueReviewTask
    | TraceReviewTask
    | ShortAnswerTask
    | RewriteTask
    | TranscriptionTask
    | RubricWritingTask
    | RedTeamTask
    | RatingScaleTask
    | PreferenceTask
    | RankingTask
    | BoxesTask
    | ClaimCheckTask
    | RelationsTask
    | DemonstrationTask,
    Field(discriminator="kind"),
]
AnyGold = Annotated[
    ChoiceGold
    | SpanLabelsGold
    | HallucinationSpansGold
    | CritiqueGold
    | DialogueReviewGold
    | TraceReviewGold
    | ShortAnswerGold
    | RewriteGold
    | TranscriptionGold
    | RubricWritingGold
    | RedTeamGold
    | RatingScaleGold
    | PreferenceGold
    | RankingGold
    | BoxesGold
    | ClaimCheckGold
    | RelationsGold
    | DemonstrationGold,
    Field(discriminator="kind"),
]

FILES: TypeAdapter[AnyFile] = TypeAdapter(AnyFile)
TASKS: TypeAdapter[AnyTask] = TypeAdapter(AnyTask)
GOLDS: TypeAdapter[AnyGold] = TypeAdapter(AnyGold)

# Kinds whose answers people judge: a program gives no score.
BY_PEOPLE = frozenset(
    task.model_fields["kind"].default for task in get_args(get_args(AnyTask)[0]) if task.GRADED_BY_PEOPLE
)

KINDS = (
    "choice",
    "span_labels",
    "hallucination_spans",
    "critique",
    "dialogue_review",
    "trace_review",
    "rubric_writing",
    "red_team",
    "rating_scale",
    "preference",
    "ranking",
    "boxes",
    "claim_check",
    "relations",
    "demonstration",
    "short_answer",
    "rewrite",
    "transcription",
)
