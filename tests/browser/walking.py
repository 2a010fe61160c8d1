"""The stretches of the road, for any pair of hands. Right answers are read from the site's own database."""

import json
import re
import sqlite3
import subprocess

import pypdf
import zxingcpp
from PIL import Image

from curriculum_app.grading.kinds import GOLDS, TASKS
from curriculum_app.grading.marking import MarkedTask

WORDS = {
    "ko": {
        "valid": "유효한 증서입니다",
        "revoked": "폐기된 증서입니다",
        "masked": "이름을 공개하지 않았습니다",
        "people": r"\d+명",
    },
    "en": {
        "valid": "This certificate is valid",
        "revoked": "This certificate is revoked",
        "masked": "does not show the name",
        "people": r"\d+ people",
    },
}


def words(page):
    return WORDS[page.get_attribute("html", "lang")]


def sign_up(hands, course, name, email):
    """From the course's page to being enrolled in it, over the mail that confirms the address."""
    page = hands.page
    page.goto(course)
    hands.press("a[href^='/sign-up']")
    page.wait_for_url(re.compile("/sign-up"))
    hands.write("#name", name)
    hands.write("#email", email)
    hands.write("#password", "푸른 하늘 은하수 하얀 쪽배")
    hands.press("main button[type=submit]")
    page.locator("a[href='/development/mail']").wait_for()
    hands.press("a[href='/development/mail']")
    page.wait_for_url("**/development/mail")
    for _ in range(50):
        if email in page.inner_text("main"):
            break
        page.wait_for_timeout(200)
        page.reload()
    hands.press("main a[href*='/confirm/']")
    page.wait_for_url(re.compile("/confirm/"))
    hands.press("main button[type=submit]")
    page.wait_for_url(re.compile(f"^[^?]+{course}$"))
    hands.press("form[action$='/enrol'] button")
    page.locator("progress").first.wait_for()


def sign_in(hands, who):
    """One of the demonstration people."""
    hands.page.goto("/sign-in")
    hands.write("#email", f"{who}@example.org")
    hands.write("#password", "demonstration")
    hands.press("main button[type=submit]")
    hands.page.wait_for_url("**/")


def ideal_of(site, title):
    """The task of the item with this title, and the answer its gold would give."""
    with sqlite3.connect(site.data / "curriculum.sqlite") as database:
        rows = database.execute("select task, gold from edition where sort = 'item' order by created_at desc").fetchall()
    database.close()
    for task, gold in rows:
        if json.loads(task)["title"] == title:
            read = TASKS.validate_json(task)
            return read, GOLDS.validate_json(gold).ideal(read)
    raise AssertionError(f"no item is called {title}")


def answer(hands, site):
    """Answer the exercise or question on the page as its gold would."""
    task, ideal = ideal_of(site, hands.page.inner_text("main h1"))
    if isinstance(task, MarkedTask):
        mark(hands, task, ideal)
    else:
        FILL[task.kind](hands, task, ideal)


def mark(hands, task, ideal):
    for number, found in enumerate(mark for mark in ideal.marks if task.text.count(mark.quote) == 1):
        hands.press(".mark-type")
        hands.write(f"#quote-{number}", found.quote)
        for field in task.fields:
            value = getattr(found, field.name)
            if field.sort == "choice":
                hands.choose_radio(f"{field.name}-{number}", value)
            elif field.sort == "text":
                hands.write(f"#{field.name}-{number}", value)
            else:
                for sentence in value:
                    hands.tick(f"input[name='{field.name}-{number}'][value='{sentence}']")
    if task.kind == "critique":
        hands.choose_radio("verdict", ideal.verdict)


def choose(hands, task, ideal):
    for chosen in ideal.chosen:
        if task.many:
            hands.tick(f"input[name=chosen][value='{chosen}']")
        else:
            hands.choose_radio("chosen", chosen)


def check_claims(hands, task, ideal):
    for name, checked in ideal.claims.items():
        hands.choose_radio(f"claims-{name}-verdict", checked.verdict)
        for sentence in checked.evidence:
            hands.tick(f"input[name='claims-{name}-evidence'][value='{sentence}']")


def fill_blanks(hands, task, ideal):
    for name, text in ideal.blanks.items():
        hands.write(f"#blanks-{name}", text)


def rewrite(hands, task, ideal):
    hands.write("#text", ideal.text)


def prefer(hands, task, ideal):
    hands.choose_radio("preference", f"{ideal.better}-{ideal.strength}" if ideal.strength else ideal.better)
    hands.write("#reason", ideal.reason)


def review_turns(hands, task, ideal):
    for turn, level in ideal.ratings.items():
        hands.choose_radio(f"ratings-{turn}", str(level))
    hands.choose_radio("first_bad", ideal.first_bad)
    if ideal.category:
        hands.select("#category", ideal.category)
        hands.write("#fix", ideal.fix)


