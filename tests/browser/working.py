"""What tests of the working page share."""

import re
import sqlite3

TOUR = "/courses/task-tour"
NOTICE = "/courses/finding-hallucinations/practice/recycling-notice"
HAND_IN = "form[data-hand-in] .tools button[type=submit]"


def saved(page):
    page.locator("exercise-draft", has_text=re.compile(r"저장됨 \d\d:\d\d")).wait_for()


def told(page, words):
    page.locator("exercise-draft", has_text=words).wait_for()


def end_session(page):
    page.wait_for_load_state("networkidle")  # an answer still on its way would bring the cookie back
    page.context.clear_cookies()


def answers(site, slug):
    """How many answers to an exercise of the tour the site has."""
    with sqlite3.connect(site.data / "curriculum.sqlite") as database:
        count = database.execute(
            "select count(*) from answer join edition on edition.id = answer.edition_id where edition.task like ?", (f"%{slug}%",)
        ).fetchone()[0]
    database.close()
    return count


TITLES = {"rewrite-1": "열람실 공사 안내를 고치기", "rewrite-2": "환불 답변을 손볼지 판단하기"}
