"""What a page weighs and how fast it is in the hand: a lesson, an exercise of every kind, one's progress, in real Chromium.

    .venv/bin/python -m benchmarks.pages [KIND...]

Weight: bytes of scripts and of styles as they come over the line (gzip), asked of the browser. LCP and CLS: pages opened with
an empty cache at 1.6 Mbps, 150 ms, and a processor four times slower (CDP), medians of RUNS; CLS to two seconds after loading.
INP: on the same slow processor everything on the page is used once (choices, ticks, fields, undo, redo, the key sheet); of a
page its slowest interaction counts, from the browser's event timing, and the row "all kinds" is the 75th percentile over the
kinds. Result page: CPU of the server a request, against the exercise's own page, medians of rounds in which both take turns.
Prints Markdown tables with the aims. Needs Chromium and what `script/setup` installs.
"""

import http.client
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
from playwright.sync_api import sync_playwright

from curriculum_app.grading.kinds import KINDS
from tests.browser.conftest import ARGUMENTS, serving
from tests.grading import shipped
from tests.grading.plain_form import form_of

RUNS, ROUNDS, REQUESTS = 3, 3, 30
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER = 4
AIMS = {  # KB of scripts, KB of styles, LCP in ms, CLS
    "lesson": (10, 15, 1800, 0.05), "exercise": (25, 18, 2000, 0.05), "progress": (25, 18, 2500, 0.1),
}  # fmt: skip
INP, RESULT = 200, 1.5

# Runs before the page's own scripts: what the browser tells of painting, shifting and answering.
WATCH = """
window.seen = { lcp: 0, cls: 0, inp: 0 };
const watch = (type, note, more = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
watch("event", (one) => { if (one.interactionId) seen.inp = Math.max(seen.inp, one.duration); }, { durationThreshold: 16 });
"""
WEIGHT = """() => {
  const size = (end) => performance.getEntriesByType("resource").filter((one) => new URL(one.name).pathname.endsWith(end))
    .reduce((sum, one) => sum + one.encodedBodySize, 0);
  return [size(".js"), size(".css")];
}"""


def main(kinds):
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        state = signed_in(browser, site)
        places = {kind: place for kind, place in exercises().items() if not kinds or kind in kinds}
        print(f"Load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.\n")
        weights(browser, site, state, places)
        results(browser, site, state, places)
        browser.close()


def exercises():
    """An item of each kind that some course practises: (course, item)."""
    library, found = shipped.library(), {}
    for slug, course in library.courses.items():
        for name in (name for module in course.modules for name in module.practice):
            if item := library.items.get((course.practice_bank, name, "ko")):
                found.setdefault(item.task.kind, (slug, item))
    return {kind: found[kind] for kind in KINDS if kind in found}


def address(place):
    course, item = place
    return f"/courses/{course}/practice/{item.slug}"


def signed_in(browser, site):
    """The cookies of a trainee who takes every course."""
    context = browser.new_context(base_url=site.address, locale="ko-KR")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", "newcomer@example.org")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    for course in shipped.library().courses:
        page.goto(f"/courses/{course}")
        if page.locator("form[action$='/enrol'] button").count():
            page.locator("form[action$='/enrol'] button").click()
            page.wait_for_load_state()
    state = context.storage_state()
    context.close()
    return state


def weights(browser, site, state, places):
    """Weight, LCP, CLS and INP of every page, as a table."""
    print("| page | JS, KB gz | CSS, KB gz | LCP, ms | CLS | INP, ms |\n|---|---:|---:|---:|---:|---:|")
    course = next(iter(shipped.library().courses))
    lesson = shipped.library().courses[course].modules[0].lessons[0]
    for name, where in (("lesson", f"/courses/{course}/lessons/{lesson}"), ("progress", "/progress")):
        row(name, AIMS[name], opened(browser, site, state, where))
    answered = []
    for kind, place in places.items():
        measured = opened(browser, site, state, address(place), uses=True)
        row(kind, AIMS["exercise"], measured)
        answered.append(measured[4])
    worst = sorted(answered)[min(len(answered) - 1, int(len(answered) * 0.75))]
    print(f"| all kinds, p75 | | | | | {worst:.0f} (≤ {INP}){flag(worst, INP)} |\n")


def row(name, aims, measured):
    scripts, styles, lcp, cls, inp = measured
    cells = [f"{value:.{places}f} (≤ {aim}){flag(value, aim)}" for value, aim, places in (
        (scripts / 1000, aims[0], 1), (styles / 1000, aims[1], 1), (lcp, aims[2], 0), (cls, aims[3], 3))]  # fmt: skip
    print(f"| {name} | {' | '.join(cells)} | {f'{inp:.0f}' if inp else ''} |", flush=True)


