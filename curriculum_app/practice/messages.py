"""What grading says by code, as sentences."""

from flask_babel import gettext, lazy_gettext, ngettext

from curriculum_app.grading.verdict import Message

_ = lazy_gettext

SENTENCES = {
    "choice_right": _("Right."),
    "choice_wrong": _("Not right this time."),
    "marks_clean_left": _("There was nothing to mark, and you marked nothing. That is right."),
    "marks_clean_alarms": _("There was nothing to mark, but you marked %(alarms)s."),
    "particle_included": _("Only a particle is too much or too little at the end."),
    "prose_by_people": _("What you wrote in words is not scored automatically; compare it with the author's."),
    "answer_missing": _("Something is missing in your answer (%(field)s)."),
    "answer_malformed": _("Your answer could not be read (%(field)s). Check every mark and choice."),
    "choose_one": _("Choose one option."),
    "choose_some": _("Choose at least one option."),
    "choose_only_one": _("Choose only one option."),
    "unknown_option": _("The option '%(option)s' is not in this exercise."),
    "text_changed": _("The text of this exercise changed since you opened it. Reload the page and mark it again."),
    "span_outside": _("The mark '%(quote)s' lies outside the text."),
    "quote_differs": _("'%(quote)s' does not stand in the text like that. Copy the phrase exactly."),
    "span_splits_character": _("The mark '%(quote)s' cuts a character in two."),
    "span_twice": _("'%(quote)s' is marked twice in the same way."),
    "label_missing": _("Choose a label for '%(quote)s'."),
    "sentence_unknown": _("You cite a sentence that the sources do not have."),
    "verdict_missing": _("Choose an overall verdict."),
}

STEPS = {
    "detected": _("found"), "boundaries": _("boundaries"), "type": _("type"), "severity": _("severity"),
    "correction": _("correction"), "evidence": _("evidence"), "label": _("label"), "located": _("found"), "category": _("category"),
}  # fmt: skip

PARTS = {
    "precision": _("Precision: how much of what you marked is right"),
    "recall": _("Recall: how much of what is there you found"),
    "f1": _("F1: both in one"),
    "strict": _("F1, place and label exact"), "exact": _("F1, place exact"), "partial": _("F1, overlap half"),
    "type": _("F1, label with overlap"), "character_f1": _("F1 by character"), "iou": _("Overlap of all marks (IoU)"),
    "issues": _("Issues"), "overall": _("Overall verdict"), "exact_choice": _("Right option"),
    "jaccard": _("Agreement of the chosen and the right options (Jaccard)"),
}  # fmt: skip

FIELDS = {
    "label": _("Label"), "type": _("Type"), "severity": _("Severity"), "correction": _("Correction"), "evidence": _("Evidence"),
    "category": _("Category"), "explanation": _("What is wrong"), "fix": _("How to fix it"), "verdict": _("Overall verdict"),
}  # fmt: skip

OVERALL = {"acceptable": _("Acceptable"), "needs_revision": _("Needs revision"), "unacceptable": _("Unacceptable")}

SORTS = {"hit": _("Right"), "partial": _("Partly right"), "missed": _("Missed"), "alarm": _("Marked wrongly")}

KINDS = {
    "choice": _("Choice"), "span_labels": _("Marking spans"), "hallucination_spans": _("Finding hallucinations"),
    "critique": _("Expert feedback"),
}  # fmt: skip


def control(field: str) -> str:
    """The id of the control a problem is about."""
    parts = field.split("-")
    if parts[0] == "marks" and len(parts) > 1:
        return f"{parts[2]}-{parts[1]}" if len(parts) > 2 else f"quote-{parts[1]}"
    return parts[0]


def say(message: Message) -> str:
    """The sentence of a message, in the reader's language."""
    values = message.parameters
    if message.code in {"marks_found", "choice_many"}:
        gold, hits, alarms = (int(values[name]) for name in ("gold", "hits", "alarms"))
        found = gettext("You found %(hits)s of %(gold)s", hits=hits, gold=gold)
        if not alarms:
            return str(gettext("%(found)s and marked nothing wrongly.", found=found))
        wrong = ngettext("marked %(num)s wrongly", "marked %(num)s wrongly", alarms)
        return str(gettext("%(found)s and %(wrong)s.", found=found, wrong=wrong))
    return str(SENTENCES[message.code]) % values
