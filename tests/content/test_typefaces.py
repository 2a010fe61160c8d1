"""Names are printed by the school's typefaces: what none of them has is found before anything is printed."""

import subprocess
import sys

import pytest

from curriculum_app.content import typefaces


@pytest.mark.parametrize(
    "name",
    ["김하늘", "홍길동(洪吉童)", "旼曔瑨", "Nguyễn Đặng Hải", "Łukasz Øyvind-O’Neil", "뷁쀍", "Ангелина", "ＦＵＬＬ"],
)
def test_these_names_can_be_printed(name):
    assert typefaces.unprintable(name) is None


@pytest.mark.parametrize(
    ("name", "character"),
    [("สมชาย", "ส (U+0E2A)"), ("محمد", "م (U+0645)"), ("김🙂", "🙂 (U+1F642)"), ("김\u202e하늘", "(U+202E)"), ("김\u200b하늘", "(U+200B)"),
     ("김\x07", "(U+0007)"), ("한\ue000", "(U+E000)"), ("a\u0e34", "(U+0E34)")],
)  # fmt: skip
def test_the_character_that_no_typeface_has_is_named(name, character):
    found = typefaces.unprintable(name)
    assert found is not None
    assert typefaces.named(found) == character


def test_a_name_typed_in_pieces_is_the_same_name():
    assert typefaces.unprintable("\u1112\u1161\u11ab") is None  # 한, as some keyboards send it


def test_a_long_name_is_set_smaller_and_then_wrapped():
    sizes = (22.0, 18.0, 15.0)
    assert typefaces.fitting("김하늘", 100, sizes) == 22
    assert typefaces.fitting("남궁하늘빛나라온누리달별", 80, sizes) < 22
    assert typefaces.fitting("가" * 100, 100, sizes) == 15
    assert typefaces.width("洪吉童", 20) == pytest.approx(3 * 20 * 25.4 / 72, rel=0.1)


def test_the_check_loads_no_printer():
    code = (
        "import sys, curriculum_app.content.typefaces as t; t.unprintable('洪'); assert 'weasyprint' not in sys.modules"
    )
    code = code.replace(
        "import sys, curriculum_app.content.typefaces as t",
        "import sys; from curriculum_app.content import typefaces as t",
    )
    subprocess.run([sys.executable, "-c", code], check=True)
