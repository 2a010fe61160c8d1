"""`python -m tests.conformance DIR`: a line a file, each case that differs by name and why; exit 1 where a difference is not documented."""

import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.forms import FORMS, Case, Figure, Form

DOCUMENTED = set(re.findall(r"^\*\*(.+?)\*\*", (Path(__file__).parents[2] / "docs/grading.md").read_text("utf-8"), re.M))
CLOSE = 1e-9


def agrees(figure: Figure) -> bool:
    """Whether two figures are the same; what is not defined for one is not defined for the other."""
    ours, reference = figure.ours, figure.reference
    if reference is None or isinstance(reference, dict):
        return ours is None
    if isinstance(reference, bool) or not isinstance(reference, int | float):
        return ours == reference
    return isinstance(ours, int | float) and math.isclose(ours, reference, rel_tol=1e-9, abs_tol=CLOSE)


def differences(form: Form, case: Case) -> Iterator[Figure]:
    """The figures of a case that differ."""
    return (figure for figure in form.figures(case) if not agrees(figure))


def excused(figure: Figure) -> bool:
    """Whether docs/grading.md documents this difference."""
    return figure.excuse in DOCUMENTED


def report(file: Path) -> tuple[list[str], bool]:
    """What is printed of a file, and whether every difference is documented."""
    cases = json.loads(file.read_text("utf-8"))["cases"]
    form = next((form for form in FORMS.values() if cases and form.knows(cases[0])), None)
    if form is None:
        return [f"{file.stem}: no known form of cases"], False
    differing = {case["id"]: found for case in cases if (found := list(differences(form, case)))}
    allowed = {id for id, found in differing.items() if all(map(excused, found))}
    lines = [f"{file.stem}: {len(cases)} cases, {len(cases) - len(differing)} agree"
             + (f", {len(allowed)} differ as documented" if allowed else "")
             + (f", {len(differing) - len(allowed)} DIFFER" if len(differing) > len(allowed) else "")]  # fmt: skip
    lines += [f"  not computed, since nothing here uses them: {', '.join(form.unused)}"] if form.unused else []
    for id, found in differing.items():
        first = found[0]
        why = first.excuse if id in allowed else "NOT DOCUMENTED"
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        lines.append(f"  {id}: {first.name} is {_shown(first.ours)}, the reference {_shown(first.reference)}{more}: {why}")
    return lines, len(allowed) == len(differing)


def _shown(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def main(folder: str) -> int:
    """Every file of the folder; 0 where all agree but for what is documented."""
    files = sorted(Path(folder).glob("*.json"))
    if not files:
        print(f"{folder} holds no *.json", file=sys.stderr)
        return 2
    fine = True
    for file in files:
        lines, agreed = report(file)
        fine &= agreed
        print("\n".join(lines))
    return 0 if fine else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.conformance DIR")
    sys.exit(main(sys.argv[1]))
