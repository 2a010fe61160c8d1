"""What a score is made of, in words: the rule of the kind, its weights and floors, what hints took, and what persons reach."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.measurement.ceiling import agreement
from curriculum_app.practice import hinting, messages
from curriculum_app.practice.models import Answer, Confidence

_ = lazy_gettext

SOFT_F1 = _(
    "The score is a soft F1: twice the credits of the marks that meet, over all marks of yours and of the gold. So it counts both how much"
    " of what is there you found and how much of what you marked is right."
)
RULES: Mapping[str, object] = {
    "hallucination_spans": SOFT_F1, "span_labels": SOFT_F1, "relations": SOFT_F1, "boxes": SOFT_F1,
    "critique": _("The score is a weighted mean: the issues by a soft F1 of your marks and the gold's, and the overall verdict."),
    "choice": _("The score is 1 for the right option and 0 for any other."),
    "choice_many": _("The score is the overlap of your options and the right ones (Jaccard): ticking everything does not pay."),
    "claim_check": _("The score is the mean over the claims; of each the verdict and the cited sentences count."),
    "preference": _("The score is a ladder of two steps: which is better, and by how much. Your reason is not scored."),
    "panel": _("The gold is contested: the score is the share of the panel that answered as you did."),
    "ranking": _(
        "The score counts pairs in the right order (Kendall's tau-b, moved to 0 to 1). An order drawn at random earns 0.5 on average: read"
        " the score against that, not against 0."
    ),
    "rating_scale": _("The score is the mean over the criteria; the credit of each falls with the distance from the gold's level."),
    "short_answer": _("The score is the mean of the answers' credits."),
    "rewrite": _("The score is the share of what had to change and did, times the care taken with the rest."),
    "transcription": _("The score is 1 less the error rate: the edits that turn your transcript into the gold's, over its length."),
    "dialogue_review": _("The score is a weighted mean: where it first goes wrong, what is wrong there, and the ratings of the turns."),
    "trace_review": _("The score is a weighted mean: where it first goes wrong, what is wrong there, and whether it succeeded."),
}  # fmt: skip
LABELS = {
    **messages.STEPS, "verdict": _("verdict"), "ratings": _("ratings"), "outcome": _("success or failure"), "required": _("facts kept"),
    "closeness": _("closeness to an accepted text"), "size": _("no more changed than needed"), "issues": _("issues"),
    "overall": _("overall verdict"),
}  # fmt: skip
RIGHT, WRONG = 0.8, 0.5  # from the one on an answer counts as right, below the other as wrong, where confidence is compared
CONFIDENT: Mapping[tuple[Confidence, str], object] = {
    (Confidence.SURE, "right"): _("You were sure, and you were right."),
    (Confidence.SURE, "wrong"): _("You were sure, but the answer was not right. It is worth finding out what made you sure."),
    (Confidence.UNSURE, "right"): _("You were not sure, and yet you were right. Look at the reasons, so that next time you know."),
    (Confidence.UNSURE, "wrong"): _("You were not sure, and the answer was not right: you judged yourself well."),
}
OTHERWISE: Mapping[Confidence, object] = {
    Confidence.SURE: _("You were sure; the answer earned %(points)s of 100 points."),
    Confidence.PROBABLY: _("You thought it probably right; the answer earned %(points)s of 100 points."),
    Confidence.UNSURE: _("You were not sure; the answer earned %(points)s of 100 points."),
}


def explained(task: Task, gold: Gold, verdict: Verdict) -> list[str]:
    """The rule in sentences."""
    return [str(sentence) for sentence in _sentences(task, gold, verdict)]


def _sentences(task: Task, gold: Any, verdict: Verdict) -> Iterator[object]:
    contested = bool(getattr(gold, "contested", None))
    rule = RULES.get("panel" if contested else "choice_many" if getattr(task, "many", False) else task.kind)
    if rule:
        yield rule
    if task.kind == "choice" and not contested and not getattr(task, "many", False):
        yield gettext("Picking blindly is right one time in %(number)s.", number=len(getattr(task, "options", ())) or 1)
    if (parts := getattr(gold, "parts", None)) is not None:
        yield gettext("The parts weigh: %(weights)s.", weights=_weights(parts.by_name))
    weights: Any = getattr(gold, "weights", None)
    if isinstance(weights, dict):
        names = {criterion.id: criterion.name for criterion in getattr(task, "criteria", ())}
        yield gettext("The criteria weigh: %(weights)s.", weights=_weights(weights, names))
    elif weights is not None and not contested and task.kind != "relations":
        yield gettext("The steps weigh: %(weights)s. Steps that do not apply are left out.", weights=_weights(weights.model_dump()))
    yield from _floor(gold, verdict)
    if share := next((part.value for part in verdict.parts if part.name == hinting.PART), None):
        yield gettext("Hints: %(share)s %% of the credit is left after those you opened.", share=f"{100 * share:.0f}")


def _weights(weights: Mapping[str, float], names: Mapping[str, str] | None = None) -> str:
    """Each with its share of the whole, in per cent."""
    whole = sum(weights.values())
    named = names or LABELS
    return ", ".join(f"{named.get(name, name)} {100 * weight / whole:.0f} %" for name, weight in weights.items())


def _floor(gold: Any, verdict: Verdict) -> Iterator[object]:
    floors = getattr(gold, "floors", None)
    if floors is None or not getattr(gold, "marks", getattr(gold, "links", getattr(gold, "boxes", ()))):
        return
    yield gettext(
        "Marking everything does not pay: below a precision of %(precision)s or a recall of %(recall)s the score is 0.",
        precision=floors.precision, recall=floors.recall,
    )  # fmt: skip
    values = {part.name: part.value for part in verdict.parts}
    if values.get("f1") and (values["precision"] < floors.precision or values["recall"] < floors.recall):
        yield gettext("Your answer is below that floor.")


def of_confidence(said: Confidence | None, score: float | None) -> str:
    """How sure the trainee was beside what the answer earned; empty where nothing was said or nothing is known."""
    if said is None or score is None:
        return ""
    sentence = CONFIDENT.get((said, "right" if score >= RIGHT else "wrong" if score < WRONG else ""))
    return str(sentence or OTHERWISE[said]) % {"points": f"{100 * score:.0f}"}


def ceiling(catalogue: Catalogue, entry: ItemEntry, task: Task, gold: Gold, answer: Answer) -> dict[str, Any] | None:
    """What persons reach on the exercise's bank, and this answer by the same measure; None where it was not measured."""
    found = catalogue.ceilings.get(entry.bank, {}).get(entry.language)
    if found is None:
        return None
    mine = agreement(task.stored(answer.answer), [gold.ideal(task)])
    return {"ceiling": f"{found['mean']:.2f}", "items": found["items"], "persons": found["persons"], "mine": f"{mine:.2f}"}
