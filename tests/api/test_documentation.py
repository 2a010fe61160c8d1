"""The examples of docs/api.md do what they say."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text()
SECRET = "whsec_" + b64encode(b"0123456789abcdef0123456789abcdef").decode()
BODY = '{"type":"test","data":{"이름":"김하늘"}}'.encode()


def example(language):
    return re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[1]


def message(at=None, secret=SECRET, further=""):
    at = at or datetime.now(UTC)
    signature = Webhook(secret).sign("msg_1", at, BODY.decode())
    return {"webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": further + signature}


def by_python(headers, body=BODY):
    scope = {}
    exec(example("python"), scope)
    return scope["is_ours"](SECRET, headers, body)


def by_javascript(headers, body=BODY):
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node here")
    call = f"""{example("js")}
process.stdout.write(String(isOurs({json.dumps(SECRET)}, {json.dumps(headers)}, Buffer.from({json.dumps(body.decode())}))));"""
    return subprocess.run([node, "--input-type=module", "-e", call], capture_output=True, text=True, check=True).stdout == "true"


@pytest.mark.parametrize("verify", [by_python, by_javascript])
def test_the_example_takes_our_messages_and_no_others(verify):
    good = message()
    assert verify(good)
    assert verify(message(further="v1,AAAA "))
    assert not verify(good, BODY + b" ")
    assert not verify({**good, "webhook-id": "msg_2"})
    assert not verify(message(datetime.now(UTC) - timedelta(minutes=6)))
    assert not verify(message(secret="whsec_" + b64encode(b"x" * 32).decode()))


def test_the_library_agrees_with_the_example():
    Webhook(SECRET).verify(BODY, message())
