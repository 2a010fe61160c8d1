"""How fast the span widget is on a long text: 5,000 Korean characters with 100 marks, in a real page in Chromium.

    .venv/bin/python -m benchmarks.widgets

Medians of runs in pages opened afresh. "Start" is what the widget's element takes to be there, from its script to the frame
after its layout; "key to paint" goes from the key's own time stamp to the frame in which its effect is painted; the worst
of a run counts. Once as the machine is, once with the processor four times slower (CDP). Prints a Markdown table.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from random import Random

from playwright.sync_api import sync_playwright

from tests.browser import workshop

CHARACTERS, MARKS, RUNS, KEYS = 5000, 100, 5, 24
BIN = Path(sys.executable).parent
PAGE = "/courses/workshop/practice/long-text"
# Figures with what they are to stay below, in milliseconds: as the machine is, and four times slower.
AIMS = {
    "start": (60, None), "start, script alone": (60, None), "arrow key, worst": (50, 200), "Shift+arrow, worst": (50, 200),
    "mark with a label, worst": (50, 200), "trim an end, worst": (50, 200), "delete a mark, worst": (50, 200),
    "restore a state": (50, 200),
}  # fmt: skip

# Runs before the page's own scripts: notes when the widget was begun and when its first frame was painted.
WATCH = """
const define = customElements.define.bind(customElements);
customElements.define = (name, type) => {
  if (name === "span-marker") {
    const begin = type.prototype.connectedCallback;
    type.prototype.connectedCallback = function () {
      const from = performance.now();
      begin.call(this);
      window.scripted = performance.now() - from;
      painted().then((at) => { window.started = at - from; });
    };
  }
  define(name, type);
};
window.painted = () => new Promise((done) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(null);
}));
window.took = [];
addEventListener("keydown", (event) => { painted().then((at) => window.took.push(at - event.timeStamp)); }, true);
"""


def content(folder):
    """A course with one text of so many characters, in which a model marked so many phrases."""
    chance = Random(7)
    text = workshop.long_text(chance, CHARACTERS)
    marks, at = [], 0
    words = text.split()
    for first in sorted(chance.sample(range(len(words) - 4), MARKS)):
        quote = " ".join(words[first : first + chance.randrange(1, 4)])
        at = text.find(quote, at)
        if at >= 0:
            marks.append((quote, 1 + sum(text.startswith(quote, n) for n in range(at)), chance.choice(workshop.LABELS)["id"]))
            at += 1
        else:
            at = 0
    item = workshop.span_labels(chance, "긴 글", text, marks[:1], sorted(set(marks)))
    return workshop.write(folder, {"long-text": item}), len(set(marks))


@contextmanager
def serving(folder):
    """The site with this content."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "CURRICULUM_DATA_DIR": str(folder / "data"), "CURRICULUM_CONTENT_DIRS": str(folder / "content"),
        "CURRICULUM_PUBLIC_URL": f"http://127.0.0.1:{port}", "PATH": f"{BIN}:{os.environ['PATH']}",
    }  # fmt: skip
    subprocess.run(["curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        ["gunicorn", "--log-level", "error", "--bind", f"127.0.0.1:{port}", "curriculum_app:create_app()"], env=environment
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def sign_in(page):
    page.goto("/sign-in")
    page.fill("#email", "trainee@example.org")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto("/courses/workshop")
    if page.locator("form[action$='/enrol'] button").count():
        page.click("form[action$='/enrol'] button")
        page.wait_for_load_state()


def worst(page, *keys):
    """The longest time from key to paint over a row of keys."""
    page.evaluate("window.took = []")
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("painted()")
    return max(page.evaluate("window.took"))


def run(browser, address, slowdown, marks):
    """One page opened afresh and worked on: {figure: milliseconds}."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="ko-KR")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route("**/draft", lambda route: route.abort())  # every run begins with what the model suggested
    sign_in(page)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.goto(PAGE)
    page.wait_for_function("() => window.started")
    assert page.locator(".mark-list > li").count() == marks
    figures = {"start": page.evaluate("window.started"), "start, script alone": page.evaluate("window.scripted")}
    page.focus(".marking-text")
    figures["arrow key, worst"] = worst(page, *["ArrowRight", "ArrowDown"] * (KEYS // 2))
    figures["Shift+arrow, worst"] = worst(page, *["Shift+ArrowRight"] * 4, "ArrowDown", *["Shift+ArrowRight"] * 4)
    figures["mark with a label, worst"] = worst(page, *["2", "ArrowDown", "ArrowRight"] * (KEYS // 3))
    figures["trim an end, worst"] = worst(page, "n", *["["] * 2, *["]"] * 4)
    figures["delete a mark, worst"] = worst(page, *["n", "Delete"] * (KEYS // 3))
    figures["restore a state"] = page.evaluate("""async () => {
      const form = document.querySelector("span-marker").closest("form");
      for (const field of form.querySelectorAll("[name^=quote-]")) field.value = "";
      for (const field of form.querySelectorAll(".mark-row :checked")) field.checked = false;
      const from = performance.now();
      form.dispatchEvent(new Event("form-restored"));
      return await painted() - from;
    }""")
    context.close()
    return figures


def main():
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    _, marks = content(folder / "content")
    with serving(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        medians = {}
        for slowdown in (1, 4):
            runs = [run(browser, address, slowdown, marks) for _ in range(RUNS)]
            medians[slowdown] = {name: statistics.median(figures[name] for figures in runs) for name in AIMS}
        browser.close()
    print(f"| {CHARACTERS:,} characters, {marks} marks | ms | aim | ms at 4× CPU slowdown | aim |\n|---|---|---|---|---|")
    for name, (aim, slow_aim) in AIMS.items():
        print(f"| {name} | {medians[1][name]:.0f} | ≤ {aim} | {medians[4][name]:.0f} | {f'≤ {slow_aim}' if slow_aim else '–'} |")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
