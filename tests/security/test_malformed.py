"""Nothing anybody sends makes the server fail: every malformed submission is a 4xx with a message, and nothing is kept."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.practice.models import Answer

NUMBERS = ["", "0", "-1", "1e9", "NaN", "9" * 400, "2147483648", "١٢", "0x10", "null"]
TEXTS = [
    "",
    " ",
    "\0",
    "\ud7ff",
    "‮한글",
    "🧑🏽‍🔬" * 50,
    "<script>alert(1)</script>",
    "' or 1=1 --",
    "{{ 7 * 7 }}",
    "a" * 5000,
    "%s%n",
    "../../etc/passwd",
]
VALUES = [*NUMBERS, *TEXTS]


def json_noise(chance, depth=0):
    """Any JSON value; now and then a deep or a broken one."""
    kind = chance.randrange(8 if depth < 4 else 5)
    if kind < 3:
        return chance.choice([*VALUES, "\ud800"])  # half a character, as only JSON can say it
    if kind == 3:
        return chance.choice([None, True, False, chance.randint(-(10**12), 10**12), 1.5e300, -0.0])
    if kind == 4:
        names = ("start", "end", "quote", "type", "severity", "correction", "evidence", "label", "zz")
        return {name: chance.choice(VALUES) for name in chance.sample(names, 4)}
    if kind == 5:
        return [json_noise(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {str(json_noise(chance, 9))[:20]: json_noise(chance, depth + 1) for _ in range(chance.randrange(4))}


def noise(chance, text_hash):
    """A form that is no answer: some fields right, at least the marks or the choice wrong."""
    marks = json.dumps(json_noise(chance))
    if chance.random() < 0.2:
        marks = marks[: chance.randrange(len(marks) + 1)] + chance.choice(["", "[", "{", "\\", "[" * 3000])
    form = {
        "marks": marks,
        "text_hash": chance.choice([text_hash, *VALUES]),
        "chosen": chance.choice(VALUES),
        "version": chance.choice(VALUES),
    }
    for number in range(chance.randrange(3)):
        form |= {
            f"quote-{number}": chance.choice(VALUES),
            f"nth-{number}": chance.choice(VALUES),
            f"type-{number}": chance.choice(VALUES),
        }
    if chance.random() < 0.3:
        form.pop(chance.choice(list(form)))
    return form


def roads(trainee):
    """Every kind of form a trainee or a stranger can send: (method, address)."""
    question = trainee.post("/courses/sample/exam").headers["Location"]
    practice = "/courses/sample/practice"
    return [
        ("POST", f"{practice}/mark"), ("POST", f"{practice}/pick"), ("PUT", f"{practice}/mark/draft"), ("PUT", f"{practice}/pick/draft"),
        ("POST", question), ("PUT", question), ("POST", f"/courses/sample/active/{uuid4()}"), ("POST", "/courses/sample/certificate"),
        ("POST", "/profile"), ("POST", "/verify"), ("POST", f"/verify/{uuid4()}"), ("POST", "/sign-up"), ("POST", "/sign-in"),
        ("POST", "/reset"), ("POST", "/reset/none"), ("POST", "/confirm/none"), ("POST", "/join/none"), ("POST", "/courses/none/enrol"),
        ("POST", "/language"),
    ]  # fmt: skip


# Where a form of noise can't be anything but refused; elsewhere it may happen to be a right one, or nothing is asked of it.
NEVER_RIGHT = {f"/courses/sample/practice/{slug}" for slug in ("mark", "pick")}


def hammer(trainee, tries, seed):
    """Sends so many malformed forms; what was answered to each, as (address, form, status, length of the message)."""
    chance, client = Random(seed), trainee.client
    page = trainee.get("/courses/sample/practice/mark").text
    text_hash = re.search(r'name="text_hash" value="([^"]+)"', page)[1]
    addresses, token = roads(trainee), trainee.token()
    db.session.commit()

    def send(number):
        method, address = addresses[number % len(addresses)]
        names = {name: chance.choice(VALUES) for name in ("email", "password", "name", "name_latin", "number", "next")}
        form = {**noise(chance, text_hash), **names, "csrf_token": token, "key": chance.choice([str(uuid4()), *VALUES])}
        answer = client.open(address, method=method, data=form, headers={"X-CSRFToken": token})
        return method, address, form, answer.status_code, len(answer.text)

    with ThreadPoolExecutor(1) as thread:  # away from the test's own session
        yield from thread.map(send, range(tries))


@pytest.mark.parametrize("tries", [600, pytest.param(10_000, marks=pytest.mark.long)])
def test_whatever_is_sent_is_refused_with_a_message_and_never_fails(trainee, tries):
    for method, address, form, status, said in hammer(trainee, tries, seed=tries):
        assert status < 500, (method, address, status, form)
        assert status < 400 or said > 20, (method, address, status)
        if method == "POST" and address in NEVER_RIGHT and not is_right(form):
            assert status >= 400, (address, status, form)
    answers = db.session.query(Answer).count()
    assert answers < tries / 40, "noise was taken for answers"


@pytest.mark.parametrize("odd", ['"\\ud800"', '"\\u0000"', "1", "[]", "{}", "true", "1e999", "null"])
def test_what_no_text_is_fails_neither_when_it_is_kept_nor_when_it_is_shown_again(trainee, odd):
    path = "/courses/sample/practice/mark"
    marks = f'[{{"quote": {odd}, "type": {odd}, "evidence": {odd}, "correction": {odd}, "start": {odd}}}, {odd}]'
    drafted = trainee.put(f"{path}/draft", {"version": "0", "text_hash": "x", "marks": marks})
    assert drafted.status_code in {200, 422}
    assert trainee.get(path).status_code == 200
    assert trainee.post(path, {"key": str(uuid4()), "text_hash": "x", "marks": marks}).status_code == 422


ADDRESSES = [
    "/join/%00", "/join/" + "x" * 3000, "/confirm/%00", "/reset/%ff", "/courses/%00", "/courses/%00/lessons/basics", "/pictures/%00",
    "/status/99999999999999999999", "/status/-1", "/verify/%00", "/answers/none", "/sittings/none/1", "/assets/..%2f..%2fconfig.py",
    f"/sittings/{uuid4()}/{10**30}", "/courses/sample/practice/%00", "/courses?%00=%00", "/sign-in?next=//[", "/sign-in?next=%00",
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_nobody_made_is_not_found_or_refused(trainee, method):
    headers = {"X-CSRFToken": trainee.token()}
    for address in ADDRESSES:
        answer = trainee.send(method, address, headers=headers)
        assert answer.status_code < 500, address
        assert len(answer.text) > 20


PART = b'--x\r\nContent-Disposition: form-data; name="\xff"'
BODIES = [b"", b"\xff\xfe", b"{", b"[" * 20_000, b"a=" + b"%" * 5000, b"\0" * 100, b"--x\r\n\r\n", PART]
FORMS = ["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x"]
TYPES = [*FORMS, "application/json", "text/plain", "a/b; charset=none", ""]


@pytest.mark.parametrize("kind", TYPES)
def test_no_body_of_any_type_makes_a_form_fail(trainee, kind):
    headers = {"X-CSRFToken": trainee.token()}
    for body in BODIES:
        for address in ("/courses/sample/practice/pick", "/reset", "/verify"):
            answer = trainee.send("POST", address, data=body, content_type=kind, headers=headers)
            assert 400 <= answer.status_code < 500, (address, body[:9], answer.status_code)
            assert len(answer.text) > 20


def is_right(form):
    """Noise that happens to be an answer: that nothing is to be marked is one."""
    try:
        return not json.loads(form["marks"])
    except RecursionError:
        return False
    except (KeyError, ValueError):
        return "marks" not in form
