"""The application on SQLite and on PostgreSQL, emptied between tests; people; pages with their CSRF token."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import hypothesis
import pytest
import sqlalchemy as sa
from xdist.scheduler import LoadScopeScheduling

from curriculum_app import alembic, create_app
from curriculum_app.accounts import passwords
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.database import Model, db, utc_now
from curriculum_app.learning import editions
from tests.content import sample

PASSWORD = "right horse battery"
HASH = passwords.hashed(PASSWORD)
KEPT = {"edition", "revision"}


hypothesis.settings.register_profile("shared machine", deadline=None)  # a stall is no failure
hypothesis.settings.load_profile("shared machine")


class OneBrowser(LoadScopeScheduling):
    """Tests side by side, those with a browser all on one side: two browsers slow each other down."""

    def _split_scope(self, nodeid):
        return "tests/browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config, log):
    return OneBrowser(config, log)


@pytest.fixture(scope="session")
def postgresql():
    """The address of a fresh PostgreSQL database, dropped afterwards."""
    url = os.environ.get("CURRICULUM_TEST_DATABASE_URL")
    if not url:
        if os.environ.get("CURRICULUM_TEST_REQUIRE_POSTGRESQL"):
            pytest.fail("CURRICULUM_TEST_DATABASE_URL must name a PostgreSQL database")
        pytest.skip("set CURRICULUM_TEST_DATABASE_URL to run on PostgreSQL too")
    name = f"curriculum_test_{uuid4().hex[:12]}"
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def migrated(request, tmp_path_factory):
    """The application with its tables and the sample curriculum."""
    data = tmp_path_factory.mktemp("data")
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    app = create_app(
        DATA_DIR=str(data), DATABASE_URL=url, TESTING=True, RATELIMIT_ENABLED=False, SECRET_KEY="tests only"
    )
    library, problems = read([sample.write(tmp_path_factory.mktemp("content"))])
    assert not check(library, problems)
    with app.app_context():
        alembic.upgrade()
        editions.load(library, utc_now())
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated):
    """The application, left as empty as it was found."""
    with migrated.app_context():
        yield migrated
        db.session.rollback()
        for table in reversed(Model.metadata.sorted_tables):
            if table.name not in KEPT:
                db.session.execute(sa.delete(table))
        db.session.commit()


@pytest.fixture
def person(app):
    """Makes people: person(name, roles...) is an account that is confirmed."""

    def make(name="김하늘", *roles, **more):
        email = more.pop("email", f"{uuid4().hex[:8]}@example.org")
        account = Account(email=email, name=name, password_hash=HASH, email_confirmed_at=utc_now(), **more)
        account.grants = [Grant(role=role) for role in roles]
        db.session.add(account)
        db.session.commit()
        return account

    return make


class Browser:
    """A test client that sends the CSRF token of the page it is on, as a form would."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, url, **more):
        return self._afresh(self.client.get, url, **more)

    def token(self):
        page = self._afresh(self.client.get, "/about").text
        return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

    def post(self, url, data=None, **more):
        return self._afresh(self.client.post, url, data={"csrf_token": self.token(), **(data or {})}, **more)

    def put(self, url, data):
        return self._afresh(self.client.put, url, data=data, headers={"X-CSRFToken": self.token()})

    def send(self, method, url, **more):
        """Any method, any headers: what no page would send."""
        return self._afresh(partial(self.client.open, url, method=method), **more)

    def sign_in(self, account, password=PASSWORD):
        answer = self.post("/sign-in", {"email": account.email, "password": password})
        assert answer.status_code == 302, answer.text
        return self

    def _afresh(self, method, *args, **kwargs):
        """A request in a thread of its own: it must not share the test's application context, session and user."""
        db.session.commit()
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(method, *args, **kwargs).result()
        db.session.expire_all()
        return answer


@pytest.fixture
def browser(app):
    """Opens browsers."""
    return lambda: Browser(app)


@pytest.fixture
def trainee(browser, person):
    """A browser with a trainee signed in and enrolled in the sample course."""
    account = person("김하늘")
    here = browser().sign_in(account)
    here.account = account
    assert here.post("/courses/sample/enrol").status_code == 302
    return here


@pytest.fixture
def count_queries(app):
    """Counts statements: with count_queries() as statements: ..."""

    @contextmanager
    def counting():
        statements = []

        def note(connection, cursor, statement, *_):
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and "FROM revision" not in statement:
                statements.append(statement)  # the look for a newer revision comes by the clock

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting
