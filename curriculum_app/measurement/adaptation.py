"""The guideline-change drill: whether somebody followed a change, stayed with the old rule, or carried the new one too far.

Each answer to a project's queue is a case: whether the change affects its item, whether it was given after the change, the
credit it earned by the version in force, and, for affected items after the change, which version it follows. From these:

- adaptation: the share of affected items after the change answered by the new gold;
- perseveration: the share of them answered by the old gold (the word is neuropsychology's, Milner 1963);
- damage: mean credit on unaffected items before the change, less that after it: an over-general rule costs there;
- over-applied: of the unaffected items after it, the share answered wrongly by a decision that the change brought elsewhere.

Shares and means have Wilson's interval, the difference Newcombe's (1998, method 10), which joins the two intervals of its parts.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import hypot
from typing import NamedTuple

from curriculum_app.grading.changing import Followed
from curriculum_app.measurement.working import Band, band

LEAST = 3  # cases of a sort: below, nothing is said of them
MOST_DAMAGE = 0.2  # of credit: beyond, the new rule was carried too far
HALF = 0.5


class Case(NamedTuple):
    """One first answer of the project."""

    affected: bool
    after: bool
    credit: float  # by the version in force, 0..1
    followed: Followed | None = None  # of affected items after the change
    overapplied: bool | None = None  # of unaffected items after it; None where answers share no decisions


class Pattern(StrEnum):
    """What the drill says of somebody, by the point estimates; the intervals say how sure it is."""

    ADAPTED = "adapted"
    STUBBORN = "stubborn"
    OVER_GENERAL = "over_general"
    MIXED = "mixed"
    TOO_FEW = "too_few"


class Difference(NamedTuple):
    """One mean less another, with its 95 % interval."""

    value: float
    low: float
    high: float


class Drill(NamedTuple):
    """The drill's numbers; None where there is no case to tell from."""

    adaptation: Band | None
    perseveration: Band | None
    neither: int
    before: Band | None  # unaffected items
    after: Band | None
    damage: Difference | None
    over_applied: Band | None
    learnt: Band | None  # affected items before the change: whether the old rule had been learnt at all

    @property
    def pattern(self) -> Pattern:
        """The pattern that the numbers show."""
        if self.adaptation is None or self.perseveration is None or self.damage is None or self.before is None or self.after is None:
            return Pattern.TOO_FEW
        if min(self.adaptation.n, self.before.n, self.after.n) < LEAST:
            return Pattern.TOO_FEW
        if self.perseveration.mean >= HALF and self.perseveration.mean > self.adaptation.mean:
            return Pattern.STUBBORN
        if self.adaptation.mean >= HALF:
            return Pattern.OVER_GENERAL if self.damage.value > MOST_DAMAGE else Pattern.ADAPTED
        return Pattern.MIXED


def drill(cases: Sequence[Case]) -> Drill:
    """What the cases say."""
    followed = [case.followed for case in cases if case.affected and case.after and case.followed is not None]
    before = _credits(cases, affected=False, after=False)
    after = _credits(cases, affected=False, after=True)
    over = [case.overapplied for case in cases if not case.affected and case.after and case.overapplied is not None]
    return Drill(
        adaptation=_share(followed, Followed.NEW),
        perseveration=_share(followed, Followed.OLD),
        neither=followed.count(Followed.NEITHER),
        before=before,
        after=after,
        damage=difference(before, after) if before and after else None,
        over_applied=_share(over, True),
        learnt=_credits(cases, affected=True, after=False),
    )


def difference(one: Band, other: Band) -> Difference:
    """`one` less `other`: Newcombe's interval from the two of its parts."""
    value = one.mean - other.mean
    low = hypot(one.mean - one.low, other.high - other.mean)
    high = hypot(one.high - one.mean, other.mean - other.low)
    return Difference(value, max(-1.0, value - low), min(1.0, value + high))


def _credits(cases: Sequence[Case], *, affected: bool, after: bool) -> Band | None:
    credits = [case.credit for case in cases if (case.affected, case.after) == (affected, after)]
    return band(credits) if credits else None


def _share(found: Sequence[object], sought: object) -> Band | None:
    return band([float(one == sought) for one in found]) if found else None