FILL = {
    "choice": choose, "claim_check": check_claims, "short_answer": fill_blanks, "rewrite": rewrite, "preference": prefer,
    "dialogue_review": review_turns,
}  # fmt: skip


SUBMIT = "main form[data-hand-in] button.button[type=submit]:not(.plain)"


def answer_everything(hands, site, course):
    """Every lesson and exercise, from "Continue" to the last one."""
    page = hands.page
    hands.press("main .button[href*='/lessons/']")
    page.wait_for_url("**/lessons/*")
    for _ in range(30):
        page.wait_for_load_state()
        if "/lessons/" in page.url:
            hands.press("form.actions button")
            page.wait_for_url(re.compile(r"/practice/|" + course + "$"))
        elif "/practice/" in page.url and "/answers/" not in page.url:
            answer(hands, site)
            hands.press(SUBMIT)
            page.wait_for_url("**/answers/*")
            assert float(page.inner_text(".score strong")) >= 60, page.url
            hands.press(".actions a.button")
            page.wait_for_url(re.compile(r"(/lessons/[\w-]+|/practice/[\w-]+|" + course + r"(/exam)?|/)$"))
        else:
            break
    page.goto(course)
    assert page.locator("progress").first.get_attribute("value") == page.locator("progress").first.get_attribute("max")


def sit_the_exam(hands, site, course):
    """Start, answer what was drawn, hand in, pass."""
    page = hands.page
    hands.press(f"a[href='{course}/exam']")
    page.wait_for_url(f"**{course}/exam")
    hands.press("form.actions button")
    page.wait_for_url("**/sittings/*/1")
    number = 1
    while re.search(r"/sittings/[\w-]+/\d+$", page.url):
        answer(hands, site)
        hands.press(SUBMIT)
        number += 1
        page.wait_for_url(re.compile(rf"/sittings/[\w-]+(/{number})?$"))
    hands.press("form.actions button")
    page.wait_for_url("**/result")
    assert page.locator(".verdict.ok").count() == 1, page.inner_text("main")


def download_the_certificate(hands, course, file):
    """Wait for the signed PDF, take it, and read the address its QR code carries."""
    page = hands.page
    hands.press(f"a[href='{course}/certificate']")
    page.wait_for_url(f"**{course}/certificate")
    for _ in range(60):
        if page.locator("a[href$='.pdf']").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_download() as download:
        hands.press("a[href$='.pdf']")
    download.value.save_as(file)
    assert "credential.json" in pypdf.PdfReader(file).attachments
    return qr_address(file)


def qr_address(pdf):
    """What a telephone reads from the printed page."""
    picture = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", pdf, picture], check=True)
    with Image.open(picture.with_suffix(".png")) as page:
        (code,) = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    return code.text


def check_the_certificate(hands, address, name, valid, public):
    """Open what the QR code says, as an employer does."""
    page = hands.page
    page.goto(address)
    said = words(page)
    assert page.inner_text("main h1") == said["valid" if valid else "revoked"]
    assert (name in page.inner_text("main")) == public
    if not public:
        assert said["masked"] in page.inner_text("main")
        hands.write("#name", name)
        hands.press("main button[type=submit]")
        page.locator(".verdict h3").wait_for()
        assert page.locator(".verdict.ok").count() == 2


def list_in_the_pool(hands):
    """Turn both consents on."""
    page = hands.page
    page.goto("/profile/consents")
    for consent in ("public_verification", "talent_pool"):
        hands.tick(f"input[name={consent}]")
    hands.press("form[action$='/profile/consents'] button")
    page.locator(".notice.success").wait_for()
    assert page.is_checked("input[name=talent_pool]")


def search_the_pool(hands, course):
    """An employer looks for people of the course."""
    page = hands.page
    sign_in(hands, "employer")
    hands.press("nav a[href='/talent']")
    page.wait_for_url("**/talent")
    hands.select("#course", course)
    hands.press("main form button[type=submit]")
    page.wait_for_url(re.compile(r"course=" + course))
    assert re.search(words(page)["people"], page.inner_text("main h2"))
    assert "@" not in page.inner_text("main")


def revoke(hands, name):
    """An administrator revokes the newest certificate of this name."""
    page = hands.page
    sign_in(hands, "administrator")
    hands.press("nav a[href='/administration']")
    page.wait_for_url("**/administration")
    hands.press("main a[href='/administration/certificates']")
    page.wait_for_url("**/administration/certificates")
    row = page.locator("tr", has_text=name).locator("a").first.get_attribute("href")
    hands.press(f"a[href='{row}']")
    page.wait_for_url(f"**{row}")
    hands.write("#reason", "시험을 대신 치렀습니다.")
    hands.press(f"main form[action$='{row}'] button")
    page.locator(".notice.success").wait_for()
