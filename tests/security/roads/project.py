"""The project of a course: the gate, five days of work, and the change on the way."""

from curriculum_app.database import db
from curriculum_app.projects.models import ProjectRun
from tests.content import sample_project
from tests.content.sample_project import MESSAGES, QUEUES
from tests.practice import tour
from tests.practice.moving import Clock
from tests.projects import bots
from tests.projects.bots import GATE, PAGE, Worker, adaptive
from tests.security.roads.walking import road


class Walking(Worker):
    """A worker among others."""

    def run(self):
        db.session.rollback()
        return db.session.query(ProjectRun).filter_by(account_id=self.here.account.id).one()


def with_project(folder):
    """The sample course with its project."""
    return tour.course_with(folder, ["mark"], lambda bank: sample_project.write(bank.parents[1]))


@road("projects.begin", "projects.keep_draft", "projects.hand_in", "projects.acknowledge", setting=with_project)
def through_the_project(walker):
    """The gate, a day with something sent back, its correction, the change and the first item under it."""
    clock = Clock(walker.monkeypatch)  # seconds spent are kept, and here there are none
    walker.monkeypatch.setattr(bots, "utc_now", lambda: clock.now)
    worker = Walking(walker.trainee())
    worker.begin()
    worker.here.put(f"{PAGE}/items/{GATE[0]}/draft", {"version": "0", "chosen": "hold", "confidence": "unsure"})
    walker.look()
    worker.pass_gate()
    for slug in QUEUES[0]:
        worker.hand_in(slug, "hold" if slug == "colour" else MESSAGES[slug][0], confidence="sure")
    worker.hand_in("colour", "exchange", confidence="probably")
    for number in (2, 3):
        worker.do_day(number, adaptive)
    worker.acknowledge()
    worker.hand_in("clock", "repair", confidence="")
