"""Each format's documented example, its structure as the documentation shows it, becomes what it should and loses what is said."""

import json

import pytest

from tests.content.exchanged import brought


def marks(value):
    return [(name, mark["label"], mark["reason"]) for name, mark in value["gold"]["marks"].items()]


# Label Studio: labelstud.io/guide/task_format ("Label Studio JSON format of annotated tasks"), tags/labels, tags/choices,
# tags/rectanglelabels
TASK = {
    "id": 1,
    "created_at": "2021-03-09T21:52:49.513742Z",
    "updated_at": "2021-03-09T22:16:08.746926Z",
    "project": 83,
    "data": {"image": "https://example.com/label-studio/1.jpg"},
    "annotations": [
        {
            "id": "1001",
            "result": [
                {
                    "from_name": "tag",
                    "id": "Dx_aB91ISN",
                    "source": "$image",
                    "to_name": "img",
                    "type": "rectanglelabels",
                    "value": {
                        "height": 10.4,
                        "rectanglelabels": ["Robot"],
                        "rotation": 0,
                        "width": 12.4,
                        "x": 50.8,
                        "y": 5.8,
                    },
                }
            ],
            "was_cancelled": False,
            "ground_truth": False,
            "created_at": "2021-03-09T22:16:08.728353Z",
            "updated_at": "2021-03-09T22:16:08.728378Z",
            "lead_time": 4.288,
            "result_count": 0,
            "task": 1,
            "completed_by": 10,
        }
    ],
    "predictions": [{"created_ago": "3 hours", "model_version": "model 1", "result": []}],
}


def test_a_label_studio_task_with_a_box_in_percents_needs_the_size_of_the_picture(tmp_path):
    made, lost = brought(tmp_path, "label-studio", json.dumps([TASK]), ".json")
    assert made == {}
    assert lost == [
        "task 1: created_at, updated_at, project, predictions",
        "task 1, annotation 1001: created_at, updated_at, lead_time, result_count, task, completed_by",
        "task 1, rectanglelabels Dx_aB91ISN: the whole result: without original_width and original_height its percents are no pixels",
        "task 1: the whole task: nothing in its annotation can be carried",
    ]


def test_a_label_studio_box_of_the_tags_page_becomes_pixels(tmp_path):
    result = TASK["annotations"][0]["result"][0] | {
        "original_width": 1920,
        "original_height": 1280,
        "image_rotation": 0,
    }
    result |= {"value": {"x": 3.1, "y": 8.2, "width": 20, "height": 16, "rectanglelabels": ["Car"]}}
    task = {"id": 1, "data": TASK["data"], "annotations": [{"id": 1, "result": [result]}]}
    made, lost = brought(tmp_path, "label-studio", json.dumps([task]), ".json")
    assert made["source-1"]["gold"] == {
        "boxes": {"b1": {"box": [59.52, 104.96, 384, 204.8], "label": "car", "reason": ""}}
    }
    assert made["source-1"]["labels"] == [{"id": "car", "name": "Car", "definition": ""}]
    assert (made["source-1"]["width"], made["source-1"]["height"]) == (1920, 1280)
    assert lost == [
        "task 1: the picture itself (https://example.com/label-studio/1.jpg): put it beside the item as 1.jpg"
    ]


