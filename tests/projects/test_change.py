"""The change of the guideline: announced, shown as what went and what came, acknowledged, and in force from then on."""

import pytest

from tests.content.sample_project import MESSAGES, QUEUES, REASONS, REVISED
from tests.projects.bots import PAGE, adaptive


@pytest.fixture
def before(worker):
    """At the morning of the fourth day."""
    worker.pass_gate()
    for number in range(1, 4):
        worker.do_day(number, adaptive)
    return worker


def test_nothing_of_the_second_version_is_to_be_had_before_its_time(worker):
    worker.pass_gate()
    for path in ("/change", "/guideline/2", "/guideline/3", "/guideline/0"):
        assert worker.get(path).status_code == 404
    assert worker.acknowledge().status_code == 409
    pages = [worker.get(path).text for path in ("", "/days/0", "/days/1", "/guideline/1", "/items/money", "/report")]
    for page in pages:
        assert "고장 난 물건" not in page  # of the summary and the new clause


def test_work_waits_until_the_change_is_acknowledged(before):
    assert before.standing().change_due
    assert before.standing().open == []
    page = before.get("/days/4").text
    assert "지금 지침이 바뀝니다" in page
    assert "고장 난 물건은 이제 따로 접수합니다." in page
    assert before.item("clock").status_code == 302
    assert before.here.post(f"{PAGE}/items/clock", {"chosen": "repair", "key": "a"}).status_code == 409
    assert before.get("/guideline/2").status_code == 404
    assert before.acknowledge().headers["Location"] == f"{PAGE}/days/4"
    assert before.standing().open == list(QUEUES[3])
    assert before.acknowledge().status_code == 303  # again, nothing happens


def test_the_difference_is_shown_clause_by_clause(before):
    page = before.get("/change").text
    assert "조항 2개가 다릅니다." in page
    assert "<del><span class=\"visually-hidden\" lang=\"ko\">" in page
    assert "새것이나 </del>" in page
    assert "멀쩡한 물건 대신 </ins>" in page
    assert "2.3 고장 접수" in page
    assert "읽었으며 2판에 따라 작업하겠습니다" in page
    before.acknowledge()
    assert "읽었으며" not in before.get("/change").text


def test_both_versions_are_at_hand_afterwards_and_say_which_is_in_force(before):
    before.acknowledge()
    first, second = before.get("/guideline/1").text, before.get("/guideline/2").text
    assert "1판(더는 적용하지 않음)" in first
    assert "고장 난 물건" not in first
    assert "2판(적용 중)" in second
    assert "고장 난 물건을 새로 보내 달라고 하면" in second
    page = before.item("clock").text
    assert "지침 2판에 따릅니다." in page
    assert "멀쩡한 물건 대신" in page  # the clause at hand is that of the version in force


def test_answers_are_graded_by_the_version_in_force_when_they_are_given(before):
    before.acknowledge()
    for slug in QUEUES[3]:
        before.hand_in(slug, MESSAGES[slug][0])  # by the old rule
    standing = before.standing()
    assert {slug: standing.first[slug].credit for slug in QUEUES[3]} == {"clock": 0, "smaller": 1, "fan": 0, "late": 1}
    assert {standing.first[slug].version for slug in QUEUES[3]} == {2}
    assert standing.first["lamp"].version == 1
    assert standing.first["lamp"].credit == 1
    assert standing.waiting == ["clock", "fan"]
    assert REASONS["ko"]["exchange"] + REVISED["ko"] in before.item("clock").text  # the note is of the new version


class TestInTheMiddleOfADay:
    """The change comes on day 3 after one item."""

    @pytest.fixture
    def folder(self, folder):
        file = folder / "courses/sample/project/project.yaml"
        text = file.read_text("utf-8").replace("  day: 4\n", "  day: 3\n  after: 1\n").replace("[clock, smaller,", "[smaller,")
        file.write_text(text.replace("[thanks, kettle]", "[thanks, kettle, radio]").replace("[gift, radio]", "[gift, clock]"), "utf-8")
        return folder

    @pytest.fixture
    def third_day(self, worker):
        worker.pass_gate()
        worker.do_day(1, adaptive)
        for slug in ("thanks", "kettle", "radio"):
            worker.hand_in(slug, "hold" if slug != "kettle" else "refund")
        return worker

    def test_first_what_came_back_then_the_first_item_then_the_change(self, third_day):
        assert third_day.standing().open == ["kettle", "radio"]
        assert not third_day.standing().change_due
        for slug in ("kettle", "radio"):
            third_day.hand_in(slug, "exchange")
        assert third_day.standing().open == ["gift"]  # what comes after the change waits for it
        onward = third_day.hand_in("gift", "hold")
        assert onward.headers["Location"] == f"{PAGE}/change"
        third_day.acknowledge()
        assert third_day.standing().open == ["clock"]
        assert third_day.hand_in("clock", "repair").headers["Location"] == f"{PAGE}/days/3"
        assert third_day.standing().first["clock"].credit == 1

    def test_what_was_answered_before_the_change_is_corrected_by_the_version_of_then(self, third_day):
        for slug in ("kettle", "radio"):
            third_day.hand_in(slug, "exchange")
        third_day.hand_in("gift", "hold")
        third_day.acknowledge()
        third_day.hand_in("clock", "repair")
        assert third_day.standing().waiting == ["gift"]
        page = third_day.item("gift").text
        assert "그때의 판에 따라 고칩니다" in page
        assert "지침 1판에 따릅니다." in page
        assert "멀쩡한 물건 대신" not in page
        third_day.hand_in("gift", "exchange")
        assert third_day.standing().corrected["gift"].version == 1
