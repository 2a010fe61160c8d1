"""Short answers, corrected texts and transcripts through the pages: posted without JavaScript, graded, refused by the field."""

import wave
from uuid import uuid4

import pytest
import yaml

from tests.practice.tour import PAGE, TOUR, course_with, hand_in, item, result

ITEMS = [f"{kind}-{number}" for kind in ("short-answer", "rewrite", "transcription") for number in (1, 2)]


@pytest.fixture
def tour(app, tmp_path, trainee):
    """A trainee in the sample course with the items of these kinds, and one to hear."""
    with course_with(tmp_path, [*ITEMS, "spoken"], _write_spoken):
        yield trainee


def _write_spoken(folder):
    """An item with a recording of silence."""
    with wave.open(str(folder / "spoken.wav"), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(8000)
        recording.writeframes(bytes(1600))
    said = {
        "id": str(uuid4()), "kind": "transcription", "title": "s", "languages": ["ko"], "skills": ["use_evidence"], "difficulty": 1,
        "minutes": 1, "instructions": "i", "audio": "spoken.wav", "gold": {"text": "네", "reason": "r"},
    }  # fmt: skip
    (folder / "spoken.ko.yaml").write_text(yaml.safe_dump(said, allow_unicode=True))


def gold(name):
    return item(name)["gold"]


def test_right_answers_posted_by_the_plain_form_earn_everything(tour):
    typed = {"monthly": "270만 원", "deposit": "14,400,000원", "truck": "2.5톤", "key": "건물 1층 관리실"}
    page = result(tour, "short-answer-1", **{f"blanks-{name}": text for name, text in typed.items()})
    assert "<strong>100</strong>" in page
    assert gold("short-answer-1")["deposit"]["reason"] in page
    assert "<strong>100</strong>" in result(tour, "rewrite-1", text=gold("rewrite-1")["edits"][0])
    for name in ("transcription-1", "transcription-2"):
        assert "<strong>100</strong>" in result(tour, name, text=gold(name)["text"])


def test_a_number_that_cannot_be_read_is_refused_by_its_field_and_stays(tour):
    refused = hand_in(tour, "short-answer-1", **{"blanks-monthly": "삼십", "blanks-key": "관리실"})
    assert refused.status_code == 422
    assert 'href="#blanks-monthly"' in refused.text
    assert 'id="blanks-monthly" name="blanks-monthly" value="삼십"' in refused.text
    assert 'value="관리실"' in refused.text


def test_nearly_right_answers_say_what_is_off(tour):
    page = result(tour, "short-answer-1", **{"blanks-monthly": "240만 원", "blanks-deposit": "14400000"})
    assert gold("short-answer-1")["monthly"]["near"][0]["reason"] in page
    assert "수는 맞지만 단위가 없습니다." in page
    assert "비워 두었습니다." in page


def test_the_text_to_mend_stands_in_the_form_and_its_changes_are_shown_in_words(tour):
    page = tour.get(PAGE + "rewrite-1").text
    assert "돌려줄수 있습니다.</textarea>" in page
    page = result(tour, "rewrite-1", text=gold("rewrite-1")["edits"][0].replace("40석", "사십 석"))
    assert '<del><span class="visually-hidden">삭제: </span>매일</del>' in page
    assert '<ins><span class="visually-hidden">추가: </span>평일</ins>' in page
    assert gold("rewrite-1")["edits"][0] in page


def test_what_is_typed_is_shown_as_text(tour):
    page = result(tour, "rewrite-1", text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_text_is_refused_and_stays_empty(tour):
    for name in ("rewrite-1", "transcription-1"):
        refused = hand_in(tour, name, text=" ")
        assert refused.status_code == 422
        assert 'href="#text"' in refused.text


def test_the_picture_travels_and_is_shown_with_the_transcripts(tour):
    page = tour.get(PAGE + "transcription-1").text
    address = page.split('<img class="stimulus" src="')[1].split('"')[0]
    assert tour.get(address).data == (TOUR / "transcription-1.ko.svg").read_bytes()
    page = result(tour, "transcription-1", text="민수 씨, 내일 오후 3시에 회의실 B로 오세요.")
    assert f'src="{address}"' in page
    assert gold("transcription-1")["places"][0]["reason"] in page


def test_a_recording_is_played_and_can_be_fetched_in_ranges(tour):
    page = tour.get(PAGE + "spoken").text
    address = page.split("<audio ")[1].split('src="')[1].split('"')[0]
    whole = tour.get(address)
    assert whole.data.startswith(b"RIFF")
    part = tour.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, whole.data[:10])
    assert "<strong>100</strong>" in result(tour, "spoken", text="네")