def test_label_studio_spans_and_choices_become_an_item_each(tmp_path):
    span = {"from_name": "label", "id": "Qy_w1", "origin": "manual", "to_name": "text", "type": "labels",
            "value": {"start": 3, "end": 5, "text": "서울", "labels": ["Place", "City"]}}  # fmt: skip
    choice = {"from_name": "mood", "id": "c1", "to_name": "text", "type": "choices", "value": {"choices": ["좋음"]}}
    other = choice | {"id": "c2", "value": {"choices": ["나쁨"]}}
    rating = {"from_name": "stars", "id": "r1", "to_name": "text", "type": "rating", "value": {"rating": 4}}
    tasks = [
        {"id": 7, "data": {"text": "저는 서울에 삽니다."}, "annotations": [{"id": 1, "result": [span, choice, rating]}]},
        {"id": 8, "data": {"text": "비가 옵니다.", "ref": "x"}, "annotations": [
            {"id": 2, "was_cancelled": True, "result": []}, {"id": 3, "result": [other]},
            {"id": 4, "ground_truth": True, "result": [other]}]},
        {"id": 9, "data": {"text": "아무도 안 봤습니다."}, "annotations": []},
    ]  # fmt: skip
    made, lost = brought(tmp_path, "label-studio", json.dumps(tasks), ".json")
    spans, mood, bad = made["source-1"], made["source-1-2"], made["source-2"]
    assert spans["text"] == "저는 [[서울]{#m2}]{#m1}에 삽니다."
    assert marks(spans) == [("m1", "place", ""), ("m2", "city", "")]
    assert mood["options"] == bad["options"] == [{"id": "c_1", "text": "좋음"}, {"id": "c_2", "text": "나쁨"}]
    assert mood["gold"] == {"answer": ["c_1"], "reasons": {"c_1": "", "c_2": ""}}
    assert bad["gold"]["answer"] == ["c_2"]
    assert lost == [
        "task 7, labels Qy_w1: origin",
        "task 7, rating r1: the whole result",
        "task 8, annotation 2: the whole annotation",
        "task 8, annotation 3: the whole annotation",
        "task 9: the whole task: nobody has annotated it",
        "task 8, data: ref",
    ]


# doccano: the examples of its import and export pages
def test_doccano_lines_with_triples_become_spans(tmp_path):
    lines = [
        {"id": 1, "text": "EU는 독일의 요청을 거절했습니다.", "label": [[0, 2, "ORG"], [4, 6, "MISC"]]},
        {"id": 2, "text": "Peter Kim", "label": [[0, 9, "PERSON"]], "Comments": ["확인"]},
        {"id": 3, "text": "아무것도 없습니다.", "label": []},
    ]
    made, lost = brought(tmp_path, "doccano", "\n".join(map(json.dumps, lines)) + "\n", ".jsonl")
    assert made["source-1"]["text"] == "[EU]{#m1}는 [독일]{#m2}의 요청을 거절했습니다."
    assert marks(made["source-1"]) == [("m1", "org", ""), ("m2", "misc", "")]
    assert [label["name"] for label in made["source-2"]["labels"]] == ["ORG", "MISC", "PERSON"]
    assert lost == [
        "text 2: Comments",
        "text 3: the whole text: it has no labels, and whether anybody looked the file does not say",
    ]


def test_doccano_entities_come_without_their_relations(tmp_path):
    line = {
        "text": "하늘은 2020년 5월에 바다와 만났습니다.",
        "entities": [
            {"id": 0, "start_offset": 0, "end_offset": 2, "label": "PERSON"},
            {"id": 1, "start_offset": 4, "end_offset": 12, "label": "DATE"},
        ],
        "relations": [{"from_id": 0, "to_id": 1, "type": "metOn"}],
    }
    made, lost = brought(tmp_path, "doccano", json.dumps(line), ".jsonl")
    assert made["source-1"]["text"] == "[하늘]{#m1}은 [2020년 5월]{#m2}에 바다와 만났습니다."
    assert lost == ["line 1: relations"]


def test_doccano_classes_of_texts_become_choices(tmp_path):
    lines = [{"text": "훌륭합니다.", "label": ["positive"]}, {"data": "별로입니다.", "label": ["negative", "short"]}]
    made, lost = brought(tmp_path, "doccano", json.dumps(lines), ".json")
    assert made["source-2"]["many"] is True
    assert made["source-2"]["stimulus"] == [{"text": "별로입니다."}]
    assert made["source-2"]["gold"] == {
        "answer": ["negative", "short"],
        "reasons": {"positive": "", "negative": "", "short": ""},
    }
    assert lost == []


