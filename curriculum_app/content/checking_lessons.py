"""What lessons must not get wrong between files: links, terms, exercises inside them, and the other language's blocks."""

from collections import Counter
from collections.abc import Iterator

from curriculum_app.content.blocks import TEXT, Block, texts
from curriculum_app.content.library import Lesson, Library
from curriculum_app.content.markdown import TERM, heading_lines, left_over, links
from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import LANGUAGES

# Answered in a minute on a page that has more than the exercise.
CHECK_KINDS = ("choice", "rating_scale", "short_answer", "preference")


def check_lessons(library: Library, problems: Problems, _: object) -> None:
    """Note what is wrong with the bodies of lessons, by file and line."""
    for lesson in library.lessons.values():
        _links(lesson, library, problems)
        _blocks(lesson, library, problems)
        if lesson.language != LANGUAGES[0] and (pair := library.lessons.get((lesson.course, lesson.slug, LANGUAGES[0]))):
            _pair(lesson, pair, problems)


def _say(lesson: Lesson, line: int, field: str, code: str, problems: Problems, **parameters: object) -> None:
    problems.say(lesson.file, lesson.first_line + line - 1, field, code, **parameters)


def _links(lesson: Lesson, library: Library, problems: Problems) -> None:
    for block in texts(lesson.blocks):
        for number, mark in left_over(block.text):
            _say(lesson, block.line + number - 1, "", "mark_left_over", problems, mark=mark)
        for number, target in links(block.text):
            line = block.line + number - 1
            if target.startswith(TERM):
                _term(lesson, line, "", target.removeprefix(TERM), library, problems)
            elif _dead(lesson, target, library):
                _say(lesson, line, "", "link_dead", problems, target=target)


def _dead(lesson: Lesson, target: str, library: Library) -> bool:
    if target.startswith("lesson:"):
        course, _, slug = target.removeprefix("lesson:").partition("/")
        slug, _, anchor = slug.partition("#")
        there = library.lessons.get((course, slug, lesson.language))
        return there is None or (bool(anchor) and anchor not in {f"worked-{block.anchor}" for block in there.blocks})
    if target.startswith("course:"):
        return target.removeprefix("course:") not in library.courses
    if target.startswith(("https://", "mailto:")):
        return False
    return "/" in target or "\\" in target or not lesson.file.with_name(target).is_file()


def _term(lesson: Lesson, line: int, field: str, term: str, library: Library, problems: Problems) -> None:
    taxonomy, _, entry = term.partition("/")
    if not (library.term(taxonomy, entry) if entry else library.glossary.get(term)):
        _say(lesson, line, field, "term_unknown", problems, term=term)


def _blocks(lesson: Lesson, library: Library, problems: Problems) -> None:
    anchors = Counter[str]()
    checked = Counter[str]()
    for block in lesson.blocks:
        if block.sort == "worked":
            anchors[block.anchor] += 1
            if anchors[block.anchor] == 2:
                _say(lesson, block.line, "worked", "anchor_twice", problems, anchor=block.anchor)
            if (skill := block.options.get("skill")) and skill not in library.skills:
                _say(lesson, block.line, "worked.skill", "skill_unknown", problems, skill=skill)
        elif block.sort == "term":
            taxonomy_entry = block.title if "/" in block.title else f"{block.title}/"
            _term(lesson, block.line, "term", taxonomy_entry, library, problems)
        elif block.sort == "check" and block.title:
            checked[block.title] += 1
            if checked[block.title] == 2:
                _say(lesson, block.line, "check", "check_twice", problems, item=block.title)
            _check(lesson, block, library, problems)


def _check(lesson: Lesson, block: Block, library: Library, problems: Problems) -> None:
    course = library.courses.get(lesson.course)
    if course is None:
        return
    if not course.check_bank:
        _say(lesson, block.line, "check", "check_bank_missing", problems)
        return
    item = library.items.get((course.check_bank, block.title, lesson.language))
    if item is None:
        _say(lesson, block.line, "check", "item_unknown", problems, item=block.title, bank=course.check_bank)
    elif item.task.kind not in CHECK_KINDS:
        _say(lesson, block.line, "check", "check_kind", problems, kind=item.task.kind, allowed=", ".join(CHECK_KINDS))


def _pair(lesson: Lesson, pair: Lesson, problems: Problems) -> None:
    """Both languages have the same blocks in the same sections: places, notes and links are kept by them."""
    theirs = [said for _, said in _outline(pair)]
    for number, (line, said) in enumerate(_outline(lesson)):
        other = theirs[number] if number < len(theirs) else "missing"
        if said != other:
            _say(lesson, line, said, "pair_differs", problems, other=pair.file.name, theirs=other)
            return


def _outline(lesson: Lesson) -> Iterator[tuple[int, str]]:
    number = 0
    for block in lesson.blocks:
        if block.sort == TEXT:
            for line in heading_lines(block.text):
                number += 1
                yield block.line + line - 1, f"section {number}"
        elif block.sort == "worked":
            yield block.line, f"worked #{block.anchor} with {len(block.of('step'))} steps"
        elif block.sort == "contrast":
            yield block.line, f"contrast of {len(block.of('example'))} and {len(block.of('near-miss'))}"
        else:
            yield block.line, f"{block.sort} {block.title}"
    yield 1, f"{number} sections"
