"""What no single file can know: ids used twice, pairs that differ, dead links, exams that can't be drawn."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from curriculum_app.content.library import Item, Lesson, Library
from curriculum_app.content.markdown import links
from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import LANGUAGES, Course, Exam
from curriculum_app.content.yaml_files import Document, Path_, read_yaml

LEAST_CLEAN = 0.3


def check(library: Library, problems: Problems) -> Problems:
    """Adds to `problems` everything wrong between the files of a library, and returns them by file and line."""
    sources = _Sources()
    for test in (_ids, _lesson_pairs, _item_pairs, _skills, _pictures, _links, _clean_share):
        test(library, problems, sources)
    for slug, course in library.courses.items():
        _course(slug, course, library, problems, sources)
    problems.sort(key=lambda problem: (str(problem.file), problem.line))
    return problems


class _Sources:
    """Files read again for the lines of their fields, only when something is wrong in them."""

    def say(self, problems: Problems, file: Path, path: Path_, code: str, **parameters: object) -> None:
        if file.suffix == ".md":
            text = file.read_text("utf-8")
            document = read_yaml(file, Problems(), text.split("---\n")[1], offset=1)
        else:
            document = read_yaml(file, Problems())
        (document or Document(file, {}, {})).say(problems, path, code, **parameters)


def _course_file(library: Library, slug: str) -> Path:
    """Where a course is written; lessons lie in a folder beside it."""
    lesson = next((lesson for lesson in library.lessons.values() if lesson.course == slug), None)
    return lesson.file.parent.parent / "course.yaml" if lesson else Path("courses") / slug / "course.yaml"


def _ids(library: Library, problems: Problems, sources: _Sources) -> None:
    owners: dict[UUID, tuple[str, Path]] = {}
    for file, path, owner, used in _all_ids(library):
        first = owners.setdefault(used, (owner, file))
        if first[0] != owner:
            sources.say(problems, file, path, "id_twice", other=first[0])


def _all_ids(library: Library) -> Iterator[tuple[Path, Path_, str, UUID]]:
    for slug, course in library.courses.items():
        yield _course_file(library, slug), ("id",), f"course {slug}", course.id
        for number, module in enumerate(course.modules):
            yield _course_file(library, slug), ("modules", number, "id"), f"module {slug} {number}", module.id
    for lesson in library.lessons.values():
        yield lesson.file, ("id",), f"lesson {lesson.course}/{lesson.slug}", lesson.head.id
    for name, bank in library.banks.items():
        yield library.bank_folders[name] / "bank.yaml", ("id",), f"bank {name}", bank.id
    for item in library.items.values():
        yield item.file, ("id",), f"item {item.bank}/{item.slug}", item.task.id


def _lesson_pairs(library: Library, problems: Problems, sources: _Sources) -> None:
    for (course, slug, language), lesson in library.lessons.items():
        for other in LANGUAGES:
            pair = library.lessons.get((course, slug, other))
            name = lesson.file.name.replace(f".{language}.", f".{other}.")
            if pair is None and not lesson.file.with_name(name).exists():
                sources.say(problems, lesson.file, (), "language_missing", language=other, pair=name)
            elif pair and other != language:
                _same(problems, sources, lesson, pair, ("id",), lesson.head.id, pair.head.id)
                _same(problems, sources, lesson, pair, ("skills",), lesson.head.skills, pair.head.skills)


def _item_pairs(library: Library, problems: Problems, sources: _Sources) -> None:
    for (bank, slug, language), item in library.items.items():
        if language not in item.task.languages:
            sources.say(problems, item.file, ("languages",), "language_not_named", language=language)
        for other in item.task.languages:
            pair = library.items.get((bank, slug, other))
            name = f"{slug}.{other}.yaml"
            if pair is None and not item.file.with_name(name).exists():
                sources.say(problems, item.file, ("languages",), "language_missing", language=other, pair=name)
            elif pair and language == "en" and other != language:
                for path, mine, theirs in _structure(item, pair):
                    _same(problems, sources, item, pair, path, mine, theirs)


def _structure(a: Item, b: Item) -> Iterator[tuple[Path_, Any, Any]]:
    """Everything two languages of one item must share."""
    for name in ("id", "kind", "languages", "skills", "difficulty", "minutes", "family"):
        yield (name,), getattr(a.task, name), getattr(b.task, name)
    yield ("sources",), a.task.sentence_count, b.task.sentence_count
    for name in ("options", "labels"):
        yield (name,), _names(getattr(a.task, name, ())), _names(getattr(b.task, name, ()))
    yield ("gold", "marks"), _names(getattr(a.gold, "marks", ())), _names(getattr(b.gold, "marks", ()))
    for name in ("answer", "verdict"):
        yield ("gold", name), getattr(a.gold, name, None), getattr(b.gold, name, None)


def _names(entries: Any) -> tuple[str, ...]:
    return tuple(sorted(entry.id for entry in entries))


def _same(
    problems: Problems, sources: _Sources, a: Item | Lesson, b: Item | Lesson, path: Path_, mine: Any, theirs: Any
) -> None:
    if mine != theirs:
        said = ", ".join(map(str, theirs)) if isinstance(theirs, tuple) else theirs
        sources.say(problems, a.file, path, "pair_differs", other=b.file.name, theirs=said)


def _skills(library: Library, problems: Problems, sources: _Sources) -> None:
    users = [(item.file, item.task.skills) for item in library.items.values()]
    users += [(lesson.file, lesson.head.skills) for lesson in library.lessons.values()]
    users += [(_course_file(library, slug), course.skills) for slug, course in library.courses.items()]
    for file, skills in users:
        for number, skill in enumerate(skills):
            if skill not in library.skills:
                sources.say(problems, file, ("skills", number), "skill_unknown", skill=skill)


def _pictures(library: Library, problems: Problems, sources: _Sources) -> None:
    for item in library.items.values():
        for number, stimulus in enumerate(getattr(item.task, "stimulus", ())):
            if stimulus.picture and not _beside(item.file, stimulus.picture):
                sources.say(
                    problems, item.file, ("stimulus", number, "picture"), "picture_missing", picture=stimulus.picture
                )


def _beside(file: Path, picture: str) -> bool:
    """Whether a picture lies in the file's own folder, not somewhere else a path may lead to."""
    return "/" not in picture and "\\" not in picture and file.with_name(picture).is_file()


