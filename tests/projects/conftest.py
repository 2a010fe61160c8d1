"""The sample course with its project, live; afterwards it is as before."""

import pytest
import sqlalchemy as sa
from flask import current_app

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.database import db, utc_now
from curriculum_app.learning import editions
from curriculum_app.learning.models import Edition, Revision
from curriculum_app.practice.models import Answer, Draft, VerdictRow
from curriculum_app.projects.models import ProjectAnswer, ProjectRun
from tests.content import sample, sample_project
from tests.projects.bots import Worker


@pytest.fixture
def folder(tmp_path):
    """The files of the course, for a test to change before it is loaded."""
    return sample_project.write(sample.write(tmp_path / "files"))


@pytest.fixture
def project(app, folder):
    """The project is live."""
    library, problems = read([folder])
    assert list(check(library, problems)) == []
    before = set(db.session.scalars(sa.select(Edition.id)))
    revision = editions.load(library, utc_now()).number
    db.session.commit()
    current_app.extensions["catalogue"].catalogue = None
    yield library.projects["sample"].project
    db.session.rollback()
    for table in (ProjectAnswer, ProjectRun, VerdictRow, Answer, Draft):
        db.session.execute(sa.delete(table))
    db.session.execute(sa.delete(Revision).where(Revision.number == revision))
    db.session.execute(sa.delete(Edition).where(Edition.id.not_in(before)))
    db.session.commit()
    current_app.extensions["catalogue"].catalogue = None


@pytest.fixture
def worker(project, trainee):
    """A trainee who has begun the project."""
    here = Worker(trainee)
    assert here.begin().status_code == 303
    return here
