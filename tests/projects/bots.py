"""Those who work in the sample project through its pages: by hand, or as bots with a habit."""

import re
from uuid import uuid4

from curriculum_app.database import db, utc_now
from curriculum_app.practice import drafting
from curriculum_app.projects import working
from curriculum_app.projects.models import ProjectRun
from curriculum_app.projects.queries import standing
from tests.content.sample_project import MESSAGES, QUEUES

PAGE = "/courses/sample/project"
GATE = ("gate-money", "gate-size")


class Worker:
    """A browser at work in the project."""

    def __init__(self, here):
        self.here = here

    def begin(self):
        return self.here.post(PAGE)

    def get(self, path=""):
        return self.here.get(PAGE + path)

    def item(self, slug):
        return self.get(f"/items/{slug}")

    def hand_in(self, slug, label, key=None, **more):
        """Hands in through the form of the item's page, with the time token it carries."""
        page = self.item(slug).text
        carried = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("csrf_token", "opened")}
        assert carried["opened"], f"{slug} is not open"
        data = {"chosen": label, "key": key or str(uuid4()), **{name: found.group(1) for name, found in carried.items()}, **more}
        return self.here.send("POST", f"{PAGE}/items/{slug}", data=data)

    def acknowledge(self):
        return self.here.post(f"{PAGE}/change")

    def run(self):
        db.session.rollback()
        return db.session.query(ProjectRun).one()

    def standing(self, now=None):
        return standing(self.run(), now or utc_now())

    def pass_gate(self):
        for slug in GATE:
            assert self.hand_in(slug, MESSAGES[slug][0]).status_code == 303

    def do_day(self, number, label_of):
        """Everything of a day by the rules themselves, half a minute an item: what came back, the change, the queue."""
        db.session.rollback()
        run = self.run()
        while (now := standing(run, utc_now())).day == number and not now.whole:
            if now.change_due:
                working.acknowledge(run, utc_now())
            else:
                said = drafting.Said(None, 30)
                working.hand_in(run, now.open[0], {"chosen": [label_of(now.open[0], now)]}, str(uuid4()), utc_now(), said)
            db.session.commit()

    def do_day_by_pages(self, number, label_of):
        """The same through the pages."""
        while (now := self.standing()).day == number and not now.whole:
            if now.change_due:
                assert self.acknowledge().status_code == 303
            else:
                answer = self.hand_in(now.open[0], label_of(now.open[0], now))
                assert answer.status_code == 303, answer.text

    def do_all(self, label_of, day=do_day):
        """The gate, five days, and what came back of the last."""
        self.pass_gate()
        for number in range(1, len(QUEUES) + 2):
            day(self, number, label_of)


def old(slug):
    return MESSAGES[slug][0]


def new(slug):
    return MESSAGES[slug][1]


def stubborn(slug, now):
    """Stays with version 1, whatever was announced."""
    return old(slug)


def adaptive(slug, now):
    """Works by the version the item is under."""
    return new(slug) if now.plan.places[slug].version == 2 else old(slug)


def over_generalising(slug, now):
    """After the change calls every exchange a repair."""
    if now.plan.places[slug].version == 1:
        return old(slug)
    return "repair" if old(slug) == "exchange" else old(slug)
