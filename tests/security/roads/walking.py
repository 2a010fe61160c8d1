"""What a road is, and who goes it: people of the walk's own, whose every form carries what is planted."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import current_app

from curriculum_app.accounts.models import Grant
from curriculum_app.database import Model, db
from tests.security.roads.keeping import rows_of

LONG_AGO = datetime(1999, 1, 1, tzinfo=UTC)
EXTRA = {"role": "administrator", "roles": "administrator", "grants-0-role": "administrator", "is_admin": "1", "tenant": "1",
         "attempts": "0", "limit": "99", "now": LONG_AGO.isoformat()}  # fmt: skip


class Road(NamedTuple):
    """A walk through forms, what it visits, and the curriculum that has to be live for it."""

    walk: Callable[["Walker"], Any]  # what it returns is compared beside the rows
    visits: frozenset[str]
    setting: Callable[..., Any] | None


def road(*visits, setting=None):
    """Makes a road of a walk; `setting` is a context that gets a folder where it is not the plain sample."""
    return lambda walk: Road(walk, frozenset(visits), setting)


def planted(organisation_id):
    """A hostile value for every column there is; only our own type of moments hides what it holds."""
    by_type = {object: LONG_AGO.isoformat(), date: "1999-01-01", int: "77", float: "77.5", bool: "1", UUID: str(organisation_id),
               dict: '{"planted": 1}', list: '["planted"]', bytes: "planted", str: "planted"}  # fmt: skip
    columns = [column for table in Model.metadata.sorted_tables for column in table.columns]
    return {**{column.name: by_type[column.type.python_type] for column in columns}, **EXTRA}


class Walker:
    """One walk along a road: who is on it, what is planted, which endpoints took their forms."""

    def __init__(self, browser, person, school_id, plants, folder, monkeypatch):
        self._browser, self.anybody, self.school_id, self.plants = browser, person, school_id, plants
        self.folder, self.monkeypatch = folder, monkeypatch
        self.people, self.visited, self.looks = [], set(), []

    def look(self):
        """What is kept at this point is compared too: a draft goes when it is handed in."""
        self.looks.append(rows_of(self.people))

    def stranger(self):
        """Somebody who is not signed in."""
        return Sender(self, self._browser())

    def account(self, name, *roles):
        """A person of this walk; what is kept of them is compared."""
        self.people.append(self.anybody(name, *roles))
        return self.people[-1]

    def join(self, name="김하늘", *roles):
        """A person of this walk who is signed in."""
        account = self.account(name, *roles)
        return Sender(self, self._browser().sign_in(account), account)

    def trainee(self):
        """A person of this walk who is enrolled in the sample course."""
        sender = self.join()
        assert sender.here.post("/courses/sample/enrol").status_code == 302
        return sender

    def teacher(self, name, role):
        """A person of this walk with a role in the walk's school."""
        sender = self.join(name)
        db.session.add(Grant(account_id=sender.account.id, role=role, organisation_id=self.school_id))
        db.session.commit()
        return sender


class Sender:
    """Sends what a form asks for, and beside it, in body and address, what is planted."""

    def __init__(self, walker, here, account=None):
        self.walker, self.here, self.account = walker, here, account

    def get(self, path):
        return self.here.get(path)

    def post(self, path, form=None):
        return self.send("POST", path, form)

    def put(self, path, form=None):
        return self.send("PUT", path, form)

    def send(self, method, path, data=None):
        """The answer to a form, which must have been taken."""
        plants = self.walker.plants
        body = {**plants, "csrf_token": self.here.token(), **(data or {})}
        answer = self.here.send(method, path, data=body, query_string=plants)
        assert answer.status_code < 400, (path, answer.status_code, answer.text)
        self.walker.visited.add(current_app.url_map.bind("localhost").match(path, method)[0])
        return answer
