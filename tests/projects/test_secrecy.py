"""Neither gold of an item is in any page before its time; the second one's words never before the item is answered under it."""

from curriculum_app.database import db
from curriculum_app.learning.models import Edition
from tests.content.sample_project import QUEUES, REVISED
from tests.house.test_secrecy import assert_secret, canaries
from tests.projects.bots import PAGE, adaptive


def walk(worker):
    """Every page of the project as it now stands."""
    slugs = [slug for queue in QUEUES for slug in queue] + ["gate-money", "gate-size"]
    paths = ["", "/change", "/report", "/report.csv", "/report.json", "/guideline/1", "/guideline/2"]
    paths += [f"/days/{number}" for number in range(8)] + [f"/items/{slug}" for slug in slugs]
    works = worker.standing().works
    paths += [f"/answers/{work.answer_id}" for work in works]
    addresses = [f"/answers/{work.answer_id}" for work in works]
    return [worker.get(path) for path in paths] + [worker.here.get(address) for address in addresses]


def test_the_second_gold_is_stored_and_is_a_secret(worker):
    kept = db.session.query(Edition).filter(Edition.changed_gold.is_not(None)).count()
    assert kept == 2 * 6
    assert any(REVISED["ko"] in secret for secret in canaries())


def test_at_the_gate_and_in_the_middle_of_a_day_no_page_holds_gold(worker):
    secrets = {secret for secret in canaries() if len(secret) > 3}
    for page in walk(worker):
        assert_secret(page, secrets)
    worker.pass_gate()
    worker.hand_in("money", "hold")
    shown = {work.answer_id for work in worker.standing().works if work.day == 0}
    for page in walk(worker):
        if not any(str(answer_id) in page.request.path for answer_id in shown):  # the gate is passed: its results may be seen
            assert_secret(page, secrets)
    for data in ({}, {"chosen": "nothing"}, {"chosen": "hold", "key": "k"}):
        assert_secret(worker.here.post(f"{PAGE}/items/colour", data), secrets)
    assert_secret(worker.here.put(f"{PAGE}/items/lamp/draft", {"version": "0", "chosen": "hold"}), secrets)


def test_until_the_change_nothing_of_the_second_version_is_said(worker):
    worker.pass_gate()
    for number in range(1, 4):
        worker.do_day(number, adaptive)
    for page in walk(worker):
        assert REVISED["ko"] not in page.text, page.request.path
    worker.acknowledge()
    for page in walk(worker):
        assert REVISED["ko"] not in page.text, page.request.path  # acknowledged, but nothing is answered by it yet
