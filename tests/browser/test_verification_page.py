"""The page of a certificate in real Chromium: one sheet of paper, every state, no complaint of the policy; and lists."""

import io
import json

import pytest
from pypdf import PdfReader

from tests.browser import certificates
from tests.browser.conftest import serving
from tests.browser.test_accessibility import found_on

pytestmark = pytest.mark.browser

TITLES = {
    "public": ("유효한 증서입니다", "This certificate is valid"), "valid": ("유효한 증서입니다", "This certificate is valid"),
    "rich": ("유효한 증서입니다", "This certificate is valid"), "expired": ("기한이 지난 증서입니다", "This certificate has expired"),
    "revoked": ("폐기된 증서입니다", "This certificate is revoked"),
    "unknown": ("이 학교가 모르는 증서입니다", "This school knows no such certificate"),
    "suspended": (None, "This certificate is suspended"),
}  # fmt: skip


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A site of its own, with a certificate in every state."""
    with serving(tmp_path_factory.mktemp("school")) as site:
        yield site, certificates.in_every_state(site)


@pytest.fixture
def look(school, chromium):
    """look(path, **context) opens a page of that site; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(path="/", **options):
        context = chromium.new_context(**{"base_url": school[0].address, "locale": "ko-KR", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in complaints if "Failed to load resource" not in one] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_state_says_its_name_fits_a_phone_and_axe_finds_nothing(look, school, language):
    for state, public_id in school[1].items():
        for width, scheme in ((1280, "light"), (360, "dark")):
            page = look(
                f"/verify/{public_id}", locale=language, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
            )  # fmt: skip
            title = TITLES[state][language == "en"]
            assert title is None or title in page.locator("h1").inner_text()
            assert found_on(page) == [], (state, width)


def test_linked_data_is_there_for_machines_and_the_policy_has_no_objection(look, school):
    page = look(f"/verify/{school[1]['public']}")
    data = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert data["@type"] == "EducationalOccupationalCredential"
    picture = page.locator("meta[property='og:image']").get_attribute("content")
    assert page.request.get(picture).headers["content-type"] == "image/png"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_prints_on_one_sheet_of_a4(look, school, language):
    for state in ("rich", "revoked", "public"):
        page = look(f"/verify/{school[1][state]}", locale=language)
        printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
        assert len(printed.pages) == 1, state
        text = printed.pages[0].extract_text()
        assert school[1][state] in text.replace("\n", "").replace(" ", "")  # the address to check it at
        assert "이 증서 파일" not in text


def test_the_print_button_prints_and_is_not_there_without_script(look, school):
    page = look(f"/verify/{school[1]['valid']}")
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.focus("print-page button")
    page.keyboard.press("Enter")
    assert page.title() == "printed"
    plain = look(f"/verify/{school[1]['valid']}", java_script_enabled=False)
    assert not plain.locator("print-page button").is_visible()


def test_the_offline_page_is_a_download_that_works_with_the_network_off(look, school, tmp_path):
    page = look("/verify")
    with page.expect_download() as download:
        page.click("a[href$='/verify/offline.html']")
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)
    with certificates.inside(school[0]):
        document = certificates.document(school[1]["rich"])
    offline = look("/verify")
    offline.context.set_offline(True)
    offline.goto(kept.as_uri())
    offline.set_input_files("#file", {"name": "credential.json", "mimeType": "application/json", "buffer": document})
    offline.locator(".result[data-state=valid]").wait_for()


def sign_in(page):
    page.goto("/sign-in")
    page.fill("#email", "employer@example.org")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


@pytest.mark.parametrize("script", [True, False])
def test_an_employer_checks_a_list_with_and_without_script(look, school, script):
    page = look(java_script_enabled=script, viewport={"width": 360, "height": 800}, bypass_csp=script)
    sign_in(page)
    page.goto("/verify")
    page.click("a[href$='/verify/lists']")
    rows = f"번호,이름\n2026-9001,이새봄\n{school[1]['revoked']},\n제 2026-9001호,김하늘\n"
    page.set_input_files("[name=sheet]", {"name": "list.csv", "mimeType": "text/csv", "buffer": rows.encode("cp949")})
    page.click("main form button[type=submit]")
    page.wait_for_url("**/verify/lists/*")
    if script:
        assert found_on(page) == []
    page.click("form[action$='/check'] button")
    for _ in range(40):
        if page.locator("a[href$='/results']").count():
            break
        page.wait_for_timeout(500)
        if not script:
            page.reload()
    if script:
        assert found_on(page) == []
    with page.expect_download() as download:
        page.click("a[href$='/results']")
    text = download.value.path().read_text("utf-8-sig")
    assert "2026-9001,이새봄,유효한 증서입니다" in text
    assert "다른 사람이 시험을 대신 치렀습니다." in text
    assert "이 번호와 이름을 함께 가진 증서가 없습니다." in text
