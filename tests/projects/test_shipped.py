"""The shipped projects can tell the three bots apart: their drills hold enough affected items, and near misses beside them."""

import pytest

from curriculum_app.content.checking_projects import LEAST
from curriculum_app.grading.changing import affected, brought, judged, overapplied
from curriculum_app.grading.choice import ChoiceTask
from curriculum_app.measurement.adaptation import Case, Pattern, drill
from tests.grading import shipped

PROJECTS = list(shipped.library().projects)


def queued(course, language):
    """(version, item) of every item of the queues, in order."""
    project = shipped.library().projects[course].project
    for number, day in enumerate(project.days, 1):
        for position, slug in enumerate(day.queue):
            yield project.version(number, position), shipped.library().items[project.bank, slug, language]


def stubborn(version, item, turned):
    return item.gold.ideal(item.task)


def adaptive(version, item, turned):
    return (item.changed or item.gold if version == 2 else item.gold).ideal(item.task)


def over_generalising(version, item, turned):
    """Has seen which label turned into which, and does the same wherever the old one would stand."""
    ideal = adaptive(version, item, turned)
    if version == 1 or item.changed or not isinstance(item.task, ChoiceTask):
        return ideal
    chosen = tuple(turned.get(name, name) for name in ideal.chosen)
    offered = {option.id for option in item.task.options}
    return ideal.model_copy(update={"chosen": chosen}) if set(chosen) <= offered else ideal


def worked(course, language, bot):
    items = list(queued(course, language))
    changed = [item for _, item in items if item.changed and affected(item.task, item.gold, item.changed)]
    turned = {item.gold.answer[0]: item.changed.answer[0] for item in changed if isinstance(item.task, ChoiceTask)}
    decisions = frozenset().union(*(brought(item.task, item.gold, item.changed) for item in changed))
    for version, item in items:
        answer, new = bot(version, item, turned), item.changed or item.gold
        touched, after = item in changed, version == 2
        both = judged(item.task, item.gold, new, answer)
        over = overapplied(item.task, new, answer, decisions) if after and not touched else None
        yield Case(touched, after, both.new if after else both.old, both.followed if touched and after else None, over)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("course", PROJECTS)
@pytest.mark.parametrize(
    ("bot", "pattern"),
    [(stubborn, Pattern.STUBBORN), (adaptive, Pattern.ADAPTED), (over_generalising, Pattern.OVER_GENERAL)],
)
def test_each_bot_is_named(course, language, bot, pattern):
    found = drill(list(worked(course, language, bot)))
    assert found.pattern == pattern, found
    assert min(found.adaptation.n, found.before.n, found.after.n, found.learnt.n) >= LEAST


def test_there_is_a_project():
    assert PROJECTS
