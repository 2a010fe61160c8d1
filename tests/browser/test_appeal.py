"""An appeal's whole way in a real browser: from the result to the author, into the file, and back as a new score and a name."""

import re
import shutil

import pytest
import yaml

from tests.browser.conftest import serving
from tests.browser.test_accessibility import found_on, look
from tests.grading import shipped

pytestmark = pytest.mark.browser

COURSE = """\
id: 6a0e5c43-1b9f-4b0e-8a57-0d1c2f3b4a01
title: {ko: 이의 과정, en: A course to appeal in}
summary: {ko: 한 문항뿐입니다., en: One exercise.}
skills: [find_errors]
modules:
  - id: 6a0e5c43-1b9f-4b0e-8a57-0d1c2f3b4a02
    title: {ko: 하나, en: One}
    lessons: [start]
    practice: [postage]
practice_bank: appealed
"""
LESSON = """\
---
id: 6a0e5c43-1b9f-4b0e-8a57-0d1c2f3b4a03
title: 시작
objectives: [시작합니다]
skills: [find_errors]
---
글입니다.
"""
BANK = "id: 6a0e5c43-1b9f-4b0e-8a57-0d1c2f3b4a04\ntitle: {ko: 은행, en: Bank}\nuse: practice\nguideline: hallucinations\n"
REASON = "안내문 3번에는 왕복이라는 말이 있으므로 '왕복 배송비 3,000원'을 모두 표시하는 것도 맞습니다."
NOTE = "‘왕복 배송비’까지 표시해도 같은 오류를 가리키므로 인정합니다."
EXERCISE = "/courses/appealed/practice/postage"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """A course of one exercise, a copy of a shipped one, in a folder that the test may edit."""
    folder = tmp_path_factory.mktemp("content")
    lessons, bank = folder / "courses/appealed/lessons", folder / "exercises/appealed"
    lessons.mkdir(parents=True)
    bank.mkdir(parents=True)
    (folder / "courses/appealed/course.yaml").write_text(COURSE, "utf-8")
    (bank / "bank.yaml").write_text(BANK, "utf-8")
    for language in ("ko", "en"):
        (lessons / f"01-start.{language}.md").write_text(LESSON, "utf-8")
        file = bank / f"postage.{language}.yaml"
        shutil.copy(shipped.ROOT / f"exercises/hallucinations/refund-policy.{language}.yaml", file)
        id = "id: 6a0e5c43-1b9f-4b0e-8a57-0d1c2f3b4a05"
        file.write_text(re.sub(r"^id: .*$", id, file.read_text("utf-8"), flags=re.M), "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(content, tmp_path_factory):
    """A site of its own, whose content the test changes."""
    with serving(tmp_path_factory.mktemp("appeal"), CURRICULUM_CONTENT_DIRS=str(content)) as site:
        yield site


@pytest.fixture(scope="module")
def server(site):
    return site.address


def hand_in(page, quote):
    """The result of an answer with one mark."""
    page.goto("/courses/appealed")
    if page.locator("form[action$='/enrol'] button").count():
        page.click("form[action$='/enrol'] button")
    page.goto(EXERCISE)
    form = {name: page.get_attribute(f"main form[data-hand-in] [name={name}]", "value") for name in ("csrf_token", "key", "text_hash")}
    mark = {"quote-0": quote, "type-0": "number_date_unit", "severity-0": "major", "correction-0": "6,000원", "evidence-0": "3"}
    answer = page.request.post(page.url, form={**form, **mark}, headers={"Referer": page.url})
    assert answer.ok
    page.goto(answer.url)
    return page.url


def score(page):
    return int(page.inner_text(".score strong"))


def accept(file, quote):
    """Edits the file as the author is told to: one more accepted place."""
    text = file.read_text("utf-8")
    assert '      accepted_spans: ["3,000"]\n' in text
    file.write_text(text.replace('accepted_spans: ["3,000"]', f'accepted_spans: ["3,000", "{quote}"]'), "utf-8")
    assert quote in yaml.safe_load(file.read_text("utf-8"))["gold"]["marks"]["e1"]["accepted_spans"]


def test_an_appeal_leads_to_a_gold_change_a_dry_run_a_regrade_a_notice_and_thanks(signed_in, content):
    quote = "왕복 배송비 3,000원"
    trainee = signed_in("newcomer", locale="ko-KR")
    concerned = signed_in("sora", locale="ko-KR")
    other = hand_in(concerned, quote)
    result = hand_in(trainee, quote)
    before = score(trainee)
    assert trainee.evaluate("document.activeElement.tagName") == "H1"

    trainee.click("#outcome-1 .appeal a")
    trainee.wait_for_url("**/appeal?outcome=1")
    assert trainee.is_checked("input[name=outcome][value='1']")
    trainee.click("main button[type=submit]")
    assert trainee.locator(".error-summary").count() == 1
    trainee.fill("#reason", REASON)
    trainee.check("#wants_credit")
    trainee.click("main button[type=submit]")
    trainee.wait_for_url("**/answers/*#appeals")
    assert "출제자 검토 대기" in trainee.inner_text("#appeals")

    author = signed_in("author", locale="ko-KR")
    author.click("nav a[href='/author/appeals']")
    author.click(".cases a")
    author.wait_for_url("**/author/appeals/*")
    case = author.url
    said = author.inner_text("main")
    for part in (REASON, "exercises/appealed/postage.ko.yaml", "gold.marks.e1.accepted_spans", f'accepted_spans: ["{quote}"]'):
        assert part in said
    assert "이새봄" not in said

    accept(content / "exercises/appealed/postage.ko.yaml", quote)
    author.goto(case)
    author.click("a[href*='dry_run']")
    author.wait_for_url("**dry_run=1*")
    dry_run = author.inner_text(".section .notice")
    assert "답 2개를 다시 채점하게 됩니다" in dry_run
    after = int(re.search(rf"{before} → (\d+)", dry_run)[1])
    assert after > before
    author.check("input[name=decision][value=alternative]")
    author.fill("#note", NOTE)
    author.click("form[action$='/uphold'] button")
    author.locator(".notice.success").wait_for()
    assert "다른 정답으로 인정" in author.inner_text("main")

    trainee.goto(result)
    for _ in range(60):
        if score(trainee) == after:
            break
        trainee.wait_for_timeout(500)
        trainee.reload()
    assert score(trainee) == after
    assert NOTE in trainee.inner_text("#appeals")
    assert "이새봄" in trainee.inner_text("#appeals")
    assert trainee.inner_text(".site-account .badge").split()[0] == "2"
    trainee.click(".site-account a[href='/notices']")
    trainee.wait_for_url("**/notices")
    assert "이의가 받아들여졌습니다" in trainee.inner_text("main")
    assert f"{before}점 → {after}점" in trainee.inner_text("main")

    concerned.goto("/notices")
    assert f"{before}점 → {after}점" in concerned.inner_text("main")
    concerned.click(".notices button")
    concerned.wait_for_url(other)
    assert score(concerned) == after
    assert concerned.locator(".badge").count() == 0
    concerned.goto("/thanks")
    assert "이새봄" in concerned.inner_text("main")


@pytest.mark.parametrize(("language", "width", "scheme"), [("ko-KR", 320, "light"), ("en-US", 1280, "dark")])
def test_axe_finds_nothing_on_the_pages_of_an_appeal(signed_in, language, width, scheme):
    options = {"locale": language, "color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    who = {"ko-KR": "jiho", "en-US": "taeo"}[language]
    trainee, author = signed_in(who, **options), signed_in("author", **options)
    for page in (trainee, author) if language == "en-US" else ():
        if page.get_by_role("button", name="English").count():
            page.get_by_role("button", name="English").click()
    look(trainee, "/appeals")
    look(trainee, "/notices")
    look(trainee, "/thanks")
    result = hand_in(trainee, {"ko-KR": "왕복 배송비", "en-US": "postage both ways"}[language])
    look(trainee, f"{result}/appeal?outcome=1")
    trainee.click("main button[type=submit]")
    assert found_on(trainee) == []
    trainee.fill("#reason", REASON)
    trainee.click("main button[type=submit]")
    trainee.wait_for_url("**/answers/*#appeals")
    look(trainee, result)
    look(trainee, "/appeals")
    look(author, "/author/appeals")
    author.locator(".cases a").last.click()
    author.wait_for_url("**/author/appeals/*")
    look(author, author.url)
    author.fill("#decline-note", NOTE)
    author.click("form[action$='/decline'] button")
    author.locator(".notice.success").wait_for()
    look(author, "/author/appeals?state=decided")
    look(trainee, "/notices")
    look(trainee, EXERCISE)


def test_hints_open_one_by_one_and_keep_what_stands_in_the_form(signed_in):
    page = signed_in("mina", locale="en-US")
    if page.get_by_role("button", name="English").count():
        page.get_by_role("button", name="English").click()
    page.goto("/courses/appealed")
    page.click("form[action$='/enrol'] button")
    page.goto(EXERCISE)
    page.eval_on_selector("#quote-0", "e => { e.value = 'five'; e.dispatchEvent(new Event('change', {bubbles: true})); }")
    assert "5 %" in page.inner_text("#hint-cost")
    assert "gets no number" not in page.content()
    page.click("hint-steps button")
    page.locator("hint-steps li").wait_for()
    assert page.evaluate("document.activeElement.closest('hint-steps li') !== null")
    assert "20 %" in page.inner_text("#hint-cost")
    assert page.input_value("#quote-0") == "five"
    page.click("hint-steps button")
    page.locator("hint-steps li >> nth=1").wait_for()
    assert page.locator("hint-steps button").count() == 0
    assert "75 %" in page.inner_text("hint-steps")
    page.reload()
    assert page.locator("hint-steps li").count() == 2


def test_without_scripts_a_hint_opens_and_the_form_comes_back_as_it_was(signed_in):
    page = signed_in("yuna", locale="ko-KR", java_script_enabled=False)
    page.goto("/courses/appealed")
    page.click("form[action$='/enrol'] button")
    page.goto(EXERCISE)
    page.fill("#quote-0", "3,000원")
    page.click("hint-steps button")
    page.wait_for_url("**#hints")
    assert page.locator("hint-steps li").count() == 1
    assert page.input_value("#quote-0") == "3,000원"
