"""Asking at the same moment: many clients that share one session, as tabs of one browser do."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from curriculum_app.database import db


def at_once(app, here, times, ask):
    """What `ask(client, token)` returned to each of so many clients that all begin together."""
    token = here.token()
    cookie = here.client.get_cookie("session").value
    db.session.commit()
    together = Barrier(times)

    def one(_):
        client = app.test_client()
        client.set_cookie("session", cookie)
        together.wait(20)
        return ask(client, token)

    with ThreadPoolExecutor(times) as threads:
        answers = list(threads.map(one, range(times)))
    db.session.expire_all()
    return answers