# CoNLL-2003: clips.uantwerpen.be/conll2003/ner, four columns, IOB1 as the task wrote it, and its IOB2 form
SENTENCE = [
    ("U.N.", "NNP", "I-NP", "ORG"), ("official", "NN", "I-NP", ""), ("Ekeus", "NNP", "I-NP", "PER"),
    ("Rolf", "NNP", "I-NP", "PER"), ("heads", "VBZ", "I-VP", ""), ("Baghdad", "NNP", "I-NP", "LOC"), (".", ".", "O", ""),
]  # fmt: skip


@pytest.mark.parametrize("first", ["I", "B"])
def test_conll_in_iob1_and_in_iob2_mean_the_same(tmp_path, first):
    rows, before = ["-DOCSTART- -X- O O", ""], ""
    for word, pos, chunk, kind in SENTENCE:
        tag = f"{'I' if kind == before else first}-{kind}" if kind else "O"
        rows.append(f"{word} {pos} {chunk} {tag}")
        before = kind
    made, lost = brought(tmp_path, "conll", "\n".join([*rows, "", "Bye . O O", ""]), ".txt")
    value = made["source-1"]
    assert value["text"] == "[U.N.]{#m1} official [Ekeus Rolf]{#m2} heads [Baghdad]{#m3} .\nBye"
    assert marks(value) == [("m1", "org", ""), ("m2", "per", ""), ("m3", "loc", "")]
    assert lost == ["line 3: the spaces of the text: tokens are joined by one", "line 3: columns 2 to 3"]


def test_in_conll_a_b_begins_a_new_mark_right_after_its_like(tmp_path):
    made, lost = brought(tmp_path, "conll", "하늘\tB-PER\n바다\tB-PER\n와\tO\n\n없음\tO\n", ".tsv")
    assert made["source-1"]["text"] == "[하늘]{#m1} [바다]{#m2} 와"
    assert made["source-2"]["gold"] == {"marks": {}}
    assert lost == [f"line {line}: the spaces of the text: tokens are joined by one" for line in (1, 5)]


# brat: brat.nlplab.org/standoff.html
ANN = """\
T1\tOrganization 0 4\tSora
T2\tMERGE-ORG 14 27\tjoint venture
T3\tOrganization 33 41\tNorthern
E1\tMERGE-ORG:T2 Org1:T1 Org2:T3
T4\tCountry 75 81\tSweden
R1\tOrigin Arg1:T3 Arg2:T4
A1\tNegation E1
N1\tReference T1 Wikipedia:534366\tSora
#1\tAnnotatorNotes T1\tsee the handbook
*\tEquiv T1 T3
T5\tLocation 0 4;75 81\tSora Sweden
"""
TEXT = "Sora formed a joint venture with Northern, a mobile phone company based in Sweden.\n"


def test_brat_gives_its_text_bound_annotations_and_lists_the_rest(tmp_path):
    (tmp_path / "source.txt").write_text(TEXT)
    made, lost = brought(tmp_path, "brat", ANN, ".ann")
    assert made["source"]["text"] == (
        "[Sora]{#m1} formed a [joint venture]{#m2} with [Northern]{#m3}, a mobile phone company based in [Sweden]{#m4}."
    )
    assert marks(made["source"]) == [
        ("m1", "organization", ""), ("m2", "merge_org", ""), ("m3", "organization", ""), ("m4", "country", ""),
    ]  # fmt: skip
    assert lost == [
        "source.ann, line 4: the event E1 MERGE-ORG:T2 Org1:T1 Org2:T3",
        "source.ann, line 6: the relation R1 Origin Arg1:T3 Arg2:T4",
        "source.ann, line 7: the attribute A1 Negation E1",
        "source.ann, line 8: the normalisation N1 Reference T1 Wikipedia:534366 Sora",
        "source.ann, line 9: the note #1 AnnotatorNotes T1 see the handbook",
        "source.ann, line 10: the equivalence * Equiv T1 T3",
        "source.ann, line 11: the mark T5 Location 'Sora Sweden': it has several parts",
        "source.ann: blanks at the ends of lines or of the text",
    ]


