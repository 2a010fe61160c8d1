"""The reference: the same pages at their barest, Flask and SQLAlchemy and nothing else.

Same session cookie, sign-in, membership and item queries, same number of cells; no languages, no forms, no grading, no look.
Reads the very database the site uses, through tables of its own making.
"""

import os
import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask, abort, redirect, render_template_string, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker

engine = sa.create_engine(os.environ["BENCHMARK_DATABASE_URL"])
session = scoped_session(sessionmaker(engine))


@sa.event.listens_for(engine, "connect")
def _like_the_site(connection, record):
    if type(connection).__module__.startswith("sqlite3"):
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")


class Model(DeclarativeBase):
    pass


class Account(UserMixin, Model):
    __tablename__ = "account"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str]


class Enrolment(Model):
    __tablename__ = "enrolment"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID]
    course_id: Mapped[uuid.UUID]


class Edition(Model):
    __tablename__ = "edition"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    task: Mapped[dict] = mapped_column(sa.JSON)
    gold: Mapped[dict] = mapped_column(sa.JSON)


class StepResult(Model):
    __tablename__ = "step_result"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[uuid.UUID]
    step_id: Mapped[uuid.UUID]
    best_score: Mapped[float]


class Credential(Model):
    __tablename__ = "credential"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    facts: Mapped[dict] = mapped_column(sa.JSON)
    revoked_at: Mapped[datetime | None]


class BareAnswer(Model):
    __tablename__ = "bare_answer"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    enrolment_id: Mapped[uuid.UUID]
    edition_id: Mapped[uuid.UUID]
    answer: Mapped[str]
    at: Mapped[datetime]


Model.metadata.create_all(engine, tables=[BareAnswer.__table__])
app = Flask(__name__)
app.secret_key = "benchmark"
login = LoginManager(app)
login.user_loader(lambda id: session.get(Account, uuid.UUID(id)))
app.teardown_appcontext(lambda error: session.remove())

PAGE = """<!doctype html><title>{{ task.title }}</title><h1>{{ task.title }}</h1><p>{{ task.instructions }}</p>
{% for source in task.sources %}<h2>{{ source.title }}</h2><ol>
{% for sentence in source.sentences %}<li>{{ sentence }}</li>{% endfor %}</ol>{% endfor %}
<p>{{ task.text }}</p><form method=post>{% for n in range(12) %}<input name="quote-{{ n }}"><select name="type-{{ n }}">
{% for o in range(12) %}<option>{{ o }}</option>{% endfor %}</select><select name="severity-{{ n }}">
{% for o in range(4) %}<option>{{ o }}</option>{% endfor %}</select><input name="correction-{{ n }}">{% endfor %}
<button>OK</button></form>"""
CELLS = """<!doctype html><h1>{{ name }}</h1><table>{% for r in rows %}<tr><td>{{ r.step_id }}</td><td>{{ r.best_score }}</td></tr>
{% endfor %}</table>"""
FACTS = """<!doctype html><h1>{{ "revoked" if credential.revoked_at else "valid" }}</h1><dl>{% for k, v in credential.facts.items() %}
<dt>{{ k }}</dt><dd>{{ v }}</dd>{% endfor %}</dl>"""


def _mine(db: Session) -> Enrolment:
    return db.scalar(sa.select(Enrolment).where(Enrolment.account_id == current_user.id)) or abort(404)


@app.post("/sign-in")
def sign_in():
    login_user(session.scalar(sa.select(Account).where(Account.email == request.form["email"])))
    return redirect("/")


@app.get("/items/<uuid:edition_id>")
@login_required
def item(edition_id):
    _mine(session())
    return render_template_string(PAGE, task=session.get(Edition, edition_id).task)


@app.post("/items/<uuid:edition_id>")
@login_required
def hand_in(edition_id):
    enrolment, edition = _mine(session()), session.get(Edition, edition_id)
    session.add(
        BareAnswer(enrolment_id=enrolment.id, edition_id=edition.id, answer=str(request.form), at=datetime.now(UTC))
    )
    session.commit()
    return redirect("/progress", 303)


@app.get("/progress")
@login_required
def progress():
    rows = session.scalars(sa.select(StepResult).where(StepResult.enrolment_id == _mine(session()).id)).all()
    return render_template_string(CELLS, name=current_user.name, rows=rows)


@app.get("/verify/<uuid:credential_id>")
def verify(credential_id):
    return render_template_string(FACTS, credential=session.get(Credential, credential_id) or abort(404))
