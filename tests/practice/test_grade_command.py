"""`curriculum grade` says of an answer what the page would say, to authors and to batches."""

import json

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from tests.content import sample


@pytest.fixture
def grade(tmp_path, monkeypatch):
    monkeypatch.setenv("CURRICULUM_DATA_DIR", str(tmp_path / "data"))
    folder = sample.write(tmp_path) / "exercises/sample"

    def run(item, answer, *options):
        return CliRunner().invoke(main, ["grade", str(folder / item), "--answer", "-", *options], input=answer)

    return run


MARK = {"quote": "1453년", "type": "number_date_unit", "severity": "major", "correction": "1443년", "evidence": [1]}


def test_the_verdict_is_printed_as_json_and_marks_may_be_given_by_quote(grade):
    result = grade("mark.ko.yaml", json.dumps({"marks": [MARK]}))
    assert result.exit_code == 0, result.output
    verdict = json.loads(result.stdout)
    assert verdict["score"] == 1
    assert verdict["outcomes"][0]["reason"] == "자료와 다릅니다."


@pytest.mark.parametrize(
    ("language", "sentence"), [("ko", "1개 중 0개를 찾았고"), ("en", "You found 0 of 1 and marked nothing wrongly.")]
)
def test_the_verdict_is_said_in_words_in_either_language(grade, language, sentence):
    said = grade("mark.ko.yaml", '{"marks": []}', "--explain", "--language", language).output
    assert said.splitlines()[0].startswith("0/100")
    assert sentence in said
    assert "자료와 다릅니다." in said


def test_a_batch_has_a_verdict_or_a_refusal_a_line_and_goes_on(grade):
    lines = [json.dumps({"chosen": ["a"]}), "no json", json.dumps({"chosen": ["zzz"]}), json.dumps({"chosen": ["b"]})]
    result = grade("pick.ko.yaml", "\n".join(lines), "--batch")
    assert result.exit_code == 1
    said = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line.get("score") for line in said] == [1, None, None, 0]
    assert "answer" in said[1]["refused"]
    assert "chosen" in said[2]["refused"]


@pytest.mark.parametrize("answer", ["", "[]", "1", '{"marks": 7}', '{"marks": [7]}', "[" * 20_000, '{"marks": [{"quote": "나라"}]}'])
def test_what_is_no_answer_is_refused_with_its_place(grade, answer):
    result = grade("mark.ko.yaml", answer)
    assert result.exit_code == 1
    assert ": " in result.output
    assert "Traceback" not in result.output


def test_a_broken_file_is_named_by_line_and_field(grade, tmp_path):
    file = tmp_path / "exercises/sample/pick.ko.yaml"
    file.write_text(file.read_text().replace("answer: [a]", "answer: [c]"))
    result = grade("pick.ko.yaml", "{}")
    assert result.exit_code == 1
    assert "pick.ko.yaml:17 gold.answer.0" in result.output
