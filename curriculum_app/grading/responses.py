"""What the kinds that compare responses share: responses to one prompt, lettered A, B, C … in the order of the file.

The order is the same for every reader, because reasons name responses by their letters; so authors must see to it that no
place is the best one more often than others.
"""

from typing import Annotated

from pydantic import AfterValidator, Field

from curriculum_app.grading.kind import FileProblem, Task
from curriculum_app.grading.text import normalise
from curriculum_app.grading.verdict import Frozen

LETTERS = "abcdefgh"

AuthorText = Annotated[str, Field(min_length=1), AfterValidator(normalise)]


LEAST_PADDING = 1.3  # how many times its length a padded response has at least: less would not show


class Padded(Frozen):
    """One response with words that say nothing more, by its letter: shown some weeks later. The gold must hold for it too."""

    response: Annotated[str, Field(pattern=rf"^[{LETTERS}]$")]
    text: AuthorText


class WithResponses(Frozen):
    """What file and task of such a kind have."""

    prompt: Annotated[str, AfterValidator(normalise)] = ""
    responses: tuple[AuthorText, ...] = Field(min_length=2, max_length=len(LETTERS))
    padded: Padded | None = None

    @property
    def lettered(self) -> dict[str, str]:
        """The responses by letter."""
        return dict(zip(LETTERS, self.responses, strict=False))

    def check_padded(self) -> None:
        """The padded response is there, and longer by enough to be noticed. Raises FileProblem."""
        if self.padded is None:
            return
        if self.padded.response not in self.lettered:
            raise FileProblem(("padded", "response"), "response_not_there", response=self.padded.response)
        least = round(LEAST_PADDING * len(self.lettered[self.padded.response]))
        if len(self.padded.text) < least:
            raise FileProblem(("padded", "text"), "padded_too_short", given=len(self.padded.text), least=least)


class ResponsesTask(WithResponses, Task):
    """Responses to be compared."""

    @property
    def longest(self) -> str:
        """The letter of the longest response."""
        return max(self.lettered, key=lambda letter: len(self.lettered[letter]))
