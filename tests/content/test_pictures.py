"""An item whose answer is in pixels must agree with its picture about how large that is."""

import struct
import zlib

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from curriculum_app.content.pictures import picture_size
from tests.content import sample

BOXES = """\
id: 11111111-1111-4111-8111-111111111119
kind: boxes
title: 상자
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 2
instructions: 그리십시오.
picture: street.svg
alt: 거리
description: 고양이가 있습니다.
width: 200
height: 100
labels:
  - {id: cat, name: 고양이, definition: 고양이.}
gold:
  boxes:
    a: {box: [10, 10, 20, 20], label: cat, reason: 고양이입니다.}
"""


def png(width, height):
    header = struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.png", png(640, 480), (640, 480)),
        (
            "a.svg",
            b'<?xml version="1.0"?><svg xmlns="x" width="200" height=\'100px\'><rect width="3" height="4"/></svg>',
            (200, 100),
        ),
        ("a.svg", b'<svg viewBox="0 0 200 100"><rect width="3" height="4"/></svg>', None),
        ("a.svg", b'<svg width="100%" height="50"></svg>', None),
        ("a.svg", b'<svg stroke-width="2" width="20" height="10"></svg>', (20, 10)),
        ("a.png", b"\x89PNG\r\n\x1a\n", None),
        ("a.jpg", b"\xff\xd8\xff", None),
        ("a.svg", b"\xff\xfe", None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(tmp_path, name, content, size):
    (tmp_path / name).write_bytes(content)
    assert picture_size(tmp_path / name) == size


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("<svg width='200' height='100'/>", "All good"),
        ("<svg width='300' height='100'/>", "boxes.ko.yaml:9 picture: the item says that the picture is 200×100 pixels; it is 300×100"),
        ("<svg/>", "boxes.ko.yaml:9 picture: the item says that the picture is 200×100 pixels; it is ?"),
        (None, "boxes.ko.yaml:9 picture: there is no picture 'street.svg' beside the file"),
    ],
)  # fmt: skip
def test_a_picture_of_another_size_is_named_by_file_and_line(tmp_path, picture, said):
    folder = sample.write(tmp_path)
    for language in ("ko", "en"):
        (folder / f"exercises/sample/boxes.{language}.yaml").write_text(BOXES)
    if picture:
        (folder / "exercises/sample/street.svg").write_text(picture)
    assert said in CliRunner().invoke(main, ["content", "check", str(folder)]).output
