"""The widgets of the kinds that judge: whatever is done by keyboard, mouse or finger is what reaches the server."""

import pytest
from playwright.sync_api import expect

from curriculum_app.grading.links import Link
from tests.browser import judging_items
from tests.browser.desk import LONG, Finger, handed_in, scan
from tests.browser.hands import Keyboard, Mouse
from tests.browser.judging import KINDS, SAMPLES, TOUR, opened
from tests.grading import shipped

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def samples(site, tmp_path_factory):
    """The course with pictures is live."""
    with judging_items.live_on(site, tmp_path_factory.mktemp("samples")):
        yield


def focused(page):
    """The text of what has focus."""
    return page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')")


def counted(page):
    """From now on the form's changes are counted; the number so far is `changes(page)`."""
    page.evaluate("""() => {
        window.changes = 0;
        document.querySelector("form[data-hand-in]").addEventListener("change", () => { window.changes += 1; });
    }""")


def changes(page):
    return page.evaluate("window.changes")


OFTEN = {("choice", Keyboard, "ko"), ("rating_scale", Keyboard, "en"), ("preference", Mouse, "ko"),
         ("ranking", Keyboard, "ko"), ("claim_check", Finger, "ko"), ("relations", Mouse, "en")}  # fmt: skip
WAYS = [
    pytest.param(kind, hands, language, id=f"{kind} by {hands.__name__.lower()}, {language}",
                 marks=() if (kind, hands, language) in OFTEN else LONG)
    for kind in KINDS for hands in (Keyboard, Mouse, Finger) for language in ("ko", "en")
]  # fmt: skip


@pytest.mark.parametrize(("kind", "hands", "language"), WAYS)
def test_what_is_done_is_what_the_server_gets(request, signed_in, site, kind, hands, language):
    course, slug, do = KINDS[kind]
    if course == SAMPLES:
        request.getfixturevalue("samples")
    hands = opened(signed_in, hands, language, course, slug, bypass_csp=True)
    expected = do(hands)
    scan(hands.page)
    assert handed_in(hands, site) == expected


def test_focus_stays_on_the_button_of_what_moves_and_one_change_is_told(signed_in):
    page = opened(signed_in, Keyboard, "en", TOUR, "ranking-1").page
    for letter in "abcd":
        page.click(f"[data-letter={letter}] .ranked-name button")
    counted(page)
    page.locator("[data-letter=c]").get_by_role("button", name="Up Response C").focus()
    for rank, number in ((2, 1), (1, 2)):
        page.keyboard.press("Enter")
        assert focused(page) == "Up Response C"
        assert page.locator("ranking-order [role=status]").inner_text() == f"Response C: Rank {rank} of 4."
        assert changes(page) == number
    page.keyboard.press("Enter")  # it stands at the top
    assert focused(page) == "Up Response C"
    assert page.locator("ranking-order [role=status]").inner_text() == "Response C stays where it is: Rank 1 of 4."
    assert changes(page) == 2
    page.keyboard.press("=")  # no two may stand level here
    assert [page.input_value(f"#ranks-{letter}") for letter in "abcd"] == ["2", "3", "1", "4"]


def test_what_is_restored_is_drawn_again(signed_in):
    page = opened(signed_in, Keyboard, "en", TOUR, "ranking-2").page
    page.click("[data-letter=a] .ranked-name button")
    page.evaluate("""() => {
        const form = document.querySelector("form[data-hand-in]");
        for (const [letter, rank] of Object.entries({ a: 2, b: 1, c: 2, d: "", e: "" })) form.elements[`ranks-${letter}`].value = rank;
        form.dispatchEvent(new Event("form-restored"));
    }""")
    assert page.locator("ol.ranking > li .ranked-name").all_inner_texts() == [
        "Rank 1\nResponse B", "Rank 2, level\nResponse A", "Rank 2, level\nResponse C",
    ]  # fmt: skip
    assert page.locator("ul.ranking > li").count() == 2
    page = opened(signed_in, Keyboard, "en", TOUR, "relations-1").page
    page.evaluate("""() => {
        const form = document.querySelector("form[data-hand-in]");
        const link = { head: "e1", type: "acquired", tail: "e3" };
        for (const [end, value] of Object.entries(link)) form.elements[`links-0-${end}`].value = value;
        form.dispatchEvent(new Event("form-restored"));
    }""")
    assert page.locator(".link-words >> visible=true").all_inner_texts() == [page.locator("#links-0 .link-words").inner_text()]
    assert "→" in page.locator("#links-0 .link-words").inner_text()


