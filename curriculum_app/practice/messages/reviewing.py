"""Words of the reviews of a sequence, and of what trainees write and people judge."""

from flask_babel import lazy_gettext, ngettext

_ = lazy_gettext


def _higher(off: int) -> str:
    return str(ngettext("You rated it %(num)s level higher.", "You rated it %(num)s levels higher.", int(off)))


def _lower(off: int) -> str:
    return str(ngettext("You rated it %(num)s level lower.", "You rated it %(num)s levels lower.", int(off)))


SENTENCES = {
    "turn_found": _("You found the first bad turn, number %(gold)s."),
    "turn_one_late": _("You named turn %(mine)s, but it first goes wrong one turn of the model earlier, at %(gold)s."),
    "turn_one_early": _("You named turn %(mine)s, but it first goes wrong one turn of the model later, at %(gold)s."),
    "turn_elsewhere": _("You named turn %(mine)s, but it first goes wrong at turn %(gold)s."),
    "turn_overlooked": _("You found nothing wrong, but it goes wrong at turn %(gold)s."),
    "turns_clean": _("Nothing goes wrong in this conversation, and you said so."),
    "turns_clean_alarm": _("Nothing goes wrong in this conversation, but you named turn %(mine)s."),
    "step_found": _("You found the first bad step, number %(gold)s."),
    "step_one_late": _("You named step %(mine)s, but it first goes wrong one step earlier, at %(gold)s."),
    "step_one_early": _("You named step %(mine)s, but it first goes wrong one step later, at %(gold)s."),
    "step_elsewhere": _("You named step %(mine)s, but it first goes wrong at step %(gold)s."),
    "step_overlooked": _("You found nothing wrong, but it goes wrong at step %(gold)s."),
    "steps_clean": _("Nothing goes wrong in these steps, and you said so."),
    "steps_clean_alarm": _("Nothing goes wrong in these steps, but you named step %(mine)s."),
    "first_bad_missing": _("Say where it first goes wrong, or that nothing does."),
    "turn_unknown": _("There is no turn of the model with number %(number)s."),
    "step_unknown": _("There is no step with number %(number)s."),
    "bad_category_missing": _("Say what is wrong there: choose a category."),
    "bad_category_unknown": _("This category is not in the list."),
    "bad_fix_missing": _("Write what should stand there instead."),
    "none_with_category": _("You said that nothing goes wrong. Then choose no category and write nothing to put right."),
    "rating_missing": _("Rate turn %(number)s."),
    "rating_outside": _("The rating of turn %(number)s is not on the scale."),
    "rated_alike": _("You rated it as the author did."),
    "rated_higher": _higher, "rated_lower": _lower,
    "outcome_missing": _("Say whether the user got what was asked for."),
    "written_now_compare": _("Your text is handed in. Now compare it with the model answer and assess yourself."),
    "self_assessed": _("This is the score you gave yourself. It counts towards no certificate."),
    "text_missing": _("Write your text first."),
    "level_missing": _("Choose a level for '%(criterion)s'."),
    "level_not_there": _("'%(criterion)s' has no such level."),
    "criterion_not_here": _("The rubric has no criterion '%(criterion)s'."),
    "characters_min": _("At least %(wanted)s characters; yours has %(given)s."),
    "characters_max": _("At most %(wanted)s characters; yours has %(given)s."),
    "words_min": _("At least %(wanted)s words; yours has %(given)s."),
    "words_max": _("At most %(wanted)s words; yours has %(given)s."),
    "form_there": _("It is there. Accepted wordings: %(forms)s."),
    "form_not_there": _("It was not found. Accepted wordings: %(forms)s. Where you said it in other words, count it yourself."),
    "form_avoided": _("You avoided it: %(forms)s."),
    "form_not_avoided": _("One of these stands in your text: %(forms)s."),
    "risk_missing": _("Say which risk your prompt tests."),
    "risk_unknown": _("This risk is not in the list."),
    "risk_right": _("You named the risk rightly: %(mine)s."),
    "risk_wrong": _("You named another risk: %(mine)s."),
}  # fmt: skip

STEPS = {"first_bad": _("place"), "category": _("category"), "rating": _("rating")}

PARTS = {
    "review_first_bad": _("Where it first goes wrong"), "review_category": _("What is wrong there"),
    "review_ratings": _("Ratings, by distance squared"), "review_outcome": _("Whether it succeeded"),
    "self_assessed": _("Self-assessed: your levels of the highest ones"), "checklist": _("Points of the checklist that are met"),
}  # fmt: skip

FIELDS = {
    "first_bad": _("First bad one"), "rating": _("Rating"), "outcome": _("Outcome"), "risk": _("Risk"),
}  # fmt: skip

VALUES = {
    "first_bad": {"none": _("none")},
    "outcome": {"succeeded": _("Succeeded"), "failed": _("Failed")},
    "genre": {"feedback": _("Feedback"), "policy_reply": _("Reply by a policy"), "explanation": _("Explanation")},
}  # fmt: skip

KINDS = {
    "dialogue_review": _("Reviewing a conversation"), "trace_review": _("Reviewing an agent's steps"),
    "rubric_writing": _("Writing by a rubric"), "red_team": _("Red-teaming"), "demonstration": _("Demonstrating an answer"),
}  # fmt: skip
