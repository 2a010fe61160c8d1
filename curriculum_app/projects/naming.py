"""The words by which pages and reports call what marks say."""

from curriculum_app.grading.kind import Task
from curriculum_app.grading.verdict import Mark
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.practice import presenting
from curriculum_app.projects.reporting import Naming


def naming(catalogue: Catalogue) -> Naming:
    """Names what a mark says, in the language of its item."""

    def words(task: Task, mark: Mark) -> list[tuple[str, str]]:
        return presenting.values(mark, presenting.fields(task, catalogue, task.language))

    return words
