"""axe-core finds nothing on any kind's page: empty, with an error, filled, and its result; nothing scrolls sideways."""

from itertools import product

import pytest

from curriculum_app.grading.kinds import KINDS
from tests.browser import widget_states
from tests.browser.test_accessibility import found_on

pytestmark = pytest.mark.browser
USUAL = ("ko", "light", 320)  # one path of the matrix guards; the whole of it is proven under --long
MATRIX = [
    pytest.param(*one, marks=[] if one == USUAL else [pytest.mark.long])
    for one in product(("ko", "en"), ("light", "dark", "forced"), (320, 1280))
]


def test_every_kind_has_an_item_here():
    assert set(widget_states.ITEMS) == set(KINDS)


@pytest.mark.parametrize(("language", "scheme", "width"), MATRIX)
def test_axe_finds_nothing_in_any_state_of_any_widget(signed_in, language, scheme, width):
    colours = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = signed_in(
        who={"ko": "newcomer", "en": "author"}[language], locale=language,
        viewport={"width": width, "height": 800}, bypass_csp=True, **colours,
    )  # fmt: skip
    if language == "en" and page.get_by_role("button", name="English").count():
        page.get_by_role("button", name="English").click()
    widget_states.enrol(page)
    found = {
        (kind, state): what for kind in widget_states.ITEMS for state in widget_states.states(page, kind) if (what := found_on(page))
    }
    assert found == {}
