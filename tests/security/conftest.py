"""Walking a road, for tests that compare what comes of it."""

from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation, OrganisationKind
from tests.security.roads.walking import Walker


def school():
    name = f"학교 {uuid4()}"
    made = Organisation(name_ko=name, name_en=name, kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made.id


@pytest.fixture
def walk(app, browser, person, tmp_path, monkeypatch):
    """Walks a road with these fields planted: the endpoints that took its forms, and all that came of it."""

    def walking(road, plants):
        with monkeypatch.context() as patch:
            walker = Walker(browser, person, school(), plants, tmp_path / f"walk {len(plants)}", patch)
            returned = road.walk(walker)
            walker.look()
            looks = {(number, table): rows for number, look in enumerate(walker.looks) for table, rows in look.items()}
            return walker.visited, {"returned": returned, **looks}

    return walking
