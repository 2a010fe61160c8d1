"""Certificate designs: the schema of certificates/<design>/certificate.yaml, and reading a design's folder with what is wrong in it."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError, meta
from pydantic import Field, TypeAdapter

from curriculum_app import shipped
from curriculum_app.content.design_pages import CONTEXT, environment
from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import Both, Kind, Level, Orientation
from curriculum_app.content.yaml_files import Document, Path_, read_text, read_yaml
from curriculum_app.grading.verdict import Frozen

SETTINGS, PAGE, STYLE = "certificate.yaml", "certificate.html", "certificate.css"
LEVELS: tuple[Level, ...] = ("associate", "reviewer", "domain-expert")
# What only a registered private qualification may be called, and what no certificate may be called at all.
QUALIFICATION = re.compile(r"자격증")
BY_THE_STATE = re.compile(
    r"국가\s*공인|(?:state|government|national(?:ly)?)[\s-]*(?:accredited|approved|certified|licensed|recogni[sz]ed)",
    re.IGNORECASE,
)


class Lines(Frozen):
    """What is certified: in Korean line by line, in English as one sentence."""

    ko: tuple[str, ...] = Field(min_length=1, max_length=3)
    en: str = Field(min_length=1)


class LevelWords(Frozen):
    """A level's name, and what is certified of those who reach it."""

    name: Both
    words: Lines


class NameFit(Frozen):
    """How the holder's name is set: sizes in points, tried one after another until it fits the width in millimetres."""

    portrait: float = Field(100, gt=20, lt=250)
    landscape: float = Field(150, gt=20, lt=250)
    sizes: tuple[float, ...] = Field((22, 18, 15, 12.5), min_length=1, max_length=8)


class Design(Frozen):
    """certificate.yaml."""

    kind: Kind
    title: Both
    qualification_title: Both | None = None  # in its place where a registered qualification is given
    words: Lines | None = None
    levels: dict[Level, LevelWords] = {}
    orientations: tuple[Orientation, ...] = Field(("portrait",), min_length=1)
    seal: str = Field(min_length=2, max_length=6)  # of the school, where no organisation's seal is there
    birth_date: bool = False
    name: NameFit = NameFit()


DESIGN: TypeAdapter[Design] = TypeAdapter(Design)


@dataclass(frozen=True)
class DesignFiles:
    """A design and the folder it lies in."""

    name: str
    folder: Path
    design: Design


def read_design(folder: Path, problems: Problems) -> DesignFiles | None:
    """The design of a folder, with everything wrong in its settings, its page and its style sheets noted."""
    document = read_yaml(folder / SETTINGS, problems)
    design = document.check(DESIGN, problems) if document else None
    if document is None or design is None:
        return None
    _settings(document, design, problems)
    _style_sheets(document, folder, design, problems)
    _page(folder / PAGE, problems)
    return DesignFiles(folder.name, folder, design)


def read_designs(folder: Path, problems: Problems) -> dict[str, DesignFiles]:
    """Every design in a folder of them, by name."""
    places = sorted(path.parent for path in folder.glob(f"*/{SETTINGS}"))
    return {files.name: files for place in places if (files := read_design(place, problems))}


def shipped_designs() -> dict[str, DesignFiles]:
    """The designs that come with the school."""
    return read_designs(shipped.root() / "certificates", Problems())


def _settings(document: Document, design: Design, problems: Problems) -> None:
    if design.kind == "level":
        for level in LEVELS:
            if level not in design.levels:
                document.say(problems, ("levels",), "design_level_missing", level=level)
    elif design.levels:
        document.say(problems, ("levels",), "design_levels_needless", kind=design.kind)
    if design.words is None and design.kind != "level":
        document.say(problems, ("words",), "missing")
    if list(design.name.sizes) != sorted(set(design.name.sizes), reverse=True):
        document.say(problems, ("name", "sizes"), "design_sizes")
    _spoken(document, document.value, (), problems)


def _spoken(document: Document, value: object, path: Path_, problems: Problems) -> None:
    """Note the words no certificate may use, and those that only a registered qualification may."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _spoken(document, inner, (*path, key), problems)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _spoken(document, inner, (*path, number), problems)
    elif isinstance(value, str):
        if found := BY_THE_STATE.search(value):
            document.say(problems, path, "design_state", words=found[0])
        if QUALIFICATION.search(value) and path[:1] != ("qualification_title",):
            document.say(problems, path, "design_qualification")


def _style_sheets(document: Document, folder: Path, design: Design, problems: Problems) -> None:
    for name in (STYLE, *(f"{orientation}.css" for orientation in design.orientations)):
        if not (folder / name).is_file():
            place: Path_ = ("orientations",) if name != STYLE else ()
            document.say(problems, place, "design_file_missing", name=name)


def _page(file: Path, problems: Problems) -> None:
    """Note what is wrong in a page before it is ever printed: its syntax, unknown names, words it may not use."""
    source = read_text(file, problems)
    if source is None:
        return
    sandbox = environment(file.parent)
    try:
        tree = sandbox.parse(source)
        sandbox.compile(tree)  # finds filters and tests that are not there
    except TemplateError as error:
        at = error.lineno if isinstance(error, TemplateSyntaxError) else 0
        problems.say(file, at, "", "design_page", why=error.message or "")
        return
    for name in sorted(meta.find_undeclared_variables(tree) - CONTEXT):
        problems.say(file, _line_of(source, name), name, "design_name_unknown", allowed=", ".join(sorted(CONTEXT)))
    for number, line in enumerate(source.splitlines(), 1):
        if found := BY_THE_STATE.search(line):
            problems.say(file, number, "", "design_state", words=found[0])
        if QUALIFICATION.search(line):
            problems.say(file, number, "", "design_qualification")


def _line_of(source: str, name: str) -> int:
    found = re.search(rf"\b{re.escape(name)}\b", source)
    return source.count("\n", 0, found.start()) + 1 if found else 0
