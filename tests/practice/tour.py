"""Shipped exercises in the sample course, and a trainee's way through them: open, fill in, hand in, see the result."""

import re
import shutil
from contextlib import contextmanager
from html.parser import HTMLParser
from uuid import uuid4

import sqlalchemy as sa
import yaml
from flask import current_app

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.database import db, utc_now
from curriculum_app.learning import editions
from curriculum_app.learning.models import Edition, Revision
from curriculum_app.practice.models import Answer, Draft, VerdictRow
from tests.content import sample
from tests.grading import shipped

TOUR = shipped.ROOT / "exercises/task-tour"
PAGE = "/courses/sample/practice/"


def write_course(folder, slugs, write_more=None):
    """The sample curriculum with these shipped items as further practice; `write_more` adds files to its bank."""
    sample.write(folder)
    course, bank = folder / "courses/sample/course.yaml", folder / "exercises/sample"
    course.write_text(course.read_text().replace("[pick, mark]", f"[pick, {', '.join(slugs)}]"))
    for name in ("skills.yaml", "taxonomies.yaml"):
        shutil.copy(shipped.ROOT / "courses" / name, folder / "courses")
    for item in shipped.library().items.values():
        if item.slug in slugs:
            for picture in item.task.picture_files():
                if picture.file:
                    shutil.copy(item.file.with_name(picture.file), bank)
            (bank / item.file.name).write_text(_of_this_bank(item.file))
    for file in TOUR.glob("guideline.*.md"):
        shutil.copy(file, bank)
    if write_more:
        write_more(bank)
    return folder


def _of_this_bank(file):
    """The text of an item; one of another bank than the tour names no clauses, for its guideline stays there."""
    text = file.read_text("utf-8")
    return text if file.parent == TOUR else re.sub(r"(?m)^guideline: .*\n", "", text)


@contextmanager
def course_with(folder, slugs, write_more=None):
    """These items are live in the sample course; afterwards it is as before."""
    with live_folder(write_course(folder, slugs, write_more)):
        yield


@contextmanager
def live_folder(folder):
    """What is written in the folder is live; afterwards all is as before."""
    library, problems = read([folder])
    assert not (found := check(library, problems)), "\n".join(map(str, found))
    before = set(db.session.scalars(sa.select(Edition.id)))
    revision = editions.load(library, utc_now()).number
    db.session.commit()
    current_app.extensions["catalogue"].catalogue = None
    try:
        yield
    finally:
        for table in (VerdictRow, Answer, Draft):
            db.session.execute(sa.delete(table))
        db.session.execute(sa.delete(Revision).where(Revision.number == revision))
        db.session.execute(sa.delete(Edition).where(Edition.id.not_in(before)))
        db.session.commit()
        current_app.extensions["catalogue"].catalogue = None


def item(slug):
    """The Korean file of an item of the tour."""
    return yaml.safe_load((TOUR / f"{slug}.ko.yaml").read_text("utf-8"))


def hand_in(here, slug, data=None, **more):
    return here.post(PAGE + slug, {"key": str(uuid4()), **(data or {}), **more})


def result(here, slug, data=None, **more):
    """The result page of what is handed in."""
    answer = hand_in(here, slug, data, **more)
    assert answer.status_code == 303, answer.text
    return here.get(answer.headers["Location"]).text


class Page(HTMLParser):
    """A page as a browser without JavaScript has it: its ids, its error links, the form to hand in, all it says."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.said = set(), [], ""
        self.offered, self.values = {}, {}  # by name: what may be chosen (None: anything), what is filled in
        self._inside, self._name, self._errors = False, "", False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids |= {found["id"]} if "id" in found else set()
        self._errors |= found.get("class") == "error-summary"
        if tag == "a" and self._errors:
            self.links.append(found["href"])
        self._inside |= tag == "form" and "data-hand-in" in found
        if self._inside and (tag == "option" or "name" in found):
            getattr(self, f"_{tag}", lambda _: None)(found)

    def handle_endtag(self, tag):
        self._errors &= tag != "ul"
        self._inside &= tag != "form"
        if tag in {"select", "textarea"}:
            self._name = ""

    def handle_data(self, data):
        self.said += data
        if self._name and self.offered[self._name] is None:
            self.values[self._name][0] += data

    def _input(self, found):
        name, value, kind = found["name"], found.get("value", ""), found.get("type", "text")
        if kind not in {"radio", "checkbox"}:
            self.offered[name], self.values[name] = None, [value]
            return
        self.offered.setdefault(name, set()).add(value)
        self.values.setdefault(name, []).extend([value] if "checked" in found else [])

    def _textarea(self, found):
        self._name = found["name"]
        self.offered[self._name], self.values[self._name] = None, [""]

    def _select(self, found):
        self._name = found["name"]
        self.offered[self._name], self.values[self._name] = set(), []

    def _option(self, found):
        self.offered[self._name].add(found["value"])
        self.values[self._name] += [found["value"]] if "selected" in found else []

    def filled(self, answer):
        """The form with these values in place of what it held; each is a control's of this page, and on offer there."""
        for name, values in answer.items():
            assert self.offered[name] is None or self.offered[name].issuperset(values), (name, values)
        return {**self.values, **answer}
