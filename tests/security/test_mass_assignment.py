"""What a form does not ask for can't be sent along: the same road with every column planted leaves the same rows."""

from contextlib import nullcontext

import pytest

from curriculum_app import jobs
from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.web.access import Role
from tests.security.conftest import school
from tests.security.roads import ROADS
from tests.security.roads.keeping import everything
from tests.security.roads.walking import planted

# Administrators set roles and revoke by right; the rest of their forms is theirs alone.
BY_RIGHT = "operations."
# Takes a certificate as its body, writes nothing; takes JSON whose model refuses what it does not name.
WITHOUT_FORM = {"verification.verify", "verification.ask_bulk"}


@pytest.fixture
def setting(app, tmp_path):
    """Makes the curriculum of a road live for as long as it is walked."""
    return lambda road: road.setting(tmp_path / "setting") if road.setting else nullcontext()


@pytest.mark.parametrize("name", ROADS)
def test_planted_fields_change_nothing_on_the_road(name, walk, setting):
    road, foreign = ROADS[name], school()
    with setting(road):
        (visited, clean), (visited_again, hostile) = walk(road, {}), walk(road, planted(foreign))
        assert {look: (rows, clean[look]) for look, rows in hostile.items() if rows != clean[look]} == {}
        assert visited == visited_again == road.visits
        kept = everything()
    assert not [plant for plant in (str(foreign), "planted", "1999-01-01") if plant in kept]
    assert db.session.query(Grant).filter_by(role=Role.ADMINISTRATOR).count() == 0
    assert db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).count() == 0


def test_every_form_is_on_a_road(app):
    changing = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}}
    visited = frozenset().union(*(road.visits for road in ROADS.values()))
    assert {endpoint for endpoint in changing - WITHOUT_FORM if not endpoint.startswith(BY_RIGHT)} == visited
