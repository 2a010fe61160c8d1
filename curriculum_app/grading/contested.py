"""Gold on which a panel of persons honestly disagrees: no label is right, each has the share of the panel that chose it.

Credit is the share of the panel that answers alike, so the best there is to earn is the largest share. With fewer than
five persons a share says little about anybody else: then gold is a label, not a share. Shares are only written where
persons really answered; the check that they can come from so many persons catches typing errors, not invention.
"""

from collections.abc import Container, Mapping
from typing import Annotated, NoReturn

from pydantic import Field

from curriculum_app.grading.kind import FileProblem
from curriculum_app.grading.verdict import Frozen, Message, Sort

LEAST_PERSONS = 5
ROUNDING = 0.0051  # shares are written with two decimals

Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Label = Annotated[str, Field(coerce_numbers_to_str=True)]  # authors write a level as a number


class Contested(Frozen):
    """How many persons answered, which share of them chose each label, and why each side did."""

    persons: int = Field(ge=1)
    shares: dict[Label, Share] = Field(min_length=2, max_length=20)
    rationales: dict[Label, Annotated[str, Field(min_length=1)]]

    @property
    def best(self) -> str:
        """The label most chose; among equals the first in the file."""
        return max(self.shares, key=lambda label: self.shares[label])

    @property
    def best_share(self) -> float:
        """The most that can be earned."""
        return self.shares[self.best]

    def credit(self, label: str) -> float:
        """The share of the panel that answers `label`."""
        return self.shares.get(label, 0.0)

    def sort(self, label: str) -> Sort:
        """With most of the panel is a hit, with some of it partly right, with nobody a miss."""
        share = self.credit(label)
        return Sort.HIT if share == self.best_share else Sort.PARTIAL if share else Sort.MISSED

    def shown(self, names: Mapping[str, str]) -> str:
        """The shares in one line, in signs that need no translation."""
        return ", ".join(f"{names.get(label, label)} {_percent(share)}" for label, share in self.shares.items())

    def reasons(self, names: Mapping[str, str]) -> str:
        """The rationale of each side, one a line."""
        return "\n".join(
            f"{names.get(label, label)} ({_percent(share)}): {self.rationales[label]}"
            for label, share in self.shares.items()
        )

    def note(self, names: Mapping[str, str]) -> Message:
        """That the panel disagreed, and how."""
        return Message(code="panel_shares", parameters={"persons": self.persons, "shares": self.shown(names)})

    def headline(self, label: str) -> Message:
        """Which share of the panel answered alike."""
        return Message(code="panel_agrees", parameters={"share": _percent(self.credit(label))})

    def check(self, labels: Container[str], *path: str | int) -> None:
        """The shares hold together, about labels that there are. Raises FileProblem below `path`."""

        def refuse(code: str, *below: str, **parameters: str | int) -> NoReturn:
            raise FileProblem((*path, *below), code, **parameters)

        if self.persons < LEAST_PERSONS:
            refuse("persons_too_few", "persons", persons=self.persons, least=LEAST_PERSONS)
        for label, share in self.shares.items():
            if label not in labels:
                refuse("label_unknown", "shares", label, label=label)
            if label not in self.rationales:
                refuse("rationale_missing", "rationales", label=label)
            if abs(share - round(share * self.persons) / self.persons) > ROUNDING:
                refuse("share_impossible", "shares", label, share=str(share), persons=self.persons)
        for label in self.rationales:
            if label not in self.shares:
                refuse("rationale_of_nobody", "rationales", label, label=label)
        whole = sum(self.shares.values())
        if abs(whole - 1) > ROUNDING * len(self.shares):
            refuse("shares_not_whole", "shares", whole=f"{whole:.2f}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
