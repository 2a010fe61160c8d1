"""`changed:` of an exercise file: what differs under the second version of a project's guideline, read into a second gold."""

from curriculum_app.content.problems import Problems
from curriculum_app.content.yaml_files import Document
from curriculum_app.grading.kind import FileProblem, Gold, ItemFile, Task
from curriculum_app.grading.kinds import FILES

KEY = "changed"


def changed_gold(document: Document, item: ItemFile, task: Task, gold: Gold, problems: Problems) -> Gold | None:
    """The gold under the second version; None where there is no such key, or with what is wrong in it noted."""
    if not item.changed:
        if KEY in document.value:
            document.say(problems, (KEY,), "changed_nothing")
        return None
    found = Problems()
    second = _second(document.overlaid(KEY), task, gold, found)
    problems += [problem._replace(field=_below(problem.field, item)) for problem in found]
    return second if not found else None


def _second(document: Document, task: Task, gold: Gold, problems: Problems) -> Gold | None:
    if KEY in document.value:
        document.say(problems, (KEY,), "unknown_key")
        return None
    item = document.check(FILES, problems)
    if item is None:
        return None
    try:
        then, second = item.halves(task.language)
    except FileProblem as problem:
        document.say_file_problem(problem, problems)
        return None
    before, after = task.model_dump(mode="json"), then.model_dump(mode="json")
    if differing := [name for name in after if before.get(name) != after[name]]:
        document.say(problems, (differing[0],), "changed_question", name=differing[0])
    elif second == gold:
        document.say(problems, ("gold",), "changed_nothing")
    return second


def _below(field: str, item: ItemFile) -> str:
    """Where an author finds the field: below the key, if it is written there."""
    return f"{KEY}.{field}" if field.partition(".")[0] in item.changed else KEY
