"""What is wrong with a file is said by file, line and field, all of it at once, and nothing of the file is taken."""

import io
import json
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum_app.content.exchange.drafting import Wanted
from curriculum_app.content.exchange.formats import FORMATS, bring_in
from curriculum_app.content.exchange.problems import ImportProblem, ImportProblems
from tests.content.exchanged import bank

DEEP = 20_000
SPAN = (
    '{"id": 1, "data": {"text": "가나다"}, "annotations": [{"result": [\n{"id": "a", "type": "labels", "value": %s}]}]}'
)
COCO = '{"images": [{"id": 1, "width": 99, "height": 99, "file_name": "a.png"}], "categories": [{"id": 1, "name": "x"}], "annotations": [\n%s]}'
QTI = '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">\n%s</qti-assessment-item>'
DECLARED = '<qti-response-declaration identifier="RESPONSE" cardinality="single"><qti-correct-response><qti-value>%s</qti-value></qti-correct-response></qti-response-declaration>\n'
ASKED = '<qti-item-body><qti-choice-interaction response-identifier="RESPONSE"><qti-simple-choice identifier="a">A</qti-simple-choice></qti-choice-interaction></qti-item-body>'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

# format, how its file ends, what is in it, and what is said
BROKEN = [
    ("label-studio", ".json", "[" * DEEP + "]" * DEEP, "source.json:1: nested deeper than 30 levels"),
    ("label-studio", ".json", '{"a":' * DEEP, "source.json:1: nested deeper than 30 levels"),
    ("label-studio", ".json", "[{}", "source.json:1: this is not JSON: Expecting ',' delimiter"),
    ("label-studio", ".json", "[\n{\n]", "source.json:3: this is not JSON: Expecting property name enclosed in double quotes"),
    ("label-studio", ".json", "", "source.json:1: this is not JSON: Expecting value"),
    ("label-studio", ".json", b"\xff\xfe[\x00]\x00", "source.json:1: this is not UTF-8 text; save the file as UTF-8"),
    ("label-studio", ".json", b"[\n\n\xb0\xa1]", "source.json:3: this is not UTF-8 text; save the file as UTF-8"),
    ("label-studio", ".json", '[{"id": 1, "id": 2}]', "source.json: the key 'id' is given twice in one object"),
    ("label-studio", ".json", "[" + "9" * 5000 + "]", "source.json: this is not JSON: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit"),
    ("label-studio", ".json", "[NaN]", "source.json: this is not JSON: NaN is no number of JSON"),
    ("label-studio", ".json", '"text"', "source.json:1: a list is expected here, not a text"),
    ("label-studio", ".json", '[\n7]', "source.json:2 [0]: this is not Label Studio's JSON: a task has no data; export as JSON, not as JSON-MIN"),
    ("label-studio", ".json", SPAN % '{"start": 0, "labels": ["x"]}', "source.json:2 annotations[0].result[0].value.end: is missing"),
    ("label-studio", ".json", SPAN % '{"start": 0, "end": 9, "labels": ["x"]}', "source.json:2 annotations[0].result[0].value: 0 to 9 is no stretch of a text of 3 code points"),
    ("label-studio", ".json", SPAN % '{"start": -1, "end": 2, "labels": ["x"]}', "source.json:2 annotations[0].result[0].value: -1 to 2 is no stretch of a text of 3 code points"),
    ("label-studio", ".json", SPAN % '{"start": 0, "end": 1e400, "labels": ["x"]}', "source.json:2 annotations[0].result[0].value.end: a whole number is expected here, not a number"),
    ("label-studio", ".json", SPAN % '{"start": true, "end": 2, "labels": ["x"]}', "source.json:2 annotations[0].result[0].value.start: a whole number is expected here, not true or false"),
    ("label-studio", ".json", SPAN % '{"start": 0, "end": 2, "labels": "x"}', "source.json:2 annotations[0].result[0].value.labels: a list is expected here, not a text"),
    ("label-studio", ".json", SPAN % '{"start": 0, "end": 2, "text": "나다", "labels": ["x"]}', "source.json:2 annotations[0].result[0].value: '나다' is said to stand at 0 to 2, where the text has '가나'"),
    ("label-studio", ".json", (SPAN % '{"start": 0, "end": 2, "labels": ["x"]}').replace("가나다", "\\ud83d나다"), "source.json:1 data.text: holds half of a surrogate pair, which is no character"),
    ("label-studio", ".json", (SPAN % '{"start": 0, "end": 2, "labels": ["x"]}').replace("가나다", "가\\u0000다"), "source.json:1 data.text: holds the control character U+0000"),
    ("label-studio", ".json", (SPAN % '{"start": 0, "end": 2, "labels": ["x"]}').replace('"text": "가', '"a": "나", "b": "가'), "source.json:1 data: which of a, b is annotated can't be told; name it 'text' or 'image'"),
    ("label-studio", ".json", (SPAN % '{"start": 0, "end": 2, "labels": ["x"]}').replace('"data": {', '"data": {"item": {"kind": "span_labels", "labels": 7}, '), "source.json:1 data.item.labels: a list is expected here, not a number"),
    ("label-studio", ".json", (SPAN % '{"start": 0, "end": 2, "labels": ["x"]}').replace('"data": {', '"data": {"item": {"kind": "span_labels", "difficulty": 9}, '), "source.json:1: would make an item that can't be read: difficulty: Input should be less than or equal to 5"),
    ("doccano", ".jsonl", '{"text": "가", "label": [[0, 1, "x"]]}\n{"text": 7, "label": [[0, 1, "x"]]}\n{"x": 1}', "source.jsonl:2 text: a text is expected here, not a number"),
    ("doccano", ".jsonl", '{"text": "가", "label": [[0, 1, "x"]]}\n{"text": 7, "label": [[0, 1, "x"]]}\n{"x": 1}', "source.jsonl:3: this is not doccano's JSONL: a line has neither text nor data"),
    ("doccano", ".jsonl", '{"text": "가"}\n{"text": ', "source.jsonl:2: this is not JSON: Expecting value"),
    ("doccano", ".jsonl", '{"text": "가나", "label": [[0, 1]]}', "source.jsonl:1 label[0]: [start, end, label] is expected here, not a list"),
    ("doccano", ".jsonl", '{"text": "가나", "label": [[0, 5, "x"]]}', "source.jsonl:1 label[0]: 0 to 5 is no stretch of a text of 2 UTF-16 units"),
    ("doccano", ".jsonl", '{"text": "😀 가나다라", "label": [[3, 5, "x"]]}', "source.jsonl:1 label[0]: the places can be counted in utf-16 or code-points or graphemes and mean different words ('가나' or '나다'); say which with --offsets"),
    ("doccano", ".jsonl", '{"a":' * DEEP, "source.jsonl:1: nested deeper than 30 levels"),
    ("conll", ".txt", "EU B-ORG\nrejects Q\n", "source.txt:2 column 2: 'Q' is not O, B-<label> or I-<label>"),
    ("conll", ".txt", "EU B-ORG\nrejects\n", "source.txt:2: a token and a tag are expected"),
    ("conll", ".txt", "EU B-ORG\nrejects VB O\n", "source.txt:2: 3 columns, where lines before have 2"),
    ("conll", ".txt", "EU B-ORG\nx O\nLamb I-ORG\n", "source.txt:3: 'I-ORG' continues nothing, and other marks of the file begin with B-"),
    ("conll", ".txt", "\n\n", "source.txt: there is nothing to import in it"),
    ("conll", ".txt", "a\x00b O\n", "source.txt:1: holds the control character U+0000"),
    ("brat", ".ann", "T1\tOrg 0 4\tSora\nT1\tOrg 0 4\tSora\n", "source.ann:2 T1: the id 'T1' is given twice"),
    ("brat", ".ann", "T1 Org 0 4\n", "source.ann:1: this is no annotation of brat: an id and a tab are expected first"),
    ("brat", ".ann", "T1\tOrg 0 x\tSora\n", "source.ann:1 T1: this is no annotation of brat: a label, a start and an end are expected"),
    ("brat", ".ann", "\nT1\tOrg 0 99\tSora\n", "source.ann:2 T1: 0 to 99 is no stretch of a text of 11 code points"),
    ("brat", ".ann", "T1\tOrg 0 4\tSony\n", "source.ann:1 T1: 'Sony' is said to stand at 0 to 4, where the text has 'Sora'"),
    ("coco", ".json", "{}", "source.json:1: this is not COCO's object detection JSON: there are no images"),
    ("coco", ".json", COCO % '{"id": 1, "image_id": 2, "category_id": 1, "bbox": [0, 0, 1, 1]}', "source.json:2 annotations[0].image_id: '2' is not defined in the file"),
    ("coco", ".json", COCO % '{"id": 1, "image_id": 1, "category_id": 5, "bbox": [0, 0, 1, 1]}', "source.json:2 annotations[0].category_id: '5' is not defined in the file"),
    ("coco", ".json", COCO % '{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 1]}', "source.json:2 annotations[0].bbox: [x, y, width, height] is expected here, not a list"),
    ("coco", ".json", COCO % '{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1e999]}', "source.json:2 annotations[0].bbox[3]: a finite number is expected here, not a number"),
    ("qti", ".xml", BOMB, "source.xml: a document type or an entity is declared, which is not read"),
    ("qti", ".xml", OUTSIDE, "source.xml: a document type or an entity is declared, which is not read"),
    ("qti", ".xml", "<a>" * DEEP, "source.xml:1: nested deeper than 60 levels"),
    ("qti", ".xml", "<a>\n<b></a>", "source.xml:2: this is not XML that can be read: mismatched tag: line 2, column 5"),
    ("qti", ".xml", "<assessmentItem/>", "source.xml:1 assessmentItem: this is not an item of QTI 3: the outermost element is assessmentItem, not qti-assessment-item"),
    ("qti", ".xml", "<qti-assessment-item/>", "source.xml:1 qti-assessment-item: this is not an item of QTI 3: its namespace is not that of QTI 3"),
    ("qti", ".xml", QTI % ASKED, "source.xml:2 qti-choice-interaction: 'RESPONSE' is not defined in the file"),
    ("qti", ".xml", QTI % (DECLARED % "z" + ASKED), "source.xml:2 qti-response-declaration: 'z' is not defined in the file"),
    ("qti", ".xml", QTI % (DECLARED % "a" + ASKED), "source.xml:1: would make an item that can't be read: options: Tuple should have at least 2 items after validation, not 1"),
    ("qti", ".zip", b"PK\x03\x04 no archive", "source.zip: the archive is refused: File is not a zip file"),
    ("table", ".csv", "title\nx\n", "source.csv:1: the column 'kind' is missing; there are title"),
    ("table", ".csv", "kind,kind\nchoice,choice\n", "source.csv:1 kind: the column 'kind' is there twice"),
    ("table", ".csv", "kind,text\nspans,x\n", "source.csv:2 kind: 'spans' is not one of choice, span_labels, boxes"),
    ("table", ".csv", "kind,text,labels\nspan_labels,x,\n", "source.csv:2 labels: is missing"),
    ("table", ".csv", 'kind,options,answer\nchoice,a,a\n', "source.csv:2 options: 'a' has 1 parts between |, and 2 to 3 are expected"),
    ("table", ".csv", 'kind,options,answer\nchoice,"a|x\\",a\n', "source.csv:2 options: 'a|x\\' ends in a lone backslash or has one before a character other than \\, | and n"),
    ("table", ".csv", 'kind,options,answer\n\nchoice,"a|1\nb|2",z\n', "source.csv:3: would make an item that can't be read: gold.answer.0: 'z' is no option of this item"),
    ("table", ".csv", 'kind,text\n"span_labels,x\n', "source.csv:2: this is not CSV: unexpected end of data"),
    ("table", ".csv", "kind,difficulty,options,answer\nchoice,２,a|1,a\n", "source.csv:2 difficulty: a whole number is expected here, not ２"),
    ("table", ".csv", "kind\nchoice,1,2\n", "source.csv:2: 3 cells, where the header has 1"),
    ("table", ".csv", "", "source.csv: there is nothing to import in it"),
    ("table", ".csv", "종류\n선택\n".encode("cp949"), "source.csv:1: this is not UTF-8 text; save the file as UTF-8"),
    ("table", ".xlsx", b"no archive", "source.xlsx: the archive is refused: File is not a zip file"),
    ("table", ".ods", b"", "source.ods: '.ods' is not one of .csv, .tsv, .xlsx"),
]  # fmt: skip


