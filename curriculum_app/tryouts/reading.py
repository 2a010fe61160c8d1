"""An export of Label Studio becomes items with gold, without an author between: what an author would write has a stand-in.

The kinds are those that exchange reads and that need no file beside the export: marked text and choices. Pictures lie in the
employer's own storage, so that items with one are named as problems and not taken.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pydantic import ValidationError

from curriculum_app.content.exchange import label_studio
from curriculum_app.content.exchange.drafting import Draft, Wanted, title_of
from curriculum_app.content.exchange.problems import ImportProblem, ImportProblems
from curriculum_app.grading.kind import FileProblem, Gold, InvalidAnswer, Language, Task
from curriculum_app.grading.kinds import FILES

MOST = 20
SKILL = "tryout"
NO_REASON = {"ko": "기업이 이유를 적지 않았습니다.", "en": "The employer gave no reason."}
QUESTION = {"ko": "알맞은 것을 고르십시오.", "en": "Choose what fits."}
OTHER = {"ko": "그 밖", "en": "Other"}


class Problem(NamedTuple):
    """One thing wrong with an export: the place in it, and a code with parameters that a page turns into a sentence."""

    line: int
    field: str
    code: str
    parameters: dict[str, object]


class Unreadable(Exception):
    """Everything wrong with an export; nothing of it is taken."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = list(problems)


class Brought(NamedTuple):
    """The items of an export, and what of it could not be carried, as (where, what)."""

    items: list[tuple[Task, Gold]]
    losses: list[tuple[str, str]]


def read(data: bytes, language: Language, instructions: str) -> Brought:
    """The items of an export. Raises Unreadable."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "export.json"
        file.write_bytes(data)
        try:
            imported = label_studio.read(file, Wanted(language, (SKILL,)))
        except ImportProblem as problem:
            raise Unreadable([_told(problem)]) from None
        except ImportProblems as several:
            raise Unreadable([_told(problem) for problem in several.problems]) from None
    if not imported.drafts:
        raise Unreadable([Problem(0, "", "nothing", {})])
    if len(imported.drafts) > MOST:
        raise Unreadable([Problem(0, "", "too_many_items", {"items": len(imported.drafts), "limit": MOST})])
    made: list[tuple[Task, Gold]] = []
    wrong: list[Problem] = []
    for draft in imported.drafts:
        try:
            made.append(_halves(draft, language, instructions))
        except Unreadable as found:
            wrong += found.problems
    if wrong:
        raise Unreadable(wrong)
    return Brought(made, [(loss.where, loss.what) for loss in imported.losses])


def _told(problem: ImportProblem) -> Problem:
    return Problem(problem.line, problem.field, problem.code, problem.parameters)


def _halves(draft: Draft, language: Language, instructions: str) -> tuple[Task, Gold]:
    """Task and gold of a draft. Raises Unreadable."""

    def refuse(code: str, **parameters: object) -> Unreadable:
        return Unreadable([Problem(draft.line, draft.field, code, parameters)])

    if draft.value["kind"] == "boxes" or any("picture" in stimulus for stimulus in draft.value.get("stimulus", ())):
        raise refuse("pictures")
    try:
        file = FILES.validate_python(_completed(draft.value, language, instructions))
        task, gold = file.halves(language)
    except ValidationError as invalid:
        error = invalid.errors(include_url=False)[0]
        raise refuse("draft_invalid", why=f"{'.'.join(map(str, error['loc'][1:]))}: {error['msg']}") from None
    except FileProblem as problem:
        raise refuse("draft_invalid", why=f"{'.'.join(map(str, problem.path))}: {problem.message.code}") from None
    ideal = gold.ideal(task)
    try:
        task.parse(task.suggestion(ideal.model_dump(mode="json")))
    except InvalidAnswer as invalid:
        raise refuse("draft_invalid", why=": ".join((invalid.problems[0][0], invalid.problems[0][1].code))) from None
    score = gold.assess(task, ideal).score
    if score is None or score < gold.best_score - 1e-9:
        raise refuse("gold_contradicts_itself")
    return task, gold


def _completed(draft: dict[str, Any], language: Language, instructions: str) -> dict[str, Any]:
    """The draft with a stand-in for everything that an author would still have to write."""
    value = {key: inner for key, inner in draft.items() if key != "state"}
    value["instructions"] = value.get("instructions") or instructions
    if value["kind"] == "choice":
        text = next((one["text"] for one in value.get("stimulus", ()) if one.get("text")), "")
        if not value.get("question"):  # an export of others names its control alone
            value |= {"question": QUESTION[language], "title": title_of(text) or value["title"]}
        value["options"] = [option | {"text": option.get("text") or OTHER[language]} for option in value["options"]]
        reasons = {name: said or NO_REASON[language] for name, said in value["gold"]["reasons"].items()}
        value["gold"] = value["gold"] | {"reasons": reasons}
    else:
        value["labels"] = [
            label | {"definition": label.get("definition") or label["name"]} for label in value["labels"]
        ]
        marks = {name: mark | {"reason": mark.get("reason") or NO_REASON[language]} for name, mark in value["gold"]["marks"].items()}
        value["gold"] = value["gold"] | {"marks": marks}
    return value
