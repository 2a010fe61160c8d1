"""The key sheet says what every key does."""

import re
from pathlib import Path

from curriculum_app.practice import keys
from curriculum_app.practice.presenting import WIDGETS

KEYS = Path(__file__).parents[2] / "frontend/src/keys.ts"


def shipped_keys():
    """action → chord, as frontend/src/keys.ts ships them."""
    table = KEYS.read_text().split("export const DEFAULTS = {")[1].split("} as const;")[0]
    return dict(re.findall(r'^\s*"?([a-z.-]+)"?: "([^"]+)",', table, re.MULTILINE))


def test_every_key_has_a_sentence_and_every_sentence_a_key():
    assert set(keys.ACTIONS) == set(shipped_keys())


def test_on_no_page_one_key_does_two_things():
    shipped = shipped_keys()
    for widgets in {(), *WIDGETS.values()}:
        chords = [shipped[action] for action, _ in keys.on_page(widgets)]
        assert len(chords) == len(set(chords)), widgets


def test_a_widget_brings_its_own_keys_and_no_others():
    assert [action for action, _ in keys.on_page(())] == ["hand-in", "undo", "redo", "sheet"]
    assert "mark.end-later" in dict(keys.on_page(("marker.js",)))
    assert keys.fixed(()) == []


def test_every_widget_action_belongs_to_a_bundle_that_some_kind_loads():
    bundles = {bundle for widgets in WIDGETS.values() for bundle in widgets}
    reached = {action for bundle in bundles for action, _ in keys.on_page((bundle,))}
    assert reached == set(keys.ACTIONS)
