"""An author, and other gold for the item that is picked from in the sample course."""

import pytest

from curriculum_app.learning.catalogue import live
from curriculum_app.web.access import Role
from tests.practice.regraded import newer_gold


@pytest.fixture
def author(browser, person):
    """A browser with an author signed in."""
    account = person("정다운", Role.AUTHOR)
    here = browser().sign_in(account)
    here.account = account
    return here


@pytest.fixture
def other_gold(monkeypatch):
    """Makes other gold live for the item that is picked from; the id of its edition."""

    def change(**gold):
        edition_id = newer_gold("pick", **gold)
        entry = live().items["sample", "pick", "ko"]
        monkeypatch.setitem(live().items, ("sample", "pick", "ko"), entry._replace(edition=edition_id))
        return edition_id

    return change