def said(tmp_path, name, suffix, content):
    file = tmp_path / f"source{suffix}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "source.txt").exists() or (tmp_path / "source.txt").write_text("Sora, 소라\n\n.")
    folder = bank(tmp_path / "into")
    before = sorted(folder.iterdir())
    with pytest.raises((ImportProblem, ImportProblems)) as found:
        bring_in(name, file, folder, Wanted("ko"))
    assert sorted(folder.iterdir()) == before
    problems = found.value.problems if isinstance(found.value, ImportProblems) else [found.value]
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]


@pytest.mark.parametrize(("name", "suffix", "content", "sentence"), BROKEN, ids=[f"{b[0]} {b[3][:60]}" for b in BROKEN])
def test_what_is_wrong_is_said_by_file_line_and_field(tmp_path, name, suffix, content, sentence):
    assert sentence in said(tmp_path, name, suffix, content)


def workbook(**cells):
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def changed(data, **files):
    """An archive with some of its files' contents replaced or added."""
    old, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in files:
                new.writestr(name, old.read(name))
        for name, content in files.items():
            new.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (workbook(A1="kind", A2="=1+1"), "source.xlsx:2 A2: holds a formula; write its value"),
        (changed(workbook(A1="kind"), **{SHEET: BOMB}), f"source.xlsx {SHEET}: a document type or an entity is declared, which is not read"),
        (changed(workbook(A1="kind"), **{SHEET: BOMB.encode("utf-16")}), f"source.xlsx {SHEET}: a document type or an entity is declared, which is not read"),
        (changed(workbook(A1="kind"), **{"xl/big.bin": b"\0" * 30_000_000}), "source.xlsx: the archive is refused: unpacked it is over 64 MB or packed too tightly"),
        (changed(workbook(A1="kind"), **{SHEET: "<worksheet"}), "source.xlsx: this is no XLSX workbook that can be read:"),
        (changed(workbook(A1="kind"), **{"xl/workbook.xml": "<a/>"}), "source.xlsx: this is no XLSX workbook that can be read:"),
        (changed(workbook(), **{SHEET: "<a>" * DEEP}), "source.xlsx: this is no XLSX workbook that can be read:"),
        (workbook(A1="kind", XFD2="x"), "source.xlsx:2: more than 100 columns; split the file"),
        (workbook(A1="kind", A5000="choice"), "source.xlsx:1002: more than 1000 blank rows; split the file"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_at_once(tmp_path, data, sentence):
    assert said(tmp_path, "table", ".xlsx", data)[0].startswith(sentence)


def test_a_zip_that_unpacks_without_end_is_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"item-{number}.xml", b" " * 20_000_000)
    assert said(tmp_path, "qti", ".zip", out.getvalue()) == [
        "source.zip: the archive is refused: unpacked it is over 64 MB or packed too tightly"
    ]


