"""Boxes in a picture and how well they cover each other: IoU as COCO's `mask.iou` counts it, and their best pairing."""

from collections.abc import Sequence

from curriculum_app.grading.matching import best_pairs

Rectangle = tuple[float, float, float, float]  # x and y of the upper left corner, width, height; in pixels


def iou(a: Rectangle, b: Rectangle) -> float:
    """The area two boxes share over the area both cover, 0..1: continuous pixels, no crowds. 0 where neither has any area."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(0.0, across) * max(0.0, down)
    covered = a[2] * a[3] + b[2] * b[3] - shared
    return shared / covered if covered > 0 else 0.0


def matches(
    answers: Sequence[Rectangle],
    golds: Sequence[Rectangle],
    least: float,
    allowed: Sequence[Sequence[bool]] | None = None,
) -> list[tuple[int, int, float]]:
    """Pairs (answer, gold, IoU) with the greatest total IoU, among those whose IoU is at least `least`.

    `allowed[answer][gold]` leaves pairs out, for instance those of different labels.
    """
    table = [[value if (value := iou(a, g)) >= least else 0.0 for g in golds] for a in answers]
    if allowed is not None:
        table = [
            [v if ok else 0.0 for v, ok in zip(row, oks, strict=True)] for row, oks in zip(table, allowed, strict=True)
        ]
    return [(a, g, table[a][g]) for a, g in best_pairs(table)]