def _links(library: Library, problems: Problems, sources: _Sources) -> None:
    for lesson in library.lessons.values():
        for line, target in links(lesson.body):
            where = lesson.first_line + line - 1
            if target.startswith("lesson:"):
                course, _, slug = target.removeprefix("lesson:").partition("/")
                dead = (course, slug, lesson.language) not in library.lessons
            elif target.startswith("course:"):
                dead = target.removeprefix("course:") not in library.courses
            elif target.startswith(("https://", "mailto:")):
                dead = False
            else:
                dead = not _beside(lesson.file, target)
            if dead:
                problems.say(lesson.file, where, "", "link_dead", target=target)


def _clean_share(library: Library, problems: Problems, sources: _Sources) -> None:
    """Where errors are sought, enough texts have none; else marking something always pays. Small banks are spared."""
    for bank, folder in library.bank_folders.items():
        sought = [
            item for item in library.items_of(bank, "ko") if item.task.kind in {"hallucination_spans", "critique"}
        ]
        clean = sum(not getattr(item.gold, "marks", ()) for item in sought)
        if len(sought) > 2 and clean < LEAST_CLEAN * len(sought):
            problems.say(folder / "bank.yaml", 0, "", "too_few_clean", clean=clean, all=len(sought))


def _course(slug: str, course: Course, library: Library, problems: Problems, sources: _Sources) -> None:
    file = _course_file(library, slug)
    for number, name in enumerate(course.prerequisites):
        if name not in library.courses:
            sources.say(problems, file, ("prerequisites", number), "course_unknown", course=name)
    for m, module in enumerate(course.modules):
        for n, name in enumerate(module.lessons):
            if not any((slug, name, language) in library.lessons for language in LANGUAGES):
                sources.say(problems, file, ("modules", m, "lessons", n), "lesson_unknown", lesson=name)
        for n, name in enumerate(module.practice):
            if not any((course.practice_bank, name, language) in library.items for language in LANGUAGES):
                place: Path_ = ("modules", m, "practice", n)
                sources.say(problems, file, place, "item_unknown", item=name, bank=course.practice_bank)
    used = {name for module in course.modules for name in module.lessons}
    for lesson in library.lessons.values():
        if lesson.course == slug and lesson.slug not in used:
            sources.say(problems, lesson.file, (), "lesson_unused")
    _bank(course.practice_bank, "practice", ("practice_bank",), file, library, problems, sources)
    if course.exam and _bank(course.exam.bank, "exam", ("exam", "bank"), file, library, problems, sources):
        _drawable(course.exam, file, library, problems, sources)


def _bank(
    name: str, use: str, path: Path_, file: Path, library: Library, problems: Problems, sources: _Sources
) -> bool:
    bank = library.banks.get(name)
    if bank is None:
        sources.say(problems, file, path, "bank_unknown", bank=name)
    elif bank.use != use:
        sources.say(problems, file, path, "bank_use", bank=name, use=bank.use)
    return bank is not None


def _drawable(exam: Exam, file: Path, library: Library, problems: Problems, sources: _Sources) -> None:
    """Every line of the blueprint can be filled in every language; of a family one item is drawn at most."""
    for language in LANGUAGES:
        families = Counter[str]()
        for kind, _ in {
            (item.task.kind, item.task.family or item.slug) for item in library.items_of(exam.bank, language)
        }:
            families[kind] += 1
        for number, line in enumerate(exam.blueprint):
            if line.items > families[line.kind]:
                sources.say(problems, file, ("exam", "blueprint", number), "exam_undrawable", wanted=line.items,
                            kind=line.kind, language=language, there=families[line.kind])  # fmt: skip
