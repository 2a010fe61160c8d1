"""The report: figures, words, tables and charts, and the same to take away."""

import csv
import io

import pytest

from tests.content.sample_project import QUEUES
from tests.projects.bots import adaptive, stubborn


def careless(slug, now):
    """Errs at the first go on three items, and mends them."""
    right = adaptive(slug, now)
    return "hold" if slug in {"money", "gift", "smaller"} and slug not in now.first else right


@pytest.fixture
def done(worker):
    worker.do_all(careless)
    return worker


def test_there_is_no_report_before_a_day_is_done(worker):
    worker.pass_gate()
    for suffix in ("", ".csv", ".json"):
        assert worker.get(f"/report{suffix}").status_code == 404
    worker.do_day(1, adaptive)
    report = worker.get("/report.json").json
    assert [day["day"] for day in report["days"]] == [1]
    assert report["drill"] is None
    assert {row["affected"] for row in report["answers"]} == {None}
    assert "마지막 날 작업이 끝나면" in worker.get("/report").text


def test_the_figures_rest_on_first_answers(done):
    report = done.get("/report.json").json
    items = sum(map(len, QUEUES))
    assert report["quality"]["n"] == items
    assert report["quality"]["mean"] == pytest.approx((items - 3) / items)
    assert [day["sent_back"] for day in report["days"]] == [1, 0, 1, 1, 0]
    assert report["send_backs"] == {"items": items, "sent_back": 3, "corrected": 3, "mended": 3, "gain": 1}
    assert set(report["clauses"]) == {"refund", "exchange"}
    assert report["labels"]["교환"]["n"] == 8  # by the version in force: three faulty things before the change among them
    assert report["labels"]["고장 접수"] == {"mean": 1, "n": 3, "low": pytest.approx(0.438, abs=1e-3), "high": 1}
    assert report["agreement"]["percent"]["mean"] == report["quality"]["mean"]
    assert 0 < report["agreement"]["kappa"] < 1
    assert report["gate"] == [{"try": 1, "mean": 1, "passed": True}]
    assert report["finished_at"]


def test_the_page_has_every_chart_as_a_table_and_every_figure_with_its_range(done):
    page = done.get("/report").text
    assert page.count("<figure") == page.count("같은 내용을 표로 보기") == 5
    assert "프로젝트 목표" in page
    assert "79 <span class=\"reach-words\">52–92</span>" in page
    assert "답 14개 중 3개가 반려되었습니다(21%)." in page
    assert "변경을 따름" in page
    assert " style=" not in page


def test_the_table_to_take_away_has_a_row_for_each_answer(done):
    answer = done.get("/report.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="project-report.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == sum(map(len, QUEUES))
    assert [row["반려"] for row in rows].count("예") == 3
    assert [row["답의 기준"] for row in rows if row["답의 기준"]] == ["새 지침에 따름"] * 3
    assert all(row["초"].isdecimal() for row in rows)


def test_in_english_too(worker):
    worker.here.post("/language", {"language": "en"})
    worker.do_all(stubborn)
    page = worker.get("/report").text
    assert "Stayed with the old rule" in page
    assert "Perseveration" in page


def test_a_report_costs_few_queries(done, count_queries):
    with count_queries() as statements:
        assert done.get("/report").status_code == 200
    assert len(statements) <= 20