def test_no_sentence_is_cited_where_there_is_not_enough_information_and_never_too_many(signed_in):
    page = opened(signed_in, Mouse, "en", TOUR, "claim-check-1").page
    counted(page)
    box = "[name=claims-c1-evidence][value='{}']".format
    for number in range(1, 7):
        page.check(box(number)) if number < 6 else page.click(box(number))
    assert page.locator("[name=claims-c1-evidence]:checked").count() == 5
    assert "already cites 5" in page.locator("claim-checker > [role=status]").inner_text()
    before = changes(page)
    page.check("[name=claims-c1-verdict][value=not_enough_information]")
    assert changes(page) == before + 1
    assert page.locator("[name=claims-c1-evidence]:checked").count() == 0
    assert page.locator("[name=claims-c1-evidence]:enabled").count() == 0
    assert page.locator("#claims-c1 p.hint").inner_text() == "Where there is not enough information, no sentence is cited."
    assert "emptied" in page.locator("claim-checker > [role=status]").inner_text()
    page.click("#sentence-2")
    assert page.locator("[name=claims-c1-evidence]:checked").count() == 0
    page.check("[name=claims-c1-verdict][value=supported]")
    page.click("#sentence-2")
    assert page.locator("[name=claims-c1-evidence]:checked").evaluate_all("all => all.map(b => b.value)") == ["2"]


def test_a_number_shows_its_sentence_and_what_is_cited_says_for_which_claim(signed_in):
    page = opened(signed_in, Mouse, "en", TOUR, "claim-check-1").page
    page.check("[name=claims-c2-evidence][value='2']")
    page.check("[name=claims-c3-evidence][value='2']")
    assert page.locator("#sentence-2 .cited-by").inner_text() == "Evidence for claim 2, claim 3"
    assert page.locator(".cited").evaluate_all("all => all.map(s => s.id)") == ["sentence-2"]
    page.hover("label:has([name=claims-c6-evidence][value='8'])")
    assert page.locator(".pointed").get_attribute("id") == "sentence-8"
    page.locator("[name=claims-c6-evidence][value='1']").focus()
    page.mouse.move(0, 0)
    assert page.locator(".pointed").get_attribute("id") == "sentence-1"
    page.locator("[name=claims-c6-verdict]").first.focus()
    assert page.locator(".pointed").count() == 0


def test_on_a_phone_the_sources_lie_over_the_form_and_the_place_is_kept(signed_in):
    page = opened(signed_in, Finger, "ko", TOUR, "claim-check-1").page
    page.locator("#claims-c5-verdict").scroll_into_view_if_needed()
    place = page.locator("#claims-c5-verdict").bounding_box()["y"]
    page.tap(".sources-bar button")
    expect(page.locator("#sentence-1")).to_be_in_viewport()
    assert page.locator("#claims-c5-verdict").bounding_box()["y"] == pytest.approx(place, abs=1)
    page.keyboard.press("Escape")
    expect(page.locator("#sentence-1")).not_to_be_in_viewport()
    assert focused(page) == "자료"
    assert page.locator("#claims-c5-verdict").bounding_box()["y"] == pytest.approx(place, abs=1)


def test_the_scale_stays_in_view_beside_two_long_responses(signed_in):
    page = opened(signed_in, Mouse, "en", TOUR, "preference-1").page
    page.evaluate("""() => {
        for (const given of document.querySelectorAll(".versus .given")) {
            for (let n = 0; n < 40; n++) given.append(given.firstElementChild.cloneNode(true));
        }
    }""")
    for response in (".versus section:first-child p:nth-child(5)", ".versus section:last-child p:nth-child(30)"):
        page.locator(response).scroll_into_view_if_needed()
        expect(page.locator("#preference")).to_be_in_viewport(ratio=1)
    page.locator("#reason").focus()
    expect(page.locator("#reason")).to_be_in_viewport(ratio=1)


