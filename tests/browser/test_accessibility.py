"""axe-core finds nothing on any page, in both languages, light and dark; nothing scrolls sideways at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

COURSE = "/courses/finding-hallucinations"
OPEN = [
    "/",
    "/courses",
    COURSE,
    f"{COURSE}/lessons/what-models-invent",
    "/glossary",
    "/try",
    "/about",
    "/sign-in",
    "/sign-up",
    "/reset",
    "/nowhere",
    "/development/mail",
]
MINE = ["/", COURSE, "/progress", "/notes", "/profile", f"{COURSE}/lessons/checking-against-sources", f"{COURSE}/practice/worst-error",
        f"{COURSE}/practice/claims-and-opinions", f"{COURSE}/practice/library-hours", f"{COURSE}/practice/training-budget",
        "/talent/mine", "/talent/mine/as-employer", "/talent/mine/facts", "/talent/mine/take-along", "/try-outs/mine"]  # fmt: skip


def found_on(page):
    """What axe-core finds on the page as it stands, and by how much it is too wide."""
    violations = Axe().run(page).response["violations"]
    found = [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, f"{wide} px too wide"] if wide > 0 else found


def look(page, url):
    page.goto(url)
    assert found_on(page) == [], url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_axe_finds_nothing(visit, signed_in, language, scheme):
    width = 1280 if language == "ko" else 320
    options = {
        "locale": language,
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 800},
        "bypass_csp": True,
    }
    page = visit(**options)
    for url in OPEN:
        look(page, url)
    page = signed_in(**options)
    if language == "en":
        page.get_by_role("button", name="English").click()
    for url in MINE:
        look(page, url)
    look(page, f"{COURSE}/exam")
    page.click("form.actions button")
    page.wait_for_url("**/sittings/**")
    for number in (1, 2, 3, 4):
        look(page, page.url.rsplit("/", 1)[0] + f"/{number}")
    look(page, page.url.rsplit("/", 1)[0])
    page.goto(f"{COURSE}/practice/library-hours")
    page.click(".mark-type")
    page.fill("#quote-0", "8시" if page.locator("text=오후 8시").count() else "8 p.m.")
    for name, value in (("type-0", "entity"), ("severity-0", "minor")):
        page.check(f"[name={name}][value={value}]")
    page.click("main button.button[type=submit]:not(.plain)")
    page.wait_for_url("**/answers/*")
    look(page, page.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_instructors_pages(signed_in, scheme):
    page = signed_in(
        locale="ko-KR", color_scheme=scheme, viewport={"width": 320, "height": 800}, bypass_csp=True, who="instructor"
    )
    look(page, "/cohorts")
    look(page, "/cohorts/new")
    page.goto("/cohorts")
    page.locator(".ruled a").first.click()
    page.get_by_role("heading", name="구성원").wait_for()
    look(page, page.url)
    look(page, page.locator("copy-link code").inner_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_axe_finds_nothing_from_certificate_to_talent_and_administration(visit, signed_in, language, scheme):
    width = 320 if language == "ko" else 1280
    options = {
        "locale": language,
        "color_scheme": scheme,
        "viewport": {"width": width, "height": 800},
        "bypass_csp": True,
    }
    page = signed_in(who="sora", **options)
    look(page, f"{COURSE}/certificate")
    public = page.locator("copy-link code").inner_text()
    look(page, "/talent/mine")
    page = signed_in(who="trainee", **options)
    look(page, f"{COURSE}/certificate")
    look(page, "/talent/mine")
    page = signed_in(who="jiho", **options)
    page.goto(f"{COURSE}/certificate")
    masked = page.locator("copy-link code").inner_text()
    page = visit(**options)
    for url in (public, masked, "/verify", "/verify/00000000-0000-4000-8000-000000000000"):
        look(page, url)
    page = signed_in(who="author", **options)
    look(page, "/author")
    page = signed_in(who="employer", **options)
    for url in ("/talent", "/talent?least=100&language=en", "/talent?least=x"):
        look(page, url)
    page = signed_in(who="administrator", **options)
    for url in ("/administration", "/administration/certificates", "/administration/people", "/administration/trail"):
        look(page, url)
    page.goto("/administration/certificates")
    page.locator("main table a").first.click()
    page.locator("#reason").wait_for()
    look(page, page.url)