def test_too_much_is_refused_before_it_is_read(tmp_path):
    large = tmp_path / "source.json"
    with large.open("wb") as stream:
        stream.truncate(21 * 2**20)
    for name in ("label-studio", "coco", "doccano", "conll"):
        with pytest.raises(ImportProblem, match="larger than 20 MB"):
            FORMATS[name].read(large, Wanted("ko"))
    many = "\n".join(['{"text": "가", "label": [[0, 1, "x"]]}'] * 2001)
    assert said(tmp_path, "doccano", ".jsonl", many) == ["source.jsonl: more than 2000 texts; split the file"]


def test_every_broken_record_is_named_up_to_a_hundred(tmp_path):
    sentences = said(tmp_path, "doccano", ".jsonl", "\n".join(['{"text": "가", "label": [[0, "x", "x"]]}'] * 150))
    assert len(sentences) == 100
    assert sentences[1] == "source.jsonl:2 label[0][1]: a whole number is expected here, not a text"


SEEDS = {
    "label-studio": (".json", SPAN % '{"start": 0, "end": 2, "text": "가나", "labels": ["x"]}'),
    "doccano": (".jsonl", '{"text": "😀 가나", "label": [[3, 5, "x"]]}'),
    "coco": (".json", COCO % '{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10]}'),
    "conll": (".txt", "-DOCSTART- O\n\n가 B-X\n나 I-X\n"),
    "brat": (".ann", "T1\tX 0 4\tSora\nR1\tY Arg1:T1 Arg2:T1\n"),
    "qti": (".xml", QTI % (DECLARED % "a" + ASKED.replace("</qti-choice", '<qti-simple-choice identifier="b">B</qti-simple-choice></qti-choice'))),
    "table": (".csv", 'kind,text,labels,marks\nspan_labels,[가]{#m1},x|X|,m1|x\n'),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_ends_in_a_traceback(tmp_path_factory, name, data):
    suffix, seed = SEEDS[name]
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 12)))
    noise = data.draw(
        st.one_of(st.text(max_size=6), st.sampled_from(["null", "[]", "{}", '"x"', "-1", "\\ud800", "|", "\t"]))
    )
    folder = tmp_path_factory.mktemp("noise")
    file = folder / f"source{suffix}"
    file.write_bytes((seed[:start] + noise + seed[end:]).encode("utf-8", "surrogatepass"))
    if name != "conll":
        (folder / "source.txt").write_text("Sora, 소라")
    with suppress(ImportProblem, ImportProblems):
        made, _ = bring_in(name, file, bank(folder / "into"), Wanted("ko"))
        assert all(path.exists() for path in made)


def test_the_seeds_of_damage_are_right_themselves(tmp_path):
    for name, (suffix, seed) in SEEDS.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"source{suffix}").write_text(seed)
        if name != "conll":
            (folder / "source.txt").write_text("Sora, 소라")
        made, _ = bring_in(name, folder / f"source{suffix}", bank(folder / "into"), Wanted("ko", (), None))
        assert len(made) == 1, name


def test_json_with_every_kind_of_value_in_every_place_is_said_to_be_wrong(tmp_path):
    task = json.loads(SEEDS["label-studio"][1])
    for wrong in (None, 7, "x", [], {}, [[]], True, 1.5, {"id": {}}):
        for key in ("id", "data", "annotations"):
            file = tmp_path / "source.json"
            file.write_text(json.dumps([task | {key: wrong}]))
            with suppress(ImportProblem, ImportProblems):
                FORMATS["label-studio"].read(file, Wanted("ko"))
