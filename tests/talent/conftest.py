"""A pool of six, and an employer signed in."""

import pytest

from tests.talent.pooled import company, hire, listed


@pytest.fixture
def pool(app, person):
    """Six people with certificates of 60, 65, … 85 points, all listed: the last in English."""
    return [listed(person, n + 1, score=60.0 + 5 * n, language="en" if n == 5 else "ko") for n in range(6)]


@pytest.fixture
def employer(browser, person):
    """A browser of somebody who searches for an employer."""
    organisation = company()
    account = hire(person("채용", email="hr@clear.example"), organisation)
    here = browser().sign_in(account)
    here.account, here.organisation = account, organisation
    return here
