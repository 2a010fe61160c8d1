"""Course paths: read, checked by file, line and field, and what follows from them."""

import pytest
import yaml

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.learning.catalogue import Catalogue
from tests.content import sample

OWN = "22222222-2222-4222-8222-2222222222"


def write(folder, paths, **asked):
    """The sample with two further courses, and what each asks for first."""
    sample.write(folder)
    for number, slug in enumerate(("second", "third"), 1):
        place = folder / "courses" / slug / "lessons"
        place.mkdir(parents=True)
        course = yaml.safe_load(sample.COURSE) | {"id": f"{OWN}{number}0"}
        course["modules"][0] |= {"id": f"{OWN}{number}1", "practice": []}
        del course["exam"]
        (place.parent / "course.yaml").write_text(yaml.safe_dump(course))
        for language in ("ko", "en"):
            lesson = sample.LESSON.replace("11111111-1111-4111-8111-111111111113", f"{OWN}{number}3")
            (place / f"01-basics.{language}.md").write_text(lesson.replace("sample/basics", f"{slug}/basics"))
    for slug, first in asked.items():
        file = folder / "courses" / slug / "course.yaml"
        file.write_text(file.read_text() + f"prerequisites: [{', '.join(first)}]\n")
    (folder / "courses/paths.yaml").write_text(paths)
    return folder


def problems(folder):
    library, found = read([folder])
    return [str(problem).removeprefix(f"{folder}/courses/") for problem in check(library, found)]


PATH = """\
order: [sample, second]
paths:
  work:
    title: {ko: 일, en: Work}
    about: {ko: 일입니다., en: It is work.}
    courses: [sample, second]
"""


def test_a_right_file_has_no_problems(tmp_path):
    assert problems(write(tmp_path, PATH, second=["sample"])) == []


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        (PATH.replace("[sample, second]\npaths", "[sample, fourth]\npaths"), "paths.yaml:1 order.1: there is no course 'fourth'"),
        (PATH.replace("courses: [sample, second]", "courses: [sample, fourth]"),
         "paths.yaml:6 paths.work.courses.1: there is no course 'fourth'"),
        (PATH.replace("courses: [sample, second]", "courses: [sample, sample]"),
         "paths.yaml:6 paths.work.courses.1: the course 'sample' is named twice"),
        (PATH.replace("    title", "    titel"), "paths.yaml:4 paths.work.titel: unknown key"),
        (PATH.replace("courses: [sample, second]", "courses: [sample]"), "paths.yaml:6 paths.work.courses: "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_line_and_field(tmp_path, paths, problem):
    assert any(found.startswith(problem) for found in problems(write(tmp_path, paths))), problems(tmp_path)


def test_what_a_course_asks_for_stands_before_it(tmp_path):
    folder = write(tmp_path, PATH.replace("courses: [sample, second]", "courses: [second, third]"), second=["sample"])
    assert problems(folder) == [
        "paths.yaml:6 paths.work.courses.0: 'second' asks for 'sample' first, which does not stand before it here"
    ]
    (folder / "courses/paths.yaml").write_text("order: [second, sample]\n")
    assert problems(folder) == ["paths.yaml:1 order.0: 'second' asks for 'sample' first, which does not stand before it here"]
    (folder / "courses/paths.yaml").write_text("order: [second]\n")  # an order may leave courses out
    assert problems(folder) == []


def test_courses_that_ask_for_each_other_are_found_out(tmp_path):
    folder = write(tmp_path, "order: []\n", second=["third"], third=["second"])
    said = "what it asks for first asks, in the end, for this course itself"
    assert [found for found in problems(folder) if said in found] == [
        f"second/course.yaml:{line_of(folder, 'second')} prerequisites.0: {said}",
        f"third/course.yaml:{line_of(folder, 'third')} prerequisites.0: {said}",
    ]


def line_of(folder, slug):
    lines = (folder / "courses" / slug / "course.yaml").read_text().splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith("prerequisites"))


def course(title, *first):
    both = {"ko": title, "en": title}
    module = {"id": f"{OWN}20", "title": both, "lessons": ["x"]}
    return {"id": f"{OWN}21", "title": both, "summary": both, "skills": ["s"], "modules": [module], "practice_bank": "b",
            "prerequisites": first, "minutes": {"ko": 1, "en": 1}}  # fmt: skip


def catalogue(order, *paths, **courses):
    empty = {"banks": {}, "skills": {}, "taxonomies": {}, "lessons": [], "items": [], "pictures": {}}
    both = {"ko": "x", "en": "x"}
    written = {str(n): {"title": both, "about": both, "courses": one} for n, one in enumerate(paths)}
    return Catalogue(1, empty | {"courses": courses, "paths": {"order": order, "paths": written}})


def test_courses_come_in_the_recommended_order_and_the_others_after_them():
    found = catalogue(["b", "a", "gone"], a=course("a"), b=course("b"), c=course("c"))
    assert list(found.courses) == ["b", "a", "c"]


def test_after_a_course_comes_the_next_on_a_path_and_what_asks_for_it():
    found = catalogue([], ["a", "b"], ["a", "c"], a=course("a"), b=course("b"), c=course("c"), d=course("d", "a"))
    assert found.following("a") == ["b", "c", "d"]
    assert found.following("c") == []


def test_a_curriculum_loaded_before_there_were_paths_still_opens():
    found = catalogue([], a=course("a"))
    assert (found.following("a"), found.paths.order) == ([], ())