# COCO: cocodataset.org/#format-data
COCO = {
    "info": {"description": "COCO 2017 Dataset", "version": "1.0", "year": 2017},
    "licenses": [{"url": "http://example.org/by/2.0/", "id": 4, "name": "Attribution License"}],
    "images": [
        {"id": 242287, "license": 4, "coco_url": "http://example.org/val2017/a.jpg", "width": 426, "height": 640,
         "file_name": "a.jpg", "date_captured": "2013-11-15 02:41:42"},
        {"id": 245915, "width": 640, "height": 480, "file_name": "b.jpg"},
    ],
    "annotations": [
        {"id": 125686, "category_id": 0, "iscrowd": 0, "segmentation": [[164.81, 417.51, 167.55, 410.64, 164.81, 410.64]],
         "image_id": 242287, "area": 42061.8, "bbox": [19.23, 383.18, 314.5, 244.46]},
        {"id": 1, "category_id": 1, "iscrowd": 1, "segmentation": {"counts": [272, 2], "size": [640, 426]},
         "image_id": 242287, "area": 220834, "bbox": [0, 1, 99, 99]},
    ],
    "categories": [
        {"supercategory": "speaker", "id": 0, "name": "echo"}, {"supercategory": "speaker", "id": 1, "name": "echo dot"},
    ],
}  # fmt: skip


def test_coco_gives_boxes_and_no_crowds_or_segmentations(tmp_path):
    made, lost = brought(tmp_path, "coco", json.dumps(COCO), ".json")
    assert made["a"]["gold"] == {
        "boxes": {"b1": {"box": [19.23, 383.18, 314.5, 244.46], "label": "echo", "reason": ""}}
    }
    assert (made["a"]["picture"], made["a"]["width"], made["a"]["height"]) == ("a.jpg", 426, 640)
    assert [label["id"] for label in made["a"]["labels"]] == ["echo", "echo_dot"]
    assert made["b"]["gold"] == {"boxes": {}, "clean_reason": ""}
    assert lost == [
        "the file: info, licenses",
        "category echo: supercategory",
        "category echo dot: supercategory",
        "annotation 125686: segmentation, area",
        "annotation 1: the whole annotation: a crowd",
        "image 242287: license, coco_url, date_captured",
        "image 242287: the picture itself (a.jpg): put it beside the item as a.jpg",
        "image 245915: the picture itself (b.jpg): put it beside the item as b.jpg",
    ]


# QTI 3: imsglobal.org/spec/qti/v3p0/impl, single choice with an image, and inline feedback
def qti(body: str, correct: str, more: str = "", cardinality: str = "single") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  identifier="choice" title="Unattended bag" adaptive="false" time-dependent="false" xml:lang="en">
  <qti-response-declaration base-type="identifier" cardinality="{cardinality}" identifier="RESPONSE">
    {correct}
  </qti-response-declaration>
  <qti-outcome-declaration base-type="float" cardinality="single" identifier="SCORE"/>
  <qti-item-body>{body}</qti-item-body>
  <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>{more}
