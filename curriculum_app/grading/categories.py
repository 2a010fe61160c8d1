"""Closed lists that an author defines in the file of one item: each entry with its name and its definition."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from curriculum_app.grading.kind import Choice, FileProblem
from curriculum_app.grading.verdict import Frozen

ID = r"^[a-z0-9_-]{1,20}$"


class Category(Frozen):
    """One entry of a closed list."""

    id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=80)
    definition: str = Field(min_length=1)

    @property
    def choice(self) -> Choice:
        """The entry as an option of a field."""
        return Choice(id=self.id, name=self.name, definition=self.definition)


def check_unique(ids: Sequence[str], path: str) -> None:
    """No id stands twice in a list. Raises FileProblem at the second."""
    for number, name in enumerate(ids):
        if name in ids[:number]:
            raise FileProblem((path, number, "id"), "id_twice_in_list", name=name)


def check_known(names: Iterable[str], known: Iterable[str], *path: str | int) -> None:
    """Every name is one of the list. Raises FileProblem at `path`."""
    allowed = list(known)
    for name in names:
        if name not in allowed:
            raise FileProblem(path, "category_not_in_list", name=name, allowed=", ".join(allowed))
