"""A real server with the shipped curriculum, and real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import sync_playwright

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


@pytest.fixture(scope="session")
def server(site):
    """The address of the running site."""
    return site.address


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A running site: gunicorn and worker, on SQLite."""
    data = tmp_path_factory.mktemp("site")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")},
        "CURRICULUM_DATA_DIR": str(data), "CURRICULUM_PUBLIC_URL": address, "PATH": f"{BIN}:{os.environ['PATH']}",
        "CURRICULUM_RATELIMIT_SIGN_IN": "1000 per minute",
    }  # fmt: skip
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
        yield Site(address, data)
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
        page.set_default_timeout(10_000)
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