</qti-assessment-item>"""


def test_a_qti_choice_with_a_picture_keeps_text_picture_and_question_apart(tmp_path):
    body = """
    <p>Look at the text in the picture.</p>
    <p><img alt="NEVER LEAVE A BAG" src="images/sign.png"/></p>
    <qti-choice-interaction max-choices="1" response-identifier="RESPONSE" shuffle="false">
      <qti-prompt>What does it <strong>say</strong>?</qti-prompt>
      <qti-simple-choice identifier="ChoiceA">You must stay with your bag.</qti-simple-choice>
      <qti-simple-choice identifier="ChoiceB">Nobody is to look after it.</qti-simple-choice>
    </qti-choice-interaction>"""
    made, lost = brought(
        tmp_path, "qti", qti(body, "<qti-correct-response><qti-value>ChoiceA</qti-value></qti-correct-response>"), ".xml"
    )  # fmt: skip
    value = made["choice"]
    assert value["question"] == "What does it say?"
    assert value["stimulus"] == [
        {"text": "Look at the text in the picture."},
        {"picture": "sign.png", "alt": "NEVER LEAVE A BAG"},
    ]
    assert [option["id"] for option in value["options"]] == ["choicea", "choiceb"]
    assert value["gold"] == {"answer": ["choicea"], "reasons": {"choicea": "", "choiceb": ""}}
    assert value["shuffle"] is False
    assert lost == [
        "choice: the picture itself (images/sign.png): put it beside the item as sign.png",
        "choice: markup, of which the text is kept: strong",
    ]


def test_qti_inline_feedback_becomes_reasons_and_a_mapping_tells_what_is_right(tmp_path):
    body = """
    <qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="2" min-choices="1">
      <qti-prompt>Which elements form water?</qti-prompt>
      <qti-simple-choice identifier="H" fixed="true">Hydrogen
        <qti-feedback-inline outcome-identifier="FEEDBACK" identifier="H" show-hide="show">Two atoms.</qti-feedback-inline>
      </qti-simple-choice>
      <qti-simple-choice identifier="O">Oxygen</qti-simple-choice>
      <qti-simple-choice identifier="Cl">Chlorine</qti-simple-choice>
    </qti-choice-interaction>"""
    mapping = """<qti-mapping lower-bound="0" upper-bound="2" default-value="-2">
      <qti-map-entry map-key="H" mapped-value="1"/><qti-map-entry map-key="O" mapped-value="1"/>
      <qti-map-entry map-key="Cl" mapped-value="-1"/></qti-mapping>"""
    modal = '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="done" show-hide="show">Well.</qti-modal-feedback>'
    made, lost = brought(tmp_path, "qti", qti(body, mapping, modal, "multiple"), ".xml")
    value = made["choice"]
    assert value["many"] is True
    assert value["gold"] == {"answer": ["h", "o"], "reasons": {"h": "Two atoms.", "o": "", "cl": ""}}
    assert value["options"][0] == {"id": "h", "text": "Hydrogen"}
    assert lost == [
        "choice: qti-modal-feedback done",
        "choice: qti-mapping: what each choice is worth",
        "choice: max-choices 2",
        "choice: min-choices 1",
        "choice: that H stay where they are when choices are shuffled",
    ]


def test_a_qti_item_of_another_interaction_is_a_loss(tmp_path):
    body = '<p>Name: <qti-text-entry-interaction response-identifier="RESPONSE"/></p>'
    made, lost = brought(tmp_path, "qti", qti(body, ""), ".xml")
    assert made == {}
    assert lost == ["choice: the whole item: qti-text-entry-interaction, where one qti-choice-interaction is read"]


# CSV: RFC 4180, quotes, commas and line ends within fields
def test_a_csv_is_read_as_rfc_4180_has_it_and_other_columns_are_lost(tmp_path):
    rows = [
        "kind,title,question,options,answer,level",
        'choice,"A ""title"", here",왜?,"a | 하나',
        'b | 둘 | 아닙니다",a,7',
    ]
    made, lost = brought(tmp_path, "table", "\r\n".join(rows) + "\r\n", ".csv")
    value = made["source-1"]
    assert value["title"] == 'A "title", here'
    assert value["options"] == [{"id": "a", "text": "하나"}, {"id": "b", "text": "둘"}]
    assert value["gold"] == {"answer": ["a"], "reasons": {"a": "", "b": "아닙니다"}}
    assert lost == ["the table: the column level"]
