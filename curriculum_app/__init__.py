"""A school for AI trainers. `create_app` is the only place that wires things together."""

from typing import Any

from flask import Flask, request
from flask_alembic import Alembic
from flask_babel import gettext
from flask_login import current_user

from curriculum_app import configuration, jobs, web
from curriculum_app.accounts import views as accounts
from curriculum_app.api import views as api
from curriculum_app.audit import chaining
from curriculum_app.authoring import views as authoring
from curriculum_app.cohorts import views as cohorts
from curriculum_app.credentials import views as credentials
from curriculum_app.database import Model, db
from curriculum_app.deliveries import views as deliveries
from curriculum_app.exams import views as exams
from curriculum_app.learning import catalogue as catalogues
from curriculum_app.learning import views as learning
from curriculum_app.operations import views as operations
from curriculum_app.organisations import employer_views as employers
from curriculum_app.organisations import key_views as api_keys
from curriculum_app.organisations import views as organisations
from curriculum_app.practice import views as practice
from curriculum_app.projects import views as projects
from curriculum_app.rechecks import views as rechecks
from curriculum_app.talent import views as talent
from curriculum_app.tryouts import views as tryouts
from curriculum_app.verification import views as verification
from curriculum_app.web.access import Role

__all__ = ["create_app"]

alembic = Alembic(metadatas=Model.metadata, run_mkdir=False)


def create_app(**overrides: Any) -> Flask:
    """The application, with settings from config.py, the environment, and `overrides`. Raises Misconfigured."""
    app = Flask(__name__, static_folder=None)
    configuration.load(app, overrides)
    app.config["ALEMBIC"] = {"script_location": "migrations"}
    db.init_app(app)
    alembic.init_app(app)
    jobs.init_app(app)
    chaining.init_app(app)
    web.init_app(app)
    for feature in (
        accounts, organisations, employers, api_keys, learning, practice, projects, exams, credentials, talent, tryouts, verification,
        rechecks, cohorts, authoring, deliveries, api, operations,
    ):  # fmt: skip
        feature.init_app(app)
    app.context_processor(_navigation)
    app.jinja_env.filters["skill_name"] = lambda skill: catalogues.live().skill_name(skill, web.spoken())
    return app


def _navigation() -> dict[str, Any]:
    """The main menu: (endpoint, label, whether one is there)."""
    entries = [("learning.catalogue", gettext("Courses"))]
    if current_user.is_authenticated:
        entries.insert(0, ("practice.today", gettext("Today")))
        entries.append(("learning.progress", gettext("My progress")))
        if Role.INSTRUCTOR in current_user.roles:
            entries.append(("cohorts.listing", gettext("Cohorts")))
        if Role.AUTHOR in current_user.roles:
            entries.append(("authoring.bench", gettext("Authoring")))
            entries.append(("practice.appeal_queue", gettext("Appeals")))
        if Role.EMPLOYER in current_user.roles:
            entries.append(("talent.search", gettext("Talent pool")))
            entries.append(("tryouts.listing", gettext("Try-outs")))
        if Role.ADMINISTRATOR in current_user.roles:
            entries.append(("operations.overview", gettext("Administration")))
    return {"navigation": [(endpoint, label, request.endpoint == endpoint) for endpoint, label in entries]}
