"""The runner tells agreement from difference, and the shared cases agree where they are at hand."""

import json
from pathlib import Path

import pytest

from tests.conformance.__main__ import main

SHARED = Path(__file__).parents[3] / "shared/conformance"


def case(**expected):
    return {"id": "c1", "gold": [1, 2, 3], "answer": [1, 3, 2], "expected": {"kendall_tau_b": 1 / 3, **expected}}


def run(tmp_path, cases, capsys):
    (tmp_path / "ranks-of-ours.json").write_text(json.dumps({"meta": {}, "cases": cases}))
    return main(str(tmp_path)), capsys.readouterr().out


def test_a_folder_of_the_same_form_is_read_whatever_its_files_are_called(tmp_path, capsys):
    code, said = run(tmp_path, [case(spearman=0.5, pearson=0.5, weighted_tau=0.5)], capsys)
    assert code == 1  # the weighted tau is made up
    assert "ranks-of-ours: 1 cases, 0 agree, 1 DIFFER" in said
    assert "c1: weighted_tau is" in said
    assert "NOT DOCUMENTED" in said


def test_what_is_no_form_we_know_is_said(tmp_path, capsys):
    code, said = run(tmp_path, [{"id": "x", "expected": {}}], capsys)
    assert code == 1
    assert "no known form" in said


def test_an_empty_folder_is_no_agreement(tmp_path):
    assert main(str(tmp_path)) == 2


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not beside this checkout")
def test_the_shared_cases_agree_but_for_what_is_documented(capsys):
    assert main(str(SHARED)) == 0
    assert "fever_claims: 120 cases, 120 agree" in capsys.readouterr().out
