"""Nothing anybody sends makes the server fail: every malformed submission is a 4xx with a message, and nothing is kept."""

import json
import re
from random import Random
from uuid import uuid4

from curriculum_app.database import db

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
        return chance.choice(VALUES)
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


def hammer(trainee, tries, seed):
    chance, client = Random(seed), trainee.client
    page = trainee.get("/courses/sample/practice/mark").text
    text_hash = re.search(r'name="text_hash" value="([^"]+)"', page)[1]
    question = trainee.post("/courses/sample/exam").headers["Location"]
    token = trainee.token()
    db.session.commit()
    practice = "/courses/sample/practice"
    roads = [
        ("POST", f"{practice}/mark"),
        ("POST", f"{practice}/pick"),
        ("PUT", f"{practice}/mark/draft"),
        ("POST", question),
        ("POST", f"/courses/sample/active/{uuid4()}"),
        ("POST", "/profile"),
        ("POST", "/verify"),
        ("POST", "/sign-up"),
    ]
    for number in range(tries):
        method, address = roads[number % len(roads)]
        form = {**noise(chance, text_hash), "csrf_token": token, "key": chance.choice([str(uuid4()), *VALUES])}
        answer = client.open(address, method=method, data=form, headers={"X-CSRFToken": token})
        assert answer.status_code < 500, (method, address, answer.status_code, form)
        if address.startswith(practice) and method == "POST" and not is_right(form):
            assert 400 <= answer.status_code < 500, (address, answer.status_code, form)
        if answer.status_code >= 400:
            assert len(answer.text) > 20


def is_right(form):
    """Noise that happens to be an answer: that nothing is to be marked is one."""
    try:
        return not json.loads(form["marks"])
    except (KeyError, ValueError):
        return "marks" not in form
