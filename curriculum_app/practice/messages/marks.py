"""Words of the kinds that mark or choose, and of answers in general."""

from flask_babel import gettext, lazy_gettext, ngettext

_ = lazy_gettext


def _found(gold: int, hits: int, alarms: int) -> str:
    """How many were found and how many marked wrongly."""
    found = gettext("You found %(hits)s of %(gold)s", hits=hits, gold=gold)
    if not alarms:
        return str(gettext("%(found)s and marked nothing wrongly.", found=found))
    wrong = ngettext("marked %(num)s wrongly", "marked %(num)s wrongly", int(alarms))
    return str(gettext("%(found)s and %(wrong)s.", found=found, wrong=wrong))


SENTENCES = {
    "marks_found": _found, "choice_many": _found,
    "chosen_rightly": _("You chose it, and it is right."), "chosen_wrongly": _("You chose it, but it is not right."),
    "not_chosen": _("It is right, but you did not choose it."), "rightly_left": _("You rightly left it."),
    "choice_right": _("Right."),
    "choice_wrong": _("Not right this time."),
    "marks_clean_left": _("There was nothing to mark, and you marked nothing. That is right."),
    "marks_clean_alarms": _("There was nothing to mark, but you marked %(alarms)s."),
    "boundary_only": _("Only a particle, an ending, a space or punctuation differs at the boundary."),
    "particle_included": _("Only a particle is too much or too little at the end."),  # in verdicts stored before
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
    "type": _("F1, label with overlap"), "character_f1": _("F1 by character"),
    "character_precision": _("Precision by character"),
    "character_recall": _("Recall by character"), "iou": _("Overlap of all marks (IoU)"),
    "issues": _("Issues"), "overall": _("Overall verdict"), "exact_choice": _("Right option"),
    "wrong_suggestions_accepted": _("Wrong suggestions of the model that you accepted"),
    "right_suggestions_rejected": _("Right suggestions of the model that you rejected"),
    "hints": _("Your share of the credit after hints"),
    "jaccard": _("Agreement of the chosen and the right options (Jaccard)"),
}  # fmt: skip

FIELDS = {
    "label": _("Label"), "type": _("Type"), "severity": _("Severity"), "correction": _("Correction"), "evidence": _("Evidence"),
    "category": _("Category"), "explanation": _("What is wrong"), "fix": _("How to fix it"), "verdict": _("Overall verdict"),
}  # fmt: skip

OVERALL = {"acceptable": _("Acceptable"), "needs_revision": _("Needs revision"), "unacceptable": _("Unacceptable")}

KINDS = {
    "choice": _("Choice"), "span_labels": _("Marking spans"), "hallucination_spans": _("Finding hallucinations"),
    "critique": _("Expert feedback"),
}  # fmt: skip
