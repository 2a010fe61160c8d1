"""What grading costs, as ratios to the references in the same run.

    .venv/bin/python -m benchmarks.grading [POSTGRESQL_URL]

Span verdicts with reasons against nervaluate's four schemes (both its loaders), quadratic kappa against scikit-learn,
ordinal alpha against `krippendorff`, and regrading 100,000 stored answers end to end against grading them in memory.
CPU of this process (and where asked of PostgreSQL); medians of rounds in which both take turns. Prints a Markdown table.
"""

import statistics
import subprocess
import sys
import time
from random import Random

import krippendorff
import numpy as np
from nervaluate.evaluator import Evaluator
from sklearn.metrics import cohen_kappa_score

from benchmarks.spans import TAGS, answer, document, item
from curriculum_app.measurement.agreement import cohen_kappa, krippendorff_alpha

DOCUMENTS, ROUNDS = 60, 15


def tagged(text, marks):
    """IOB tags, a word each."""
    tags, at = [], 0
    for word in text.split(" "):
        found = next(((s, tag) for s, e, tag in marks if s <= at < e), None)
        tags.append("O" if found is None else f"{'B' if found[0] == at else 'I'}-{found[1]}")
        at += len(word) + 1
    return tags


def spent(function):
    before = time.process_time()
    function()
    return time.process_time() - before


def medians(ours, *references):
    """CPU seconds of each, taking turns."""
    rounds = [[spent(function) for function in (ours, *references)] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def spans():
    documents = [document(Random(seed)) for seed in range(DOCUMENTS)]
    items = [item(text, gold) for text, gold, _ in documents]
    dicts = [[[{"label": tag, "start": s, "end": e - 1} for s, e, tag in side] for side in (gold, mine)] for _, gold, mine in documents]
    lists = [[tagged(text, side) for side in (gold, mine)] for text, gold, mine in documents]
    fresh = iter([[answer(text, mine) for text, _, mine in documents] for _ in range(ROUNDS)])

    def ours():
        for (task, gold), given in zip(items, next(fresh), strict=True):
            gold.grade(task, given)

    def by(loader, data):
        for gold, mine in data:
            Evaluator([gold], [mine], tags=list(TAGS), loader=loader).evaluate()

    mine, dict_loader, list_loader = (
        1e6 * t / DOCUMENTS for t in medians(ours, lambda: by("dict", dicts), lambda: by("list", lists))
    )
    yield "span verdict with reasons, 200 words, 10 spans", mine, dict_loader, "nervaluate, four schemes, dict loader", "≥ 2 × faster"
    yield "", mine, list_loader, "nervaluate, four schemes, list loader", "≥ 2 × faster"


def figures():
    chance = np.random.default_rng(1)
    a, b = ([int(x) for x in chance.integers(1, 6, 200)] for _ in range(2))
    scale = [1, 2, 3, 4, 5]
    mine, reference = medians(
        lambda: [cohen_kappa(a, b, "quadratic", scale) for _ in range(100)],
        lambda: [cohen_kappa_score(a, b, weights="quadratic", labels=scale) for _ in range(100)],
    )
    yield "quadratic kappa, 200 ratings", 1e4 * mine, 1e4 * reference, "scikit-learn", "≥ 20 × faster"
    table = chance.integers(1, 6, (20, 1000)).astype(float)
    table[chance.random(table.shape) < 0.1] = np.nan
    mine, reference = medians(
        lambda: [krippendorff_alpha(table, "ordinal") for _ in range(50)],
        lambda: [krippendorff.alpha(table, level_of_measurement="ordinal") for _ in range(50)],
    )
    yield "ordinal alpha, 20 raters × 1,000 items", 2e4 * mine, 2e4 * reference, "krippendorff", "≤ 1.5 ×"


def main():
    print("| what | CPU µs | reference µs | reference | ratio | aim |\n|---|---|---|---|---|---|")
    for rows in (spans(), figures()):
        for what, mine, reference, name, aim in rows:
            print(f"| {what} | {mine:.0f} | {reference:.0f} | {name} | {reference / mine:.1f} × faster | {aim} |", flush=True)
    for url in ["", *sys.argv[1:2]]:  # in a process of its own, whose memory is not that of the references
        subprocess.run([sys.executable, "-m", "benchmarks.regrading", *filter(None, [url])], check=True)


if __name__ == "__main__":
    main()
