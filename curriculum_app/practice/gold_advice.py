"""What an author writes into which field of an exercise's file to accept an answer, to mark gold as contested, or to change it.

The file is the author's: its comments and order are theirs, so it is pointed at and not rewritten.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext

from curriculum_app.grading.verdict import Mark, Outcome
from curriculum_app.practice.appeal_models import AppealState

_ = lazy_gettext
A, C, G = AppealState.ALTERNATIVE, AppealState.CONTESTED, AppealState.CHANGED

PLACE = _("Add the place the trainee marked. It is then a hit, with a note where only the ends differ.")
PANEL = _("Put what a panel said in place of the answer: persons, shares and a rationale for each side.")
FIELDS: Mapping[str, tuple[tuple[AppealState, str, object], ...]] = {
    "hallucination_spans": (
        (A, "gold.marks.{id}.accepted_spans", _("Add a place that is as right as the gold's own.")),
        (A, "gold.marks.{id}.accepted_corrections", _("Add a correction that is as right as the gold's own.")),
        (A, "gold.marks.{id}.other_evidence", _("Add a group of sentences that proves it alone.")),
        (G, "gold.marks.{id}", _("Change type, severity, correction or reason; move the mark in the text; add a mark, or take it out.")),
    ),
    "span_labels": (
        (A, "gold.marks.{id}.boundaries", PLACE),
        (G, "gold.marks.{id}", _("Change the label or the reason; move the mark in the text; add a mark, or take it out.")),
    ),
    "critique": (
        (A, "gold.marks.{id}.boundaries", PLACE),
        (G, "gold.marks.{id}", _("Change category, severity, fix or reason; add an issue, or take it out.")),
        (G, "gold.verdict", _("Change the overall verdict with its verdict_reason.")),
    ),
    "choice": (
        (C, "gold.contested", PANEL),
        (G, "gold.answer", _("Name the right option, and say in gold.reasons of every option why.")),
    ),
    "claim_check": (
        (A, "gold.claims.{id}.evidence", _("Add a group of sentences that proves it alone.")),
        (G, "gold.claims.{id}.verdict", _("Change the verdict and the reason.")),
    ),
    "preference": (
        (C, "gold.contested", PANEL),
        (G, "gold.better", _("Change which is better, the strength and the reason.")),
    ),
    "ranking": ((G, "gold.ranks.{id}", _("Change the rank and the reason; two may share a rank where ties are allowed.")),),
    "rating_scale": (
        (A, "gold.{id}.tolerance", _("Let one level more or less earn part of the credit.")),
        (C, "gold.{id}.contested", PANEL),
        (G, "gold.{id}.value", _("Change the level and the reason.")),
    ),
    "short_answer": (
        (A, "gold.{id}.accepted", _("Add the wording. Of a number set a tolerance instead (absolute or relative).")),
        (A, "gold.{id}.near", _("Give it part of the credit, with a reason.")),
        (G, "gold.{id}", _("Change the value or the accepted wordings, and the reason.")),
    ),
    "rewrite": (
        (A, "gold.edits", _("Add the text as an accepted one.")),
        (A, "gold.required[{id}].forms", _("Add the wording to the forms of this demand.")),
        (G, "gold.forbidden[{id}].forms", _("Change what must go or what must be there.")),
    ),
    "relations": (
        (A, "gold.links[…].accepted", _("Add the link to the accepted forms of the gold link that says the same.")),
        (G, "gold.links", _("Add the link, change it, or take it out.")),
    ),
    "boxes": (
        (A, "gold.least_iou", _("Let boxes meet at a smaller overlap.")),
        (G, "gold.boxes.{id}", _("Change the box or its label; add a box, or take it out.")),
    ),
    "transcription": (
        (A, "gold.places[{id}].accepted", _("Add the reading of this place.")),
        (A, "gold.alternatives", _("Add the whole transcript as another right one.")),
        (G, "gold.text", _("Change the transcript.")),
    ),
    "dialogue_review": (
        (A, "gold.accepted_categories", _("Add the category that is right there too.")),
        (G, "gold.first_bad", _("Change the place, the category, the ratings and the reasons.")),
    ),
    "trace_review": (
        (A, "gold.accepted_categories", _("Add the category that is right there too.")),
        (G, "gold.first_bad", _("Change the place, the category, the outcome and the reasons.")),
    ),
    "red_team": (
        (A, "gold.accepted_risks", _("Add the risk that the prompt tests too.")),
        (G, "gold.risk", _("Change the risk, the model answer and its levels.")),
    ),
}  # fmt: skip
WRITTEN = (
    (A, "gold.must_include[…].forms", _("Add the wording to the accepted forms of this check.")),
    (G, "gold.model", _("Change the model answer, its levels and their reasons.")),
)


class Advice(NamedTuple):
    """One way to uphold an appeal: the decision it stands for, the field, what to do there, and what to write, where it is known."""

    decision: AppealState
    field: str
    what: str
    write: str = ""


def file_of(bank: str, slug: str, language: str) -> str:
    """Where the exercise is written, below a content folder."""
    return f"exercises/{bank}/{slug}.{language}.yaml"


def advice(kind: str, outcome: Outcome | None, answer: Mapping[str, Any]) -> list[Advice]:
    """Every way the kind has, about the outcome of the appeal where it has one."""
    name = (outcome.gold.id if outcome and outcome.gold else "") or (outcome.mine.id if outcome and outcome.mine else "") or "…"
    mine, gold = (outcome.mine, outcome.gold) if outcome else (None, None)
    ways = []
    for decision, field, what in FIELDS.get(kind, WRITTEN):
        last = field.rpartition(".")[2]
        said = answer.get("text") if last in {"edits", "alternatives"} else _said(last, mine)
        if not said or said != _said(last, gold):  # what the gold says already needs no accepting
            ways.append(Advice(decision, field.format(id=name), str(what), f"{last}: {_yaml([said])}" if said else ""))
    return ways


def _said(field: str, mark: Mark | None) -> Any:
    """What a mark says that could be written into this field."""
    if mark is None:
        return None
    return {
        "accepted_spans": mark.quote, "boundaries": mark.quote, "accepted": mark.quote, "forms": mark.quote,
        "accepted_corrections": mark.values.get("correction"), "other_evidence": _list(mark), "evidence": _list(mark),
        "accepted_categories": mark.values.get("category"), "accepted_risks": mark.values.get("risk"),
    }.get(field)  # fmt: skip


def _list(mark: Mark) -> list[int]:
    cited = mark.values.get("evidence")
    return list(cited) if isinstance(cited, list | tuple) else []


def _yaml(value: Any) -> str:
    """A value in YAML's flow style, which JSON is."""
    return json.dumps(value, ensure_ascii=False)
