"""Every design prints on one sheet whatever it is given, and opens nothing but its own folder."""

import io
import re
import shutil
from datetime import UTC, datetime

import jinja2
import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from curriculum_app import shipped
from curriculum_app.content.design_pages import PageTooLarge
from curriculum_app.credentials import agreement, designs, preview, printed_facts, rendering, samples
from curriculum_app.credentials.printed_facts import Picture
from tests.credentials.school import FACTS

ADDRESS, NOW = "https://school.example/verify/1", datetime(2026, 11, 20, tzinfo=UTC)
# Of the levels the one that says most; of the designs that differ in colour only, one is printed with everything.
SHEETS = [
    sheet
    for sheet in preview.sheets(designs.names())
    if sheet.level in {None, "domain-expert"} and (sheet.design != "course" or sheet.case in {"everything", "hanja"})
]


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.name for sheet in SHEETS])
def test_every_design_prints_every_sample_on_one_tagged_sheet(sheet):
    made = preview.printed(sheet)
    printed = pypdf.PdfReader(io.BytesIO(made))
    assert len(printed.pages) == 1
    box = printed.pages[0].mediabox
    assert (box.width > box.height) == (sheet.orientation == "landscape")
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert printed.trailer["/Root"]["/Lang"] == "ko"
    metadata = printed.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part(=.|>)3", metadata)
    assert re.search(r"pdfaid:conformance(=.|>)A", metadata)
    text = agreement.flat(agreement.text_of(made))
    facts = {
        **samples.facts(sheet.design, designs.files_of(sheet.design).design, sheet.case, sheet.orientation, sheet.level)
    }
    for said in (
        facts["name"],
        facts["course"]["ko"],
        f"제{facts['serial']}호",
        f"{facts['score']:.1f}점",
        facts["issuer"]["en"],
    ):
        assert agreement.flat(said) in text


@pytest.mark.parametrize("design", designs.names())
def test_old_facts_print_in_every_design(design):
    printed = rendering.pdf({**FACTS, "design": design}, ADDRESS, b"{}", NOW)
    assert "김하늘" in agreement.text_of(printed)


def test_only_the_schools_own_typefaces_are_used():
    sheet = preview.Sheet("completion", "hanja", "portrait", None)
    fonts = pypdf.PdfReader(io.BytesIO(preview.printed(sheet))).pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]).rpartition("+")[2] for font in fonts}
    assert {"School", "School-Bold"} <= names <= {"School", "School-Bold", "School-Hanja", "School-Hanja-Bold"}


def test_a_birth_date_is_printed_by_a_design_that_has_one_and_where_the_facts_carry_it():
    born = {**FACTS, "birth_date": "1998-04-12"}
    assert "1998.04.12." in rendering.html({**born, "design": "course"}, ADDRESS)
    assert "1998" not in rendering.html({**born, "design": "completion"}, ADDRESS)
    assert "생년월일" not in rendering.html({**FACTS, "design": "course"}, ADDRESS)


def test_the_sentence_conditions_band_and_pedigree_stand_on_the_page():
    sheet = preview.Sheet("level", "ko", "portrait", "reviewer")
    text = agreement.flat(agreement.text_of(preview.printed(sheet)))
    for said in (
        "심은 오류 50개 중 41개를 찾았고, 깨끗한 글 20편에서 4번 잘못 표시했습니다.", "오차 범위 81.0~89.0, 통과 72.0", "환각 찾기 30문항",
        "supervised by 예시대학교 시험관리실, identity seen", "분야 전문가가 승인한 문제", "2028.11.19.까지 유효", samples.ADDRESS, "AI 트레이너 리뷰어",
    ):  # fmt: skip
        assert agreement.flat(said) in text


def test_a_replaced_certificate_and_a_registered_qualification_say_so():
    text = agreement.flat(
        agreement.text_of(preview.printed(preview.Sheet("level", "everything", "landscape", "associate")))
    )
    for said in (
        "자격증",
        "민간자격 등록번호 2026-001234",
        "Registered private qualification 2026-001234",
        "제 2026-0009호를 대신합니다",
    ):
        assert agreement.flat(said) in text
    assert "국가공인" not in text


def test_no_page_says_qualification_where_none_is_registered():
    for sheet in preview.sheets(designs.names(), "ko"):
        if sheet.orientation == "portrait":
            assert "자격증" not in agreement.text_of(preview.printed(sheet))


# Hostile facts

HOSTILE = ["<img src='file:///etc/passwd'>", "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "</style><script>alert(1)</script>",
           "<base href='http://elsewhere.example/'>", "&#x202e;", "a" * 100, "<link rel=attachment href=file:///etc/passwd>"]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_facts_are_only_text(name):
    both = {"ko": name, "en": name}
    facts = {
        **FACTS,
        "name": name,
        "name_latin": name,
        "course": both,
        "issuer": both,
        "signatory": both,
        "head": both,
        "serial": "2026-0001",
    }
    text = agreement.flat(agreement.text_of(rendering.pdf(facts, ADDRESS, b"{}", NOW)))
    assert agreement.flat(name) in text
    assert "root:" not in text


