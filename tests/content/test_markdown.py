"""Lessons become safe HTML: nothing runs, formulas are MathML, links inside the school are resolved."""

import pytest

from curriculum_app.content.markdown import plain_html, render


def shown(source):
    return render(source, lambda target: f"/resolved/{target}")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://evil.example/p.png)<img src=x onerror=alert(1)>",
        "<a href='data:text/html,x'>x</a>",
        "<p style='position:fixed'>x</p>",
    ],
)
def test_nothing_runs(hostile):
    html = shown(hostile)
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "<img src=x" not in html
    assert "<p style" not in html
    assert 'src="https' not in html


def test_formulas_are_mathml_without_styles():
    html = shown("식 $x^2$과\n\n$$\\frac{a}{b}$$\n")
    assert "<msup>" in html
    assert "<mfrac>" in html
    assert "style" not in html


def test_code_carries_classes():
    assert '<span class="' in shown("```python\nif x: pass\n```")


def test_internal_links_are_resolved_and_tables_framed():
    html = shown("[a](lesson:c/l)\n\n| a |\n|---|\n| b |\n")
    assert 'href="/resolved/lesson:c/l"' in html
    assert '<div class="table-frame"' in html


def test_plain_texts_keep_their_markup_as_words():
    assert "<script" not in plain_html("<script>x</script> **굵게**")
    assert "<strong>굵게</strong>" in plain_html("**굵게**")
