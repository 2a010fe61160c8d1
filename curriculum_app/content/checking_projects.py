"""What no file of a project can know by itself: its bank and items, what differs between the versions, whether the drill can measure."""

from collections.abc import Iterator

from curriculum_app.content.checking_guidelines import Sources, check_links
from curriculum_app.content.guidelines import changes, check_pair
from curriculum_app.content.library import Item, Library
from curriculum_app.content.problems import Problems
from curriculum_app.content.projects import VERSIONS, ProjectFiles
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.grading.changing import affected

LEAST = 3  # items of each sort on each side of the change: with fewer the drill says nothing


def check_projects(library: Library, problems: Problems, sources: Sources) -> None:
    """Notes everything wrong with the projects of a library."""
    banks: dict[str, str] = {}
    for course, files in library.projects.items():
        first = banks.setdefault(files.project.bank, course)
        if first != course:
            sources.say(problems, files.file, ("bank",), "project_bank_shared", bank=files.project.bank, other=first)
        if _bank(files, library, problems, sources) and _items(files, library, problems, sources):
            _drill(files, library, problems, sources)
        _guidelines(files, library, problems, sources)
        _clauses(files, library, problems, sources)
    _asked_for(library, problems, sources)


def _asked_for(library: Library, problems: Problems, sources: Sources) -> None:
    for slug, course in library.courses.items():
        if course.completion.project and slug not in library.projects:
            lesson = next((lesson for lesson in library.lessons.values() if lesson.course == slug), None)
            if lesson:
                sources.say(problems, lesson.file.parent.parent / "course.yaml", ("completion", "project"), "project_none")


def _bank(files: ProjectFiles, library: Library, problems: Problems, sources: Sources) -> bool:
    name = files.project.bank
    bank = library.banks.get(name)
    if bank is None:
        sources.say(problems, files.file, ("bank",), "bank_unknown", bank=name)
    elif bank.use != "project":
        sources.say(problems, files.file, ("bank",), "bank_use", bank=name, use=bank.use)
    return bank is not None


def _items(files: ProjectFiles, library: Library, problems: Problems, sources: Sources) -> bool:
    """Each item is there in both languages, once, and graded by gold."""
    before, project = len(problems), files.project
    seen: set[str] = set()
    for place, slug in project.slugs():
        for language in LANGUAGES:
            item = library.items.get((project.bank, slug, language))
            if item is None:
                sources.say(problems, files.file, place, "project_item_unknown", item=slug, bank=project.bank, language=language)
                break
            if item.task.GRADED_BY_PEOPLE:
                sources.say(problems, files.file, place, "project_item_by_people", item=slug, kind=item.task.kind)
                break
        if slug in seen:
            sources.say(problems, files.file, place, "project_item_twice", item=slug)
        seen.add(slug)
    if project.change.after >= len(project.days[project.change.day - 1].queue):
        sources.say(problems, files.file, ("change", "after"), "project_change_late", day=project.change.day)
    return len(problems) == before


def _drill(files: ProjectFiles, library: Library, problems: Problems, sources: Sources) -> None:
    """Before and after the change there are enough items that it affects, and enough that it does not."""
    cells = {(touched, version): 0 for touched in (True, False) for version in VERSIONS}
    for version, item in _queued(files, library):
        cells[item.changed is not None and affected(item.task, item.gold, item.changed), version] += 1
    for (touched, version), count in cells.items():
        if count < LEAST:
            sort, when = "affected" if touched else "unaffected", "before" if version == 1 else "after"
            sources.say(problems, files.file, ("change",), "project_drill_small", sort=sort, when=when, count=count, least=LEAST)


def _queued(files: ProjectFiles, library: Library) -> Iterator[tuple[int, Item]]:
    """The items of the five queues with the version they are answered under."""
    project = files.project
    for number, day in enumerate(project.days, 1):
        for position, slug in enumerate(day.queue):
            yield project.version(number, position), library.items[project.bank, slug, LANGUAGES[0]]


def _guidelines(files: ProjectFiles, library: Library, problems: Problems, sources: Sources) -> None:
    for version in VERSIONS:
        one, other = (files.guidelines[version, language] for language in LANGUAGES)
        check_pair(one, other, problems)
        for guideline in (one, other):
            check_links(guideline, library, problems)
    named = files.project.change.clauses
    for language in LANGUAGES:
        found = {change.clause.id for change in changes(files.guidelines[1, language], files.guidelines[2, language])}
        for clause in sorted(found - set(named)):
            place = ("change", "clauses")
            sources.say(problems, files.file, place, "project_change_untold", clause=clause, language=language)
        for number, clause in enumerate(named):
            if clause not in found:
                sources.say(problems, files.file, ("change", "clauses", number), "project_change_none", clause=clause, language=language)


def _clauses(files: ProjectFiles, library: Library, problems: Problems, sources: Sources) -> None:
    """The clauses that items name are in one of the versions."""
    for item in library.items_of(files.project.bank):
        known = {clause for version in VERSIONS for clause in files.guidelines[version, item.language].ids}
        for number, clause in enumerate(item.task.guideline):
            if clause not in known:
                name = files.guidelines[1, item.language].file.name
                sources.say(problems, item.file, ("guideline", number), "clause_unknown", clause=clause, guideline=name)
