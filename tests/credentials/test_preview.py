"""`curriculum certificates preview` lays a picture of every orientation and level into a folder."""

import pytest
from click.testing import CliRunner
from PIL import Image

from curriculum_app.cli import main


@pytest.fixture
def preview(tmp_path, monkeypatch):
    monkeypatch.setenv("CURRICULUM_DATA_DIR", str(tmp_path / "data"))
    return lambda *asked: CliRunner().invoke(main, ["certificates", "preview", "--out", str(tmp_path / "out"), *asked])


def test_it_prints_each_orientation_of_each_level(preview, tmp_path):
    result = preview("--design", "level", "--case", "school")
    assert result.exit_code == 0, result.output
    levels = ("associate", "reviewer", "domain-expert")
    expected = {f"level-{level}-{way}-school.png" for level in levels for way in ("portrait", "landscape")}
    assert {file.name for file in (tmp_path / "out").iterdir()} == expected
    with Image.open(tmp_path / "out/level-reviewer-landscape-school.png") as across:
        assert across.width > across.height
        assert len(across.convert("RGB").getcolors(1 << 20)) > 20  # something is on it


def test_an_unknown_design_is_named(preview):
    result = preview("--design", "gilded")
    assert result.exit_code == 1
    assert "gilded" in result.output
