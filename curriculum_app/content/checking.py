"""What no single file can know: ids used twice, pairs that differ, dead links, exams that can't be drawn."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from curriculum_app.content.checking_guidelines import check_guidelines
from curriculum_app.content.checking_lessons import check_lessons
from curriculum_app.content.checking_projects import check_projects
from curriculum_app.content.designs import shipped_designs
from curriculum_app.content.library import Item, Lesson, Library
from curriculum_app.content.paths import check_paths, circles
from curriculum_app.content.pedigree import wrong
from curriculum_app.content.pictures import picture_size
from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import LANGUAGES, Course, Exam
from curriculum_app.content.yaml_files import Document, Path_, read_yaml
from curriculum_app.grading.kind import Gold, InvalidAnswer

LEAST_CLEAN = 0.3


def check(library: Library, problems: Problems) -> Problems:
    """Adds to `problems` everything wrong between the files of a library, and returns them by file and line."""
    sources = _Sources()
    for test in (_ids, _lesson_pairs, _item_pairs, _skills, _pictures, check_lessons,
                check_guidelines, _clean_share, _reviews, _retired, _hints, _ideal):
        test(library, problems, sources)
    check_projects(library, problems, sources)
    check_paths(library, problems, sources)
    for slug, number in circles(library.courses):
        sources.say(problems, _course_file(library, slug), ("prerequisites", number), "prerequisite_circle")
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
    for slug, files in library.projects.items():
        yield files.file, ("id",), f"project {slug}", files.project.id
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
    for name in ("id", "kind", "languages", "skills", "difficulty", "minutes", "family", "guideline"):
        yield (name,), getattr(a.task, name), getattr(b.task, name)
    yield ("sources",), a.task.sentence_count, b.task.sentence_count
    yield ("hints",), [hint.cost for hint in a.task.hints], [hint.cost for hint in b.task.hints]
    for mine, theirs in ((a.task.paired(), b.task.paired()), (a.gold.paired(), b.gold.paired())):
        for place in mine.keys() | theirs.keys():
            yield tuple(place.split(".")), mine.get(place), theirs.get(place)
    yield ("changed",), a.changed is not None, b.changed is not None
    if a.changed and b.changed:
        mine, theirs = a.changed.paired(), b.changed.paired()
        for place in mine.keys() | theirs.keys():
            yield ("changed", *place.split(".")), mine.get(place), theirs.get(place)


def _same(
    problems: Problems, sources: _Sources, a: Item | Lesson, b: Item | Lesson, path: Path_, mine: Any, theirs: Any
) -> None:
    if mine != theirs:
        said = ", ".join(map(str, theirs)) if isinstance(theirs, tuple | list) else theirs
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
        for path, picture, size in item.task.picture_files():
            if picture and not _beside(item.file, picture):
                sources.say(problems, item.file, path, "picture_missing", picture=picture)
            elif size and (drawn := picture_size(item.file.with_name(picture))) != size:
                said = "×".join(map(str, drawn)) if drawn else "?"
                sources.say(problems, item.file, path, "picture_size", size="×".join(map(str, size)), drawn=said)


def _beside(file: Path, picture: str) -> bool:
    """Whether a picture lies in the file's own folder, not somewhere else a path may lead to."""
    return "/" not in picture and "\\" not in picture and file.with_name(picture).is_file()


def _clean_share(library: Library, problems: Problems, sources: _Sources) -> None:
    """Where errors are sought, enough texts have none; else marking something always pays. Small banks are spared."""
    for bank, folder in library.bank_folders.items():
        sought = [
            item for item in library.items_of(bank, "ko") if item.task.kind in {"hallucination_spans", "critique"}
        ]
        clean = sum(not getattr(item.gold, "marks", ()) for item in sought)
        if len(sought) > 2 and clean < LEAST_CLEAN * len(sought):
            problems.say(folder / "bank.yaml", 0, "", "too_few_clean", clean=clean, all=len(sought))


def _ideal(library: Library, problems: Problems, sources: _Sources) -> None:
    """Gold handed in as an answer earns everything; else it contradicts itself."""
    for item in library.items.values():
        for path, gold in ((("gold",), item.gold), (("changed", "gold"), item.changed)):
            if gold is not None:
                _ideal_of(item, gold, path, problems, sources)


def _ideal_of(item: Item, gold: Gold, path: Path_, problems: Problems, sources: _Sources) -> None:
    ideal = gold.ideal(item.task)
    try:
        item.task.parse(item.task.suggestion(ideal.model_dump(mode="json")))
    except InvalidAnswer as invalid:
        place, message = invalid.problems[0]
        sources.say(problems, item.file, path, "gold_is_no_answer", place=place, why=message.code)
        return
    score = gold.assess(item.task, ideal).score
    if score is not None and score < gold.best_score - 1e-9:
        sources.say(problems, item.file, path, "gold_contradicts_itself", score=round(score, 2))


