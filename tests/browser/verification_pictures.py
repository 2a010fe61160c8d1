"""Takes the pictures of the verification page in every state, by itself: it starts a site of the demonstration of its own.

    .venv/bin/python -m tests.browser.verification_pictures

On a desktop in Korean and light, on a phone in English and dark; and the page that checks offline.
"""

import shutil
import tempfile
from pathlib import Path
from uuid import UUID

from PIL import Image
from playwright.sync_api import sync_playwright

from curriculum_app.credentials import queries
from tests.browser import certificates
from tests.browser.conftest import ARGUMENTS, serving

TARGET = Path(__file__).parents[2] / "docs" / "pictures" / "verification"
SIGHTS = {"desktop": ("ko-KR", 1100, "light", 0.6), "phone": ("en-US", 360, "dark", 1.0)}


def keep(page, name, scale):
    """The page as it stands, in small."""
    page.wait_for_timeout(200)
    file = TARGET / f"{name}.png"
    page.screenshot(path=str(file), full_page=True)
    picture = Image.open(file).convert("RGB")
    size = (round(picture.width * scale), round(picture.height * scale))
    picture.resize(size, Image.Resampling.LANCZOS).quantize(128, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
    print(name, flush=True)


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp())
    with serving(folder / "site") as site, sync_playwright() as playwright:
        states = certificates.in_every_state(site)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for sight, (locale, width, scheme, scale) in SIGHTS.items():
            view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
            context = browser.new_context(base_url=site.address, locale=locale, **view)
            page = context.new_page()
            for state, public_id in states.items():
                page.goto(f"/verify/{public_id}")
                keep(page, f"{state}-{sight}", scale)
            page.goto("/verify")
            with page.expect_download() as download:
                page.click("a[href$='/verify/offline.html']")
            download.value.save_as(folder / "offline.html")
            page.goto((folder / "offline.html").as_uri())
            with certificates.inside(site):
                pdf = queries.print_of(UUID(states["rich"])).pdf
            page.set_input_files("#file", {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": pdf})
            page.locator(".result").wait_for()
            keep(page, f"offline-{sight}", scale)
        browser.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
