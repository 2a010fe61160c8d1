"""Verifiers that are not ours: npm's run by Node, the network off, and what they say of many documents at once."""

import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = HERE.parents[2] / "shared/data/ob3-achievementcredential.json"  # of 1EdTech, where it is at hand


def node(script, **given):
    """What a script beside this file answers."""
    program = shutil.which("node") or str(HERE.parents[1] / ".venv/bin/node")
    done = subprocess.run([program, HERE / script], input=json.dumps(given), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def schemas():
    """The schema by its address, where it is at hand."""
    return {json.loads(SCHEMA.read_text())["$id"]: json.loads(SCHEMA.read_text())} if SCHEMA.exists() else {}


def verify(cases, did, lists):
    """By name of the case, what @digitalbazaar/vc and DCC's verifier-core say of a credential."""
    return node("verify.mjs", cases=cases, did=did, lists=lists, schemas=schemas())
