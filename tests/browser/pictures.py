"""Takes the pictures of docs/widgets.md from a running site of the demonstration that nobody has worked on yet.

    .venv/bin/python -m tests.browser.pictures http://127.0.0.1:8000

For every kind one sheet: empty, filled and result, on a desktop in light (Korean) and on a phone in the dark (English).
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import widget_states
from tests.browser.conftest import ARGUMENTS

DOCS = Path(__file__).parents[2] / "docs"
SIGHTS = (("ko", "newcomer", 1100, "light", 0.42), ("en", "author", 360, "dark", 0.6))
TALLEST = 1300  # pixels of a page: what follows below is more of the same
GAP = 16


# On a phone what is to be read stands above what is to be done: there the picture begins with the form's own controls.
FIRST = """() => {
  const form = document.querySelector("main form[data-hand-in]");
  const first = form?.querySelector("span-marker, box-editor, ranking-order, relation-linker, fieldset, textarea, input[type=text]");
  return Math.max(0, (first?.getBoundingClientRect().top ?? 0) + scrollY - 60);
}"""


def shot(page, scale):
    """What a person sees of the page, in small."""
    page.evaluate("document.activeElement?.blur?.()")
    page.wait_for_timeout(250)
    width, whole = page.viewport_size["width"], page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": whole})  # so that nothing sticks to an edge in the middle of the page
    top = page.evaluate(FIRST) if width < 500 else 0
    clip = {"x": 0, "y": top, "width": width, "height": min(TALLEST, whole - top)}
    picture = Image.open(io.BytesIO(page.screenshot(clip=clip)))
    page.set_viewport_size({"width": width, "height": 800})
    return picture.convert("RGB").resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)


def sheet(rows):
    """Rows of pictures as one."""
    width = max(sum(picture.width + GAP for picture in row) for row in rows) + GAP
    heights = [max(picture.height for picture in row) for row in rows]
    whole = Image.new("RGB", (width, sum(heights) + GAP * (len(rows) + 1)), "#b8b6b0")
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for picture in row:
            whole.paste(picture, (left, top))
            left += picture.width + GAP
        top += height + GAP
    return whole.quantize(200, Image.Quantize.MAXCOVERAGE)


def sign_in(browser, address, who, language, width, scheme):
    context = browser.new_context(base_url=address, locale=language, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", f"{who}@example.org")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    if language == "en" and page.get_by_role("button", name="English").count():
        page.get_by_role("button", name="English").click()
    widget_states.enrol(page)
    return page


def main():
    target = DOCS / "pictures/widgets"
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        pages = [(sign_in(browser, sys.argv[1], who, language, width, scheme), scale) for language, who, width, scheme, scale in SIGHTS]
        for kind in widget_states.ITEMS:
            rows = []
            for page, scale in pages:
                taken = {state: shot(page, scale) for state in widget_states.states(page, kind)}
                rows.append([taken[state] for state in ("empty", "filled", "result")])
            sheet(rows).save(target / f"{kind}.png", optimize=True)
            print(kind, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
