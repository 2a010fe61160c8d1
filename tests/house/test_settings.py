"""Every setting is explained."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_every_setting_is_in_the_documentation():
    settings = re.findall(r"^([A-Z_]+)(?::[^=]+)? =", (ROOT / "config.py").read_text(), re.MULTILINE)
    documented = re.findall(r"`CURRICULUM_([A-Z_]+)`", (ROOT / "docs/settings.md").read_text())
    assert settings == documented