def flag(value, aim):
    return "" if value <= aim else " **missed**"


def opened(browser, site, state, where, uses=False):
    """Bytes of scripts and styles, LCP, CLS, slowest interaction: medians of runs with an empty cache on a slow line."""
    runs = [once(browser, site, state, where, uses) for _ in range(RUNS)]
    return [statistics.median(values) for values in zip(*runs, strict=True)]


def once(browser, site, state, where, uses):
    context = browser.new_context(base_url=site.address, locale="ko-KR", storage_state=state, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(where, wait_until="load")
    page.wait_for_timeout(2000)
    scripts, styles = page.evaluate(WEIGHT)
    lcp, cls = page.evaluate("[seen.lcp, seen.cls]")
    if uses:
        use(page)
    inp = page.evaluate("seen.inp")
    context.close()
    return scripts, styles, lcp, cls, inp


CONTROLS = "form[data-hand-in] :is(input:not([type=hidden]), select, textarea, [role=listbox], [tabindex='0'], .item button)"


def use(page):
    """Uses what can be seen of the form as a hand would, once each, then undo, redo and the key sheet."""
    for control in page.locator(CONTROLS).all()[:24]:
        if not control.is_visible() or not control.is_enabled():
            continue
        kind = control.evaluate("one => one.type ?? one.getAttribute('role') ?? ''")
        if kind in {"radio", "checkbox"}:
            control.click(force=True)
        elif kind in {"text", "textarea", "number", "search", ""} and control.evaluate("one => 'value' in one"):
            control.click()
            page.keyboard.type("3")
        elif kind == "listbox":
            control.focus()
            for key in ("Home", "ArrowRight", "Shift+ArrowRight", "Enter"):
                page.keyboard.press(key)
    for button in ("[data-undo]", "[data-undo]", "[data-redo]", "[data-opens=shortcuts]", "[data-closes=shortcuts]"):
        page.locator(button).click(force=True)  # undo says itself that it has nothing to do
    page.wait_for_timeout(300)


def results(browser, site, state, places):
    """CPU of a result page against its exercise's page."""
    print("| kind | exercise page, ms CPU | result page, ms CPU | ratio |\n|---|---:|---:|---:|")
    context = browser.new_context(base_url=site.address, locale="ko-KR", storage_state=state)
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    server = server_of(site)
    ratios = []
    for kind, place in places.items():
        result = hand_in(context, place)
        asked = [(address(place), []), (result, [])]
        for where, _ in asked:
            spend(site, server, where, cookies)
        for _ in range(ROUNDS):
            for where, spent in asked:
                spent.append(spend(site, server, where, cookies))
        exercise, verdict = (1000 * statistics.median(spent) for _, spent in asked)
        ratios.append(verdict / exercise)
        print(f"| {kind} | {exercise:.1f} | {verdict:.1f} | {ratios[-1]:.2f}{flag(ratios[-1], RESULT)} |", flush=True)
    middle = statistics.median(ratios)
    print(f"| median of the kinds | | | {middle:.2f} (≤ {RESULT}){flag(middle, RESULT)} |")
    context.close()


def hand_in(context, place):
    """Hand in what gold would answer, as the plain form sends it; the path of the result."""
    page = context.new_page()
    page.goto(address(place))
    token = page.get_attribute("main form[data-hand-in] [name=csrf_token]", "value")
    body = urlencode({"csrf_token": token, **form_of(place[1].task, shipped.right(place[1]))}, doseq=True)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": page.url}
    answer = page.request.post(page.url, data=body, headers=headers)
    assert answer.ok, (address(place), answer.status)
    page.close()
    return urlsplit(answer.url).path


def server_of(site):
    """The process of the server that answers."""
    port = str(urlsplit(site.address).port)
    workers = [
        child for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE and any(port in part for part in child.cmdline()) and not child.children()
    ]  # fmt: skip
    return workers[0]


def spend(site, server, where, cookies):
    """Seconds of CPU a request."""
    before = server.cpu_times()
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=60)
    for _ in range(REQUESTS):
        connection.request("GET", where, headers={"Cookie": cookies, "Accept-Language": "ko"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (where, answer.status)
    connection.close()
    after = server.cpu_times()
    return (after.user + after.system - before.user - before.system) / REQUESTS


if __name__ == "__main__":
    if not shutil.which("chromium"):
        sys.exit("Chromium is not there")
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failed:
        sys.exit(str(failed))
