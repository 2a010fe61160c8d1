"""Morphemes of Korean texts, from an analyser in a process of its own that ends when it has answered."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from curriculum_app.grading.korean import Morpheme

Analyse = Callable[[Sequence[str]], list[list[Morpheme]]]

_ANALYSER = Path(__file__).with_name("kiwi.py")
_TIMEOUT = 300.0  # seconds: loading takes 2 s, a thousand texts some more


class Unavailable(Exception):
    """The analyser can't run here; why."""


def analyse(texts: Sequence[str]) -> list[list[Morpheme]]:
    """The morphemes of each text. Raises Unavailable."""
    # -P: the folder of the script is not searched for modules, or this package's markdown.py would stand for another.
    command = [sys.executable, "-P", str(_ANALYSER)]
    try:
        done = subprocess.run(
            command, input=json.dumps(list(texts)), capture_output=True, text=True, timeout=_TIMEOUT, check=True
        )
        return [[Morpheme(*morpheme) for morpheme in found] for found in json.loads(done.stdout)]
    except subprocess.CalledProcessError as failed:
        raise Unavailable((failed.stderr.strip().splitlines() or [f"exit status {failed.returncode}"])[-1]) from failed
    except (OSError, subprocess.SubprocessError, ValueError) as failed:
        raise Unavailable(str(failed)) from failed
