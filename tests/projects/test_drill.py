"""The guideline-change drill, through the whole engine: three bots work the project by its pages and are told apart."""

import pytest

from tests.content.sample_project import AFFECTED
from tests.projects import bots

FOLLOWED = {"new": "by the new version", "old": "by the old version"}


@pytest.mark.parametrize(
    ("bot", "pattern", "adaptation", "perseveration", "damage", "over_applied"),
    [
        (bots.stubborn, "stubborn", 0, 1, 0, 0),
        (bots.adaptive, "adapted", 1, 0, 0, 0),
        (bots.over_generalising, "over_general", 1, 0, 0.75, 0.75),
    ],
)
def test_a_bot_is_named_by_the_report(worker, bot, pattern, adaptation, perseveration, damage, over_applied):
    worker.do_all(bot, bots.Worker.do_day_by_pages)
    report = worker.get("/report.json").json
    drill = report["drill"]
    assert drill["pattern"] == pattern
    assert (drill["adaptation"]["mean"], drill["perseveration"]["mean"]) == (adaptation, perseveration)
    assert drill["damage"]["value"] == pytest.approx(damage)
    assert drill["over_applied"]["mean"] == pytest.approx(over_applied)
    assert (drill["adaptation"]["n"], drill["before"]["n"], drill["after"]["n"]) == (3, 4, 4)
    assert drill["learnt"]["mean"] == 1
    after = {row["title"]: row["followed"] for row in report["answers"] if row["followed"]}
    assert len(after) == 3
    assert set(after.values()) == {"old" if bot is bots.stubborn else "new"}
    assert sum(row["affected"] for row in report["answers"]) == len(AFFECTED)


def test_the_page_says_it_in_words_and_numbers(worker):
    worker.here.post("/language", {"language": "en"})
    worker.do_all(bots.over_generalising)
    page = worker.get("/report").text
    assert "Carried the new rule too far" in page
    assert "points lost on items that the change does not touch" in page
    assert "100 %" in page
