"""Words of the kinds that are answered by typing: short answers, corrected texts, transcripts."""

from flask_babel import gettext, lazy_gettext, ngettext

_ = lazy_gettext


def _blanks(blanks: int, right: int, nearly: int) -> str:
    """How many blanks are right, and how many nearly."""
    if not nearly:
        return str(gettext("%(right)s of %(blanks)s answers are right.", right=right, blanks=blanks))
    return str(
        gettext(
            "%(right)s of %(blanks)s answers are right, and %(nearly)s nearly.",
            right=right, blanks=blanks, nearly=nearly,
        )
    )  # fmt: skip


def _transcribed(edits: int) -> str:
    return str(
        ngettext("Your transcript differs in %(num)s place.", "Your transcript differs in %(num)s places.", int(edits))
    )


SENTENCES = {
    "blanks_filled": _blanks,
    "blank_not_here": _("There is no question '%(ask)s' in this exercise."),
    "blanks_all_empty": _("Answer at least one question."),
    "number_unreadable": _("'%(ask)s' needs a number in digits, such as 1,500 or 1.5. Write commas only between thousands."),
    "number_too_long": _("The number you wrote at '%(ask)s' is too long."),
    "unit_unknown": _("The unit you wrote at '%(ask)s' is not known. Write a common unit after the number, such as 1.5 km."),
    "blank_left_empty": _("You left it empty."),
    "not_accepted": _("This is not what was asked for."),
    "nearly_right": _("Nearly right."),
    "unit_missing": _("The number is right; the unit is missing."),
    "unit_other": _("The number is the one of the gold standard, but in another unit."),
    "value_off": _("The unit fits; the number is not right."),
    "value_and_unit_off": _("Neither the number nor the unit is right."),
    "rewrite_mended": _("You mended %(done)s of %(due)s things that had to change."),
    "rewrite_unchanged": _("You handed the text back unchanged, but something had to change."),
    "rewrite_clean_left": _("Nothing had to change, and you changed nothing. That is right."),
    "rewrite_clean_changed": _("Nothing had to change, but you changed something."),
    "required_there": _("It is there. Accepted wordings: %(forms)s."),
    "required_lost": _("It is not there. Accepted wordings: %(forms)s."),
    "forbidden_gone": _("It is gone. What had to go: %(forms)s."),
    "forbidden_there": _("It is still there. What had to go: %(forms)s."),
    "changed_needlessly": _("You changed what was right."),
    "rightly_unchanged": _("You rightly left it as it was."),
    "changed_too_much": _("You changed %(share)s %% of the text. It can be mended by changing at most %(largest)s %%."),
    "transcribed_all": _("Your transcript is right, word for word."),
    "transcribed": _transcribed,
    "place_read": _("You read this hard place rightly."),
    "place_misread": _("You read this hard place differently."),
    "words_replaced": _("You wrote something else."),
    "words_missing": _("This is missing in yours."),
    "words_added": _("This is not there; you added it."),
}  # fmt: skip

STEPS = {"value": _("number"), "unit": _("unit")}

PARTS = {
    "blanks_credit": _("Credit of the answers"), "blanks_right": _("Answers that are wholly right"),
    "mended": _("What had to change and did"), "required": _("Facts that must be there"),
    "closeness": _("Closeness to the nearest accepted text (chrF)"), "size": _("No more changed than needed"),
    "edit_share": _("Share of the text that you changed"), "care": _("What was right is left as it was"),
    "accuracy_cer": _("1 less the character error rate (CER)"), "accuracy_wer": _("1 less the word error rate (WER)"),
    "exact_transcript": _("Right word for word"),
}  # fmt: skip

KINDS = {"short_answer": _("Short answers"), "rewrite": _("Correcting a text"), "transcription": _("Transcribing")}