# Hostile designs


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Prints by a copy of a design with something put into its page or its style sheet."""
    folder = tmp_path / "certificates"
    shutil.copytree(shipped.root() / "certificates", folder)
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    monkeypatch.setattr(designs, "folders", lambda: [folder])

    def printing(page="", style="", **files):
        place = folder / "completion"
        for name, more in (("certificate.html", page), ("certificate.css", style)):
            text = (place / name).read_text("utf-8")
            (place / name).write_text(
                text.replace("<main>", f"<main>{more}") if name.endswith("html") else text + more, "utf-8"
            )
        return rendering.pdf(FACTS, ADDRESS, b"{}", NOW)

    printing.folder = folder / "completion"
    return printing


ADDRESSES = [
    "file:///etc/passwd", "http://elsewhere.example/x.png", "https://elsewhere.example/x.png", "ftp://elsewhere.example/x", "//elsewhere.example/x.png",
    "../../secret.svg", "../level/certificate.css", "/etc/passwd", "certificate.yaml", "sub/x.svg", "%2e%2e/secret.svg", "x.svg?y", "FILE:///etc/passwd",
    "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E", "picture:logo", "typeface:../../secret", "jar:file:///x!/y", "link.svg",
    "data:image/png;base64," + "A" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES, ids=[address[:40] for address in ADDRESSES])
def test_a_design_opens_nothing_outside_its_folder(written, address):
    (written.folder / "link.svg").symlink_to(written.folder.parent.parent / "secret.svg")
    with pytest.raises(FatalURLFetchingError):
        written(page=f'<img src="{address}" alt="">')


@pytest.mark.parametrize("style", [
    "@import url(https://elsewhere.example/x.css);", "body { background: url(file:///etc/passwd) }",
    "@font-face { font-family: X; src: url(file:///etc/passwd) } main { font-family: X }", "main::before { content: url(http://elsewhere.example/x) }",
])  # fmt: skip
def test_neither_does_its_style_sheet(written, style):
    if style.startswith("@import"):  # only the first rule of a sheet may import
        file = written.folder / "certificate.css"
        file.write_text(style + file.read_text("utf-8"), "utf-8")
        style = ""
    with pytest.raises(FatalURLFetchingError):
        written(style=style)


@pytest.mark.parametrize("page", ['<link rel="attachment" href="file:///etc/passwd">', '<link rel="stylesheet" href="file:///etc/passwd">',
                                  '<object data="file:///etc/passwd"></object>', '<embed src="file:///etc/passwd">'])  # fmt: skip
def test_neither_does_another_element(written, page):
    try:
        printed = written(page=page)
    except FatalURLFetchingError:
        return
    assert list(pypdf.PdfReader(io.BytesIO(printed)).attachments) == ["credential.json"]
    assert "root:" not in agreement.text_of(printed)


def test_a_picture_in_its_own_folder_is_printed(written):
    (written.folder / "mark.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    )
    assert written(page='<img src="mark.svg" alt="" style="width: 5mm">').startswith(b"%PDF-")


def test_a_picture_in_its_folder_leads_nowhere_else(written):
    (written.folder / "mark.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>'
    )
    with pytest.raises(FatalURLFetchingError):
        written(page='<img src="mark.svg" alt="" style="width: 5mm">')


@pytest.mark.parametrize("page", ["{{ facts.salary }}", "{{ words.level.ko }}", "{% for x in range(9) %}{% endfor %}"])
def test_what_is_undefined_is_refused(written, page):
    with pytest.raises((jinja2.UndefinedError, LookupError)):
        written(page=page)


@pytest.mark.parametrize(
    "page",
    ["{{ facts.__class__.__mro__ }}", "{{ facts.update({}) }}", "{{ qr.__init__.__globals__ }}", "{{ ''.__class__ }}"],
)
def test_the_sandbox_lets_nothing_out(written, page):
    with pytest.raises((jinja2.exceptions.SecurityError, jinja2.UndefinedError)):
        written(page=page)


@pytest.mark.parametrize(
    "page", ["{% include '../level/certificate.html' %}", "{% include '/etc/passwd' %}", "{% extends '../../x' %}"]
)
def test_a_page_includes_no_file_from_elsewhere(written, page):
    with pytest.raises(jinja2.TemplateNotFound):
        written(page=page)


def test_a_page_that_grows_without_end_is_refused(written):
    many = "{% for a in facts.title.ko %}" * 14 + "x" + "{% endfor %}" * 14
    with pytest.raises(PageTooLarge):
        written(page=many)


def test_a_page_that_fits_on_no_sheet_is_refused(written):
    with pytest.raises(rendering.DoesNotFit):
        written(page="<p>가</p>" * 60)


@pytest.mark.parametrize("name", ["nowhere", "../completion", "", "completion/../level"])
def test_an_unknown_design_is_refused(name):
    with pytest.raises(LookupError):
        rendering.design(name)


def test_the_same_facts_give_the_same_bytes():
    pictures = {"seal": Picture("image/svg+xml", samples.SEAL)}
    made = [rendering.pdf(FACTS, ADDRESS, b"{}", NOW, pictures) for _ in range(2)]
    assert made[0] == made[1]
    assert printed_facts.design_of({}) == "completion"
