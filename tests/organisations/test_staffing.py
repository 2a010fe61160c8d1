"""Organisations and roles: given once, named when something is unknown, and by command on a site of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.organisations import staffing
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role

CURRICULUM = Path(sys.executable).with_name("curriculum")


def test_a_role_is_given_once_and_holds_in_its_organisation(person, browser):
    account = person(email="teacher@example.org")
    school = staffing.found("한빛대학교", "Hanbit University", OrganisationKind.SCHOOL)
    for _ in range(2):
        staffing.grant("Teacher@Example.org", Role.INSTRUCTOR, "한빛대학교")
    db.session.commit()
    held = db.session.query(Grant).one()
    assert (held.account_id, held.organisation_id, held.role) == (account.id, school.id, "instructor")
    assert browser().sign_in(account).get("/cohorts").status_code == 200


def test_what_is_unknown_or_there_already_is_named(person):
    person(email="teacher@example.org")
    staffing.found("한빛대학교", "Hanbit University", OrganisationKind.SCHOOL)
    with pytest.raises(Refused, match="organisation_exists"):
        staffing.found("한빛대학교", "Other", OrganisationKind.SCHOOL)
    with pytest.raises(Refused, match="organisation_unknown"):
        staffing.grant("teacher@example.org", Role.AUTHOR, "없는 학교")
    with pytest.raises(Refused, match="account_unknown"):
        staffing.grant("nobody@example.org", Role.AUTHOR, "한빛대학교")


def test_the_commands_prepare_load_and_staff_a_fresh_site(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")}
    environment["CURRICULUM_DATA_DIR"] = str(tmp_path)

    def run(*words):
        return subprocess.run([CURRICULUM, *words], env=environment, capture_output=True, text=True, check=False)

    assert "trainee@example.org" in run("prepare").stdout
    assert "Loaded." in run("content", "load").stdout
    assert run("organisation", "add", "새 학교", "New School").returncode == 0
    assert run("organisation", "grant", "newcomer@example.org", "instructor", "새 학교").returncode == 0
    refused = run("organisation", "grant", "nobody@example.org", "instructor", "새 학교")
    assert refused.returncode == 1
    assert "Nobody has signed up as nobody@example.org." in refused.stderr
