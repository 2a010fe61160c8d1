"""The page an employer keeps checks certificates in Chromium with the network off, and judges as `curriculum verify` does."""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe

from curriculum_app import create_app, jobs
from curriculum_app.credentials import certification, keys, queries, revoking, statuses
from curriculum_app.credentials.models import Credential, StatusList
from curriculum_app.database import db, utc_now
from curriculum_app.verification import offline
from curriculum_app.verification.examining import Trust, Unreadable, by_list, examine
from tests.browser.conftest import BIN
from tests.verification import tampering

pytestmark = pytest.mark.browser
SCORE = re.compile(rb'#score","type":\["Result"\],"value":"([0-9.]+)"')


class Folder(NamedTuple):
    """What an employer keeps: the page, certificates, and what `curriculum verify` takes."""

    page: str  # its file:// address
    json: bytes
    pdf: bytes
    revoked: bytes
    stale: str  # a page downloaded long ago
    fresh: bytes  # a list signed now
    later: bytes  # a list signed when the first certificate has just expired
    foreign: bytes  # another school's certificate
    valid_until: datetime
    trust: Trust
    revoked_at: datetime


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A school of the demonstration, its page as downloaded, and one as it would have been five days ago."""
    place, data = tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("school")
    settings = {"DATA_DIR": str(data), "PUBLIC_URL": "https://school.example"}
    _prepare(settings)
    other = {"DATA_DIR": str(tmp_path_factory.mktemp("other")), "PUBLIC_URL": "https://other.example"}
    _prepare(other)
    with create_app(**other).app_context():
        foreign = queries.print_of(_first().id).document
    with create_app(**settings).app_context():
        first, second = db.session.query(Credential).order_by(Credential.number).limit(2)
        revoking.revoke(second, None, "시험", utc_now())
        db.session.commit()
        _work()
        prints = {one.id: queries.print_of(one.id) for one in (first, second)}
        (place / "page.html").write_bytes(offline.page("ko", utc_now()))
        fresh = db.session.get(StatusList, first.status_list).document
        later = _signed_at(first.status_list, first.valid_until)
        _signed_at(first.status_list, utc_now() - timedelta(days=5))
        (place / "stale.html").write_bytes(offline.page("en", utc_now() - timedelta(days=5)))
        known = by_list(fresh, keys.did(), keys.public_keys(), utc_now())
        trust = Trust(keys.did(), keys.public_keys(), certification.authorities(), known)
        yield Folder(
            (place / "page.html").as_uri(), prints[first.id].document, prints[first.id].pdf, prints[second.id].document,
            (place / "stale.html").as_uri(), fresh, later, foreign, first.valid_until, trust, second.revoked_at,
        )  # fmt: skip


def _prepare(settings):
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", **{f"CURRICULUM_{name}": value for name, value in settings.items()}}
    subprocess.run(["curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with create_app(**settings).app_context():
        _work()


def _work():
    while jobs.run_waiting():
        pass


def _first():
    return db.session.query(Credential).order_by(Credential.number).first()


def _signed_at(number, moment):
    """The list as signed at another moment."""
    statuses.sign_list(number, moment)
    db.session.commit()
    return db.session.get(StatusList, number).document


@pytest.fixture
def opened(chromium):
    """opened(address) is the page as a file, in a browser that is offline; a request or a complaint fails the test."""
    contexts, asked, complaints = [], [], []

    def open_page(address, at=None, **options):
        context = chromium.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if at:
            page.clock.set_fixed_time(at)
        page.goto(address)
        page.locator("#trust dd").first.wait_for()
        asked.remove(page.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
    assert not asked


def judged(page, data, name="certificate.json"):
    """What the page says of a file: its state, and the outcomes of its checks."""
    page.evaluate("document.querySelectorAll('#results *').forEach(one => one.remove())")
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    result = page.locator(".result")
    result.wait_for()
    checks = {one.get_attribute("data-check"): one.get_attribute("data-passed") for one in result.locator("[data-check]").all()}
    return result.get_attribute("data-state"), checks


def by_command(data, trust, now):
    """What `curriculum verify` says of it."""
    try:
        report = examine(data, trust, now)
    except Unreadable:
        return "unreadable", {}
    return report.state, {check.code: {True: "true", False: "false", None: "null"}[check.passed] for check in report.checks}


def agree(page, data, folder, now, name):
    """Both verifiers say the same of a file, by state and by every check they share."""
    state, checks = judged(page, data)
    expected, theirs = by_command(data, folder.trust, now)
    assert state == expected, name
    assert {code: passed for code, passed in checks.items() if code in theirs} == theirs, name
    return state


def test_the_json_and_the_pdf_are_valid_by_every_check(opened, folder):
    page = opened(folder.page)
    for data, more in ((folder.json, set()), (folder.pdf, {"seal", "print"})):
        state, checks = judged(page, data)
        assert state == "valid"
        assert set(checks) == {"untouched", "signature", "issuer", "log", "revocation", "validity"} | more
        assert set(checks.values()) == {"true"}
        shown = page.locator(".result").inner_text()
        for claim in ("윤소라", "2026-0001", SCORE.search(folder.json)[1].decode(), "did:web:school.example", "entry 1 of the public log"):
            assert claim in shown
    assert page.evaluate("document.activeElement.textContent") == "This certificate is valid"


def test_every_tampering_with_the_json_is_refused_as_by_the_command(opened, folder):
    page, now = opened(folder.page), utc_now()
    files = {name: tampering.altered(folder.json, change) for name, change in tampering.CLAIMS.items()}
    files |= {name: change(folder.json) for name, change in tampering.BYTES.items()}
    for name, data in files.items():
        assert agree(page, data, folder, now, name) in {"broken", "unreadable"}, name
        signed = page.locator("[data-check=signature][data-passed=true]").count() == 1
        assert ("윤소라" in page.locator(".result").inner_text()) == signed, name


def test_every_tampering_with_the_pdf_is_refused_as_by_the_command(opened, folder):
    page, now = opened(folder.page), utc_now()
    for name, change in tampering.PDFS.items():
        changed = change(folder.pdf)
        assert changed != folder.pdf, name
        assert agree(page, changed, folder, now, name) in {"broken", "unreadable"}, name


def test_both_agree_on_what_is_good_revoked_or_another_schools(opened, folder):
    page, now = opened(folder.page), utc_now()
    outcomes = {name: agree(page, getattr(folder, name), folder, now, name) for name in ("json", "pdf", "revoked", "foreign")}
    assert outcomes == {"json": "valid", "pdf": "valid", "revoked": "revoked", "foreign": "broken"}


def test_an_expired_one_is_expired_by_a_fresh_list(opened, folder):
    """Its day comes when the list this page holds has long gone stale: only a fresh one lets it say so."""
    page = opened(folder.page, at=folder.valid_until + timedelta(days=1))
    state, checks = judged(page, folder.json)
    assert (state, checks["validity"], checks["revocation"]) == ("undecided", "false", "null")
    assert judged(page, folder.later, "list.json")[0] == "list"
    state, checks = judged(page, folder.json)
    assert (state, checks["validity"], checks["revocation"]) == ("expired", "false", "true")


def test_a_stale_list_leaves_it_undecided_and_says_of_which_day_it_is(opened, folder):
    page = opened(folder.stale)
    state, checks = judged(page, folder.json)
    assert (state, checks["revocation"]) == ("undecided", "null")
    shown = page.locator(".result").inner_text()
    assert "could not be checked in full" in shown
    assert "This certificate is valid" not in shown
    signed = datetime.now(UTC) - timedelta(days=5)
    assert signed.strftime("%B ") in shown
    assert re.search(r"was signed on .* and was good until", shown)


def test_a_fresh_list_dropped_on_the_page_completes_the_check(opened, folder):
    page = opened(folder.stale)
    assert judged(page, folder.fresh, "list.json")[0] == "list"
    assert "The list of revocations was taken in" in page.locator(".result").inner_text()
    assert judged(page, folder.json)[0] == "valid"
    assert judged(page, folder.revoked)[0] == "revoked"


def test_a_list_that_is_changed_or_anothers_is_not_taken_in(opened, folder):
    page, given = opened(folder.stale), json.loads(folder.fresh)
    for change in ({"validUntil": "2099-01-01T00:00:00Z"}, {"issuer": "did:web:elsewhere.example"}, {"more": "of it"}):
        assert judged(page, json.dumps({**given, **change}).encode(), "list.json")[0] == "unreadable"
        assert judged(page, folder.json)[0] == "undecided"


def test_one_that_stands_in_no_log_is_not_called_valid(opened, folder, tmp_path):
    kept = page_of(folder.page)
    kept["log"]["leaves"] = kept["log"]["leaves"][:0]
    state, checks = judged(opened(with_kept(folder.page, kept, tmp_path / "short.html")), folder.json)
    assert (state, checks["log"]) == ("undecided", "null")


def test_what_a_stolen_key_signed_is_believed_only_from_before_the_theft(opened, folder, tmp_path):
    kept = page_of(folder.page)
    (method,) = kept["keys"]
    for entries, expected in ((1, "true"), (0, "false")):
        kept["distrusted"] = {method: entries}
        state, checks = judged(opened(with_kept(folder.page, kept, tmp_path / "stolen.html")), folder.json)
        assert state != "valid"  # the key signed the list and the log too, which now nobody believes
        assert checks["key"] in {expected, "null"}
    assert judged(opened(folder.page), folder.json)[1].get("key") is None


def page_of(address):
    """What the school put into the page."""
    text = Path(address.removeprefix("file://")).read_text("utf-8")
    return json.loads(re.search(r'id="kept">(.*?)</script>', text, re.DOTALL).group(1))


def with_kept(address, kept, path):
    text = Path(address.removeprefix("file://")).read_text("utf-8")
    data = json.dumps(kept).replace("<", "\\u003c")
    path.write_text(re.sub(r'(id="kept">).*?(</script>)', lambda found: found[1] + data + found[2], text, flags=re.DOTALL), "utf-8")
    return path.as_uri()


def test_a_jwt_and_a_huge_file_are_refused_with_a_sentence(opened, folder, tmp_path):
    page = opened(folder.page)
    assert judged(page, b"eyJhbGciOiJFZERTQSJ9.eyJpZCI6MX0.c2ln", "credential.jwt")[0] == "unreadable"
    assert "as a JWT" in page.locator(".result").inner_text()
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)
    page.set_input_files("#file", str(huge))
    page.get_by_text("The file is larger than any certificate.").wait_for()


def test_several_files_are_answered_in_their_order(opened, folder):
    page = opened(folder.page)
    files = [("a.json", folder.json), ("b.json", folder.revoked), ("c.pdf", folder.pdf), ("d.txt", b"nothing")]
    page.set_input_files("#file", [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files])
    page.locator(".result").nth(3).wait_for()
    states = [one.get_attribute("data-state") for one in page.locator(".result").all()]
    assert states == ["valid", "revoked", "valid", "unreadable"]


def test_markup_in_a_file_or_its_name_stays_text(opened, folder):
    page = opened(folder.page)
    hostile = "<img src=x onerror=alert(1)>"
    judged(page, folder.json, f"{hostile}.json")
    assert hostile in page.locator(".result .file-name").inner_text()
    assert page.locator(".result img").count() == 0


def test_it_can_open_no_connection(opened, folder):
    """Its own policy forbids it, whatever a file might make its script do."""
    page = opened(folder.page)
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_speaks_both_languages_fits_a_phone_and_axe_finds_nothing(opened, folder, language):
    for width, scheme in ((1280, "light"), (360, "dark")):
        page = opened(
            folder.page, locale={"ko": "ko-KR", "en": "en-US"}[language], viewport={"width": width, "height": 800},
            color_scheme=scheme, bypass_csp=True,
        )  # fmt: skip
        for data in (folder.pdf, folder.revoked, b"nothing"):
            judged(page, data)
            violations = Axe().run(page).response["violations"]
            assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in violations] == []
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        judged(page, folder.json)
        assert {"ko": "유효한 증서입니다", "en": "This certificate is valid"}[language] in page.locator(".result").inner_text()
        page.click("#language")
        assert {"en": "유효한 증서입니다", "ko": "This certificate is valid"}[language] in page.locator(".result").inner_text()
        assert page.evaluate("document.documentElement.lang") != language


def test_the_keyboard_reaches_everything(opened, folder):
    page = opened(folder.page)
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.localName"))
    assert reached[:3] == ["skip", "language", "file"]
    assert "summary" in reached
    page.focus("#language")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.lang") == "ko"
    with page.expect_file_chooser() as chosen:
        page.focus("#file")
        page.keyboard.press("Enter")
    chosen.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": folder.json})
    page.locator(".result h2:focus").wait_for()
