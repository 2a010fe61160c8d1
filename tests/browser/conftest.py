"""A real server with the shipped curriculum, and real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import workshop
from tests.browser.working import TOUR

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BIN = Path(sys.executable).parent


class Site(NamedTuple):
    """A running site: its address, and the folder it keeps its data in."""

    address: str
    data: Path
    settings: Mapping[str, str] = {}  # beside the usual ones


@pytest.fixture(scope="session")
def server(site):
    """The address of the running site."""
    return site.address


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A running site: gunicorn and worker, on SQLite."""
    content = workshop.write(tmp_path_factory.mktemp("workshop"))
    with serving(tmp_path_factory.mktemp("site"), CURRICULUM_CONTENT_DIRS=str(content)) as site:
        yield site


def environment_of(data, address, **settings):
    """The environment of a server on this folder at this address."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")},
        "CURRICULUM_DATA_DIR": str(data), "CURRICULUM_PUBLIC_URL": address, "PATH": f"{BIN}:{os.environ['PATH']}",
        "CURRICULUM_RATELIMIT_SIGN_IN": "1000 per minute", **settings,
    }  # fmt: skip


@contextmanager
def serving(data, **settings):
    """A site of its own on a free port, with its data in `data` and these further settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = environment_of(data, address, **settings)
    subprocess.run(["curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    gunicorn = [
        "gunicorn",
        "--log-level",
        "warning",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--threads",
        "4",
    ]
    started = [
        subprocess.Popen([*gunicorn, "curriculum_app:create_app()"], env=environment),
        subprocess.Popen([sys.executable, "-m", "curriculum_app.worker"], env=environment),
    ]
    try:
        _wait(f"{address}/readyz")
        yield Site(address, data, settings)
    finally:
        started[0].terminate()
        started[1].send_signal(2)
        for process in started:
            process.wait(20)


def _wait(url):
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} did not answer")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(server, chromium):
    """visit(**context) opens a page; what the browser complains of fails the test at its end."""
    contexts, complaints = [], []

    def open_page(**options):
        context = chromium.new_context(base_url=server, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)  # a stall of a shared machine is no failure
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def _is_complaint(message):
    """An error of the page; the browser's word on a 4xx answer, which is what the tests ask for, is none."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def signed_in(visit):
    """A page with one of the demonstration people signed in."""

    def open_page(who="trainee", **options):
        page = visit(**options)
        page.goto("/sign-in")
        page.fill("#email", f"{who}@example.org")
        page.fill("#password", "demonstration")
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        return page

    return open_page


@pytest.fixture
def tour(signed_in):
    """tour("rewrite-1") opens an exercise of the tour for a trainee who takes it."""

    def open_exercise(slug, **options):
        page = signed_in(**{"locale": "ko-KR", **options})
        page.goto(TOUR)
        if page.locator(f"form[action='{TOUR}/enrol'] button").count():
            page.click(f"form[action='{TOUR}/enrol'] button")
            page.wait_for_load_state()
        page.goto(f"{TOUR}/practice/{slug}")
        return page

    return open_exercise
