"""Every sentence is said in both languages."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir

import curriculum_app
from curriculum_app.web.translating import gathered

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
PARAMETER = re.compile(r"%\((\w+)\)")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def test_every_sentence_has_a_korean_one():
    korean = gathered()
    package = str(Path(curriculum_app.__file__).parent)
    missing = set()
    for file, line, message, *_ in extract_from_dir(package, METHODS, keywords=KEYWORDS):
        found = korean.get(message if isinstance(message, str) else message[0])
        if found is None or not found.string:
            missing.add((file, line, message))
    assert not missing


def test_korean_keeps_the_parameters_of_the_english():
    for message in gathered():
        if message.id and isinstance(message.id, str):
            assert set(PARAMETER.findall(message.id)) == set(PARAMETER.findall(message.string)), message.id