def test_only_what_may_be_linked_is_offered_and_escape_steps_back(signed_in):
    page = opened(signed_in, Keyboard, "en", TOUR, "relations-1").page
    entity = "[role=button]:has([data-entity={}])".format
    said = page.locator(".link-said")
    page.click(entity("e2"), force=True)
    assert said.inner_text().startswith("No relation begins at")
    page.click(entity("e4"))
    offered = [text.split("\n")[0] for text in page.locator(".link-offers button").all_inner_texts()]
    assert offered == ["founded", "works for"]
    assert page.locator("[role=button][aria-disabled=true]").count() == 4  # two places, the two other persons
    page.keyboard.press("1")
    page.click(entity("e5"), force=True)  # it says that it is disabled, and when pressed why
    assert said.inner_text().startswith("This link cannot end at")
    page.locator(entity("e4")).focus()
    page.keyboard.press("Escape")
    assert "Choose the relation" in said.inner_text()
    page.keyboard.press("Escape")
    assert "at which a link begins" in said.inner_text()
    page.click(entity("e4"))
    page.click(entity("e1"))  # both ends first
    page.keyboard.press("1")
    assert page.locator("#links-0 .link-words").inner_text().count("founded") == 1
    for key in ("e4", "e1"):
        page.click(entity(key))
    page.keyboard.press("1")
    assert said.inner_text().startswith("This link is there already")
    page.locator("#links-0 .link-tools button").first.focus()
    assert page.locator(".entity-button.head").inner_text() != ""
    assert page.locator(".entity-button.head, .entity-button.tail").count() == 2


def test_what_is_offered_is_what_the_server_allows(signed_in):
    """Every head with every relation, of an item with directions and of one without."""
    for slug in ("relations-1", "relations-2"):
        page = opened(signed_in, Mouse, "ko", TOUR, slug).page
        task = shipped.library().items["task-tour", slug, "ko"].task
        allowed = [
            (head, type_, [tail for tail in task.by_id if tail != head and task.allows(Link(head=head, type=type_, tail=tail))])
            for head in task.by_id for type_ in task.types
        ]  # fmt: skip
        assert page.evaluate(OFFERED) == [[head, type_, tails] for head, type_, tails in allowed if tails]


OFFERED = """() => {
    const linker = document.querySelector("relation-linker");
    const { entities, relations } = JSON.parse(linker.dataset.diagram);
    const button = ({ id }) => linker.querySelector(`[role=button]:has([data-entity=${id}])`);
    const offers = () => [...linker.querySelectorAll(".link-offers button")];
    const found = [];
    for (const head of entities) {
        button(head).click();
        for (const name of offers().map((offer) => offer.firstChild.data)) {
            offers().find((offer) => offer.firstChild.data === name).click();
            const open = entities.filter((one) => one !== head && button(one).ariaDisabled === "false");
            found.push([head.id, relations.find((one) => one.name === name).id, open.map(({ id }) => id)]);
            button(head).click();
        }
        if (offers().length) button(head).click();
    }
    return found;
}"""


def test_everything_there_is_to_press_is_44_pixels_tall(signed_in):
    page = opened(signed_in, Finger, "ko", TOUR, "ranking-2").page
    for letter in "abc":
        page.tap(f"[data-letter={letter}] .ranked-name button")
    low = page.evaluate(LOW)
    for slug in ("rating-scale-1", "preference-1", "claim-check-1", "relations-1"):
        page.goto(f"/courses/{TOUR}/practice/{slug}")
        low += page.evaluate(LOW)
    assert low == []


LOW = """() => [...document.querySelectorAll("form[data-hand-in] :is(.pick, .tick, button, summary, [role=button])")]
    .filter((one) => one.checkVisibility() && one.closest(".split, .comparison, digit-choice"))
    .map((one) => [one.textContent.trim(), Math.min(...[...one.getClientRects()].map(({ height }) => height))])
    .filter(([, tall]) => tall < 44)"""


@LONG
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_picture_that_does_not_load_is_told_in_words_and_can_be_asked_for_again(signed_in, samples, language):
    page = opened(signed_in, Keyboard, language, SAMPLES, "sign", bypass_csp=True).page
    expect(page.locator("img.stimulus")).to_be_visible()
    page.route("**/pictures/**", lambda route: route.abort())
    page.reload()
    alt = judging_items.WORDS[language]["alt"]
    told = page.get_by_role("status").filter(has_text=alt)
    expect(told).to_be_visible()
    scan(page)
    page.unroute("**/pictures/**")
    told.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name=alt)).to_be_focused()
    expect(told).to_have_count(0)
