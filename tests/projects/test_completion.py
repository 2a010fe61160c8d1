"""A course may ask for its project before it gives a certificate."""

import pytest

from tests.projects.bots import adaptive


@pytest.fixture
def folder(folder):
    course = folder / "courses/sample/course.yaml"
    course.write_text(course.read_text() + "completion: {project: done}\n")
    return folder


def asked(worker):
    page = worker.here.get("/courses/sample/certificate").text
    return page[page.index("모의 프로젝트 완료") :][:120]


def test_the_certificate_waits_for_the_project(worker):
    assert "남음" in asked(worker)
    worker.do_all(adaptive)
    assert "마침" in asked(worker)