def _reviews(library: Library, problems: Problems, sources: _Sources) -> None:
    for bank, folder in library.bank_folders.items():
        slugs = {item.slug for item in library.items_of(bank)}
        reviews = library.reviews[bank].reviews if bank in library.reviews else ()
        named: list[tuple[str, Path_, str]] = [
            ("reviews.yaml", ("reviews", r, "differences", d, "item"), difference.item)
            for r, review in enumerate(reviews)
            for d, difference in enumerate(review.differences)
        ]
        named += [
            ("reviews.yaml", ("reviews", r, "covers", n), slug) for r, review in enumerate(reviews) for n, slug in enumerate(review.covers)
        ]
        for place, code, parameters in wrong(library, bank) if bank in library.reviews else ():
            sources.say(problems, folder / "reviews.yaml", place, code, **parameters)
        annotations = library.annotations.get(bank, ())
        named += [("annotations.yaml", ("annotations", n, "item"), one.item) for n, one in enumerate(annotations)]
        for name, place, slug in named:
            if slug not in slugs:
                sources.say(problems, folder / name, place, "item_unknown", item=slug, bank=bank)


def _retired(library: Library, problems: Problems, sources: _Sources) -> None:
    """What is retired is there, in a bank of an exam: its gold is shown to others, and nobody may still be asked."""
    for name, bank in library.banks.items():
        file, slugs = library.bank_folders[name] / "bank.yaml", {item.slug for item in library.items_of(name)}
        if bank.retired and bank.use != "exam":
            sources.say(problems, file, ("retired",), "retired_in_use", use=bank.use)
        for number, slug in enumerate(bank.retired):
            if slug not in slugs:
                sources.say(problems, file, ("retired", number), "item_unknown", item=slug, bank=name)


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
    listed = {name for module in course.modules for name in module.practice}
    practice = [item for item in library.items_of(course.practice_bank) if item.slug in listed]
    if course.completion.practice_mean and practice and all(item.task.GRADED_BY_PEOPLE for item in practice):
        sources.say(problems, file, ("completion", "practice_mean"), "mean_unreachable")
    used = {name for module in course.modules for name in module.lessons}
    for lesson in library.lessons.values():
        if lesson.course == slug and lesson.slug not in used:
            sources.say(problems, lesson.file, (), "lesson_unused")
    _bank(course.practice_bank, "practice", ("practice_bank",), file, library, problems, sources)
    if course.check_bank:
        _bank(course.check_bank, "check", ("check_bank",), file, library, problems, sources)
    if course.exam and _bank(course.exam.bank, "exam", ("exam", "bank"), file, library, problems, sources):
        _drawable(course.exam, file, library, problems, sources)
    _renewable(course, file, problems, sources)
    _certificate(course, file, library, problems, sources)


def _renewable(course: Course, file: Path, problems: Problems, sources: _Sources) -> None:
    """An update test asks for every kind of the exam at least once, and for no more than the exam does."""
    if (terms := course.certificate.renewal) is None:
        return
    place = ("certificate", "renewal")
    if course.exam is None:
        sources.say(problems, file, place, "renewal_without_exam")
    elif not len(course.exam.blueprint) <= terms.questions <= sum(line.items for line in course.exam.blueprint):
        sources.say(problems, file, (*place, "questions"), "renewal_size", least=len(course.exam.blueprint),
                    most=sum(line.items for line in course.exam.blueprint))  # fmt: skip


def _certificate(course: Course, file: Path, library: Library, problems: Problems, sources: _Sources) -> None:
    """What a course gives is what its design is for; a level is reached by an exam."""
    terms = course.certificate
    if terms.kind == "level" and terms.level is None:
        sources.say(problems, file, ("certificate", "level"), "level_missing")
    if terms.kind != "level" and terms.level is not None:
        sources.say(problems, file, ("certificate", "level"), "level_needless")
    if terms.kind == "level" and course.exam is None:
        sources.say(problems, file, ("certificate", "kind"), "level_without_exam")
    named = library.designs.get(terms.design_name) or shipped_designs().get(terms.design_name)
    if named is None:
        sources.say(problems, file, ("certificate", "design"), "design_unknown", design=terms.design_name)
    elif named.design.kind != terms.kind:
        sources.say(problems, file, ("certificate", "design"), "design_kind", design=named.name, kind=named.design.kind)
    elif terms.orientation not in named.design.orientations:
        place: Path_ = ("certificate", "orientation")
        sources.say(problems, file, place, "design_orientation", design=named.name, orientation=terms.orientation)


def _hints(library: Library, problems: Problems, sources: _Sources) -> None:
    """Exams give no hints, so that nobody writes any that are never seen."""
    for item in library.items.values():
        if item.task.hints and item.bank in library.banks and library.banks[item.bank].use == "exam":
            sources.say(problems, item.file, ("hints",), "hints_in_exam")


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
    retired = library.banks[exam.bank].retired
    for language in LANGUAGES:
        families = Counter[str]()
        for kind, _ in {
            (item.task.kind, item.task.family or item.slug)
            for item in library.items_of(exam.bank, language)
            if item.slug not in retired
        }:
            families[kind] += 1
        for number, line in enumerate(exam.blueprint):
            if any(item.task.kind == line.kind and item.task.GRADED_BY_PEOPLE for item in library.items_of(exam.bank)):
                sources.say(problems, file, ("exam", "blueprint", number, "kind"), "kind_graded_by_people", kind=line.kind)
            if line.items > families[line.kind]:
                sources.say(problems, file, ("exam", "blueprint", number), "exam_undrawable", wanted=line.items,
                            kind=line.kind, language=language, there=families[line.kind])  # fmt: skip
