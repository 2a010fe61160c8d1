"""A reviewer's notes on work that comes back: what is wrong in it and by which reason, without the answer written out."""

from typing import NamedTuple

from flask_babel import gettext

from curriculum_app.grading.choice import ChoiceTask
from curriculum_app.grading.kind import Task
from curriculum_app.grading.verdict import Outcome, Sort, Verdict
from curriculum_app.practice import messages

WRONG = (Sort.ALARM, Sort.PARTIAL, Sort.MISSED)
QUOTED = 80  # characters of what was marked


class ReviewNote(NamedTuple):
    """What a reviewer says of one thing in an answer."""

    said: str
    reason: str  # the author's, in the language of the item


def notes(task: Task, verdict: Verdict) -> list[ReviewNote]:
    """A note on everything that was not right, in the order of the text.

    Of one option among several only the wrong one is spoken of: the reason of the right one would be the answer.
    """
    one_of_several = isinstance(task, ChoiceTask) and not task.many
    wrong = [one for one in verdict.outcomes if one.sort in WRONG and not (one_of_several and one.mine is None)]
    found = [ReviewNote(str(_said(one)), one.reason) for one in wrong]
    if verdict.remark:
        found.insert(0, ReviewNote(gettext("On the whole:"), verdict.remark))
    return found


def _said(outcome: Outcome) -> object:
    about = outcome.about or (outcome.mine.quote if outcome.mine else "")
    if outcome.mine is None:
        return gettext("Something is missing here. Read the item again with this in mind:")
    about = about if len(about) <= QUOTED else f"{about[:QUOTED]}…"
    if outcome.sort != Sort.PARTIAL:
        return gettext("“%(about)s” can't stay like this:", about=about) if about else gettext("This can't stay like this:")
    lacking = ", ".join(str(messages.STEPS[step.name]) for step in outcome.steps if step.credit is not None and step.credit < 1)
    if lacking:
        return gettext("“%(about)s” is nearly right. Look again at: %(lacking)s.", about=about, lacking=lacking)
    return gettext("“%(about)s” is nearly right, but not quite:", about=about)
