"""courses/paths.yaml: the order in which courses are recommended, and the ways through several of them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pydantic import Field, TypeAdapter

from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import Both, Course
from curriculum_app.content.yaml_files import Path_, read_yaml
from curriculum_app.grading.verdict import Frozen


class CoursePath(Frozen):
    """A way through several courses to one kind of work."""

    title: Both
    about: Both
    courses: tuple[str, ...] = Field(min_length=2)


class Paths(Frozen):
    """The file. Courses that `order` does not name come after those it names."""

    order: tuple[str, ...] = ()
    paths: dict[str, CoursePath] = {}


PATHS: TypeAdapter[Paths] = TypeAdapter(Paths)


class WrittenPaths(NamedTuple):
    """What stands in one folder's file."""

    file: Path
    paths: Paths


class Courses(Protocol):
    """Who knows the courses: a library."""

    courses: dict[str, Course]
    paths: list[WrittenPaths]


class Sayer(Protocol):
    """Who can say a problem with its line."""

    def say(self, problems: Problems, file: Path, path: Path_, code: str, **parameters: object) -> None: ...


def read_paths(folder: Path, library: Courses, problems: Problems) -> None:
    """Read a folder's file, if there is one."""
    file = folder / "paths.yaml"
    if file.exists() and (document := read_yaml(file, problems)) and (paths := document.check(PATHS, problems)):
        library.paths.append(WrittenPaths(file, paths))


def check_paths(library: Courses, problems: Problems, sources: Sayer) -> None:
    """Every course named is there and named once, and what it asks for stands before it."""
    for file, paths in library.paths:
        _check_list(paths.order, ("order",), False, file, library.courses, problems, sources)
        for name, one in paths.paths.items():
            _check_list(one.courses, ("paths", name, "courses"), True, file, library.courses, problems, sources)


def _check_list(named: tuple[str, ...], path: Path_, whole: bool, file: Path, courses: Mapping[str, Course], problems: Problems,
                sources: Sayer) -> None:  # fmt: skip
    """`whole`: what a course asks for must stand in the list; else only not behind it."""
    for number, slug in enumerate(named):
        if slug not in courses:
            sources.say(problems, file, (*path, number), "course_unknown", course=slug)
            continue
        if slug in named[:number]:
            sources.say(problems, file, (*path, number), "course_twice", course=slug)
        for before in courses[slug].prerequisites:
            if before in courses and before not in named[:number] and (whole or before in named):
                sources.say(problems, file, (*path, number), "prerequisite_later", course=slug, before=before)


def circles(courses: Mapping[str, Course]) -> Iterator[tuple[str, int]]:
    """Prerequisites that lead back to the course itself: (course, which of its prerequisites)."""
    for slug, course in courses.items():
        for number, first in enumerate(course.prerequisites):
            seen, waiting = set[str](), [first]
            while waiting:
                name = waiting.pop()
                if name not in seen and name in courses:
                    seen.add(name)
                    waiting += courses[name].prerequisites
            if slug in seen:
                yield slug, number


def merged(written: list[WrittenPaths]) -> dict[str, Any]:
    """The paths of all folders in one, as the manifest keeps them; a later folder adds to an earlier one."""
    whole = Paths(
        order=tuple(dict.fromkeys(slug for one in written for slug in one.paths.order)),
        paths={name: path for one in written for name, path in one.paths.paths.items()},
    )
    kept: dict[str, Any] = whole.model_dump(mode="json")
    return kept
