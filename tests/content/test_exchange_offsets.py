"""Offsets as other tools count them, folders that share labels, and the tables of spreadsheets."""

import io
import json
import unicodedata

import openpyxl
from openpyxl.comments import Comment

from curriculum_app.content.exchange import sheets, tables
from curriculum_app.content.exchange.drafting import Wanted
from curriculum_app.content.exchange.formats import FORMATS
from curriculum_app.content.exchange.offsets import Counting
from tests.content.exchanged import brought, there_and_back


def marks(value):
    return [(name, mark["label"], mark["reason"]) for name, mark in value["gold"]["marks"].items()]


# offsets, as the projects' own tests and issues have them
EMOJI = "👨🏻‍🚒 firemen drive firetrucks"  # doccano/doccano#2290: doccano has 22..32, Python 19..29


def test_what_doccano_counts_in_has_to_be_said_where_it_matters(tmp_path):
    def at(start, end, offsets=None):
        line = json.dumps({"text": EMOJI, "label": [[start, end, "VEHICLE"]]})
        made, _ = brought(tmp_path / f"{start}-{end}-{offsets}", "doccano", line, ".jsonl", offsets=offsets)
        return made["source-1"]["text"]

    for name in ("22-32-None", "19-29-code-points", "16-26-graphemes", "22-32-utf-16"):
        (tmp_path / name).mkdir()
    right = "👨🏻‍🚒 firemen drive [firetrucks]{#m1}"
    assert at(22, 32) == right  # in code points the text is too short: only one counting is left
    assert at(22, 32, Counting.UTF_16) == right
    assert at(19, 29, Counting.CODE_POINTS) == right
    assert at(16, 26, Counting.GRAPHEMES) == right


def test_label_studio_counts_code_points_and_once_counted_utf_16_which_its_quotes_tell(tmp_path):
    for start, name in ((12, "new"), (13, "old")):  # HumanSignal/label-studio#1347 has 13, and asks for 12
        (tmp_path / name).mkdir()
        value = {"start": start, "end": start + 10, "text": "annotation", "labels": ["Word"]}
        result = {"id": "a", "from_name": "l", "to_name": "t", "type": "labels", "value": value}
        task = {"id": 1, "data": {"text": "💩This is an annotation."}, "annotations": [{"result": [result]}]}
        made, _ = brought(tmp_path / name, "label-studio", json.dumps([task]), ".json")
        assert made["source-1"]["text"] == "💩This is an [annotation]{#a}."


def test_offsets_follow_a_text_into_nfc(tmp_path):
    raw = unicodedata.normalize("NFD", "한국어 각주")
    start = raw.index(unicodedata.normalize("NFD", "각"))
    line = json.dumps({"text": f" {raw}\r\n끝", "label": [[start + 1, len(raw) + 1, "NOTE"]]})
    made, lost = brought(tmp_path, "doccano", line, ".jsonl")
    assert made["source-1"]["text"] == "한국어 [각주]{#m1}\n끝"
    assert lost == [
        "line 1: blanks at the ends of lines or of the text and the decomposed form of characters (the text is kept in NFC)"
    ]


def test_a_folder_of_brat_shares_its_labels_and_counts_a_line_end_once(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_bytes("첫 줄\r\n둘째 😀 줄".encode())
    (folder / "a.ann").write_text("T1\tLINE 4 10\t둘째 😀 줄\nT2\tBOTH 2 6\t줄 둘째\n")
    (folder / "b.txt").write_text("셋")
    (folder / "b.ann").write_text("T1\tWORD 0 1\t셋\n")
    (folder / "c.txt").write_text("넷")
    (folder / "c.ann").write_text("")
    imported = FORMATS["brat"].read(folder, Wanted("ko"))
    first, second = (draft.value for draft in imported.drafts)
    assert first["text"] == "첫 줄\n[둘째 😀 줄]{#m2}"
    assert first["gold"]["marks"]["m1"] == {"label": "both", "reason": "", "quote": "줄\n둘째"}
    assert (
        [label["id"] for label in first["labels"]]
        == ["line", "both", "word"]
        == [label["id"] for label in second["labels"]]
    )
    assert [str(loss) for loss in imported.losses] == [
        "c.ann: the whole text: nothing is marked, and whether anybody looked the file does not say"
    ]


def test_of_a_workbook_the_first_sheet_is_read_and_what_lies_beside_it_is_lost(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["kind", "picture", "width", "height", "labels", "boxes"])
    book.active.append(["boxes", "a.png", 640, 480.0, "cat | 고양이", "b1 | cat | 1 | 2.5 | 30 | 40"])
    book.active["A1"].comment = Comment("which kind?", "an author")
    book.create_sheet("메모")
    book.save(tmp_path / "made.xlsx")
    made, lost = brought(tmp_path, "table", (tmp_path / "made.xlsx").read_bytes(), ".xlsx")
    assert made["source-1"]["gold"] == {"boxes": {"b1": {"box": [1, 2.5, 30, 40], "label": "cat", "reason": ""}}}
    assert (made["source-1"]["width"], made["source-1"]["height"]) == (640, 480)
    assert lost == ["the workbook: comments", "the workbook: the sheet 메모"]


def test_in_a_table_no_text_becomes_a_formula_and_each_comes_back(tmp_path):
    _, after, _, _ = there_and_back(tmp_path, "table", ".csv", "pick")
    assert "= 2 & 3" in [option.text for option in after["pick"].task.options]
    rows = [["kind", "question", "options", "answer"], ["choice", "=HYPERLINK(1)", "a | 1\nb | 2", "a"]]
    data = sheets.write(rows[0], [[tables._guarded(cell) for cell in rows[1]]], ".xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 4
    assert sheet["B2"].value == "'=HYPERLINK(1)"
    made, _ = brought(tmp_path, "table", data, ".xlsx")
    assert made["source-1"]["question"] == "=HYPERLINK(1)"
