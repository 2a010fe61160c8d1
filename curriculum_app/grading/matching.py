"""Pairing the marks of an answer with the marks of gold, as well as they can be paired.

nervaluate and most scorers pair greedily, so that the order of the marks changes the score; here the pairing with the
greatest total credit is found (Kuhn 1955, in the shortest-augmenting-path form of Jonker and Volgenant 1987).
"""

from collections.abc import Sequence
from math import inf


def best_pairs(credit: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of a matrix of credits >= 0 with the greatest sum, without pairs of no credit.

    Shape: rows × columns, any of them may be 0. Each row and column is in one pair at most. O(n³).
    """
    if not credit or not credit[0]:
        return []
    rows, columns = len(credit), len(credit[0])
    size = max(rows, columns)
    cost = [[-credit[r][c] if r < rows and c < columns else 0.0 for c in range(size)] for r in range(size)]
    return [(r, c) for c, r in enumerate(_assign(cost)) if r < rows and c < columns and credit[r][c] > 0]


def _assign(cost: list[list[float]]) -> list[int]:
    """The row of each column in the cheapest assignment of a square matrix."""
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [size] * (size + 1)  # the last place is a column that stands for "none yet"
    for row in range(size):
        row_of[size] = row
        column, came_from = _shortest_path(cost, row_of, row_price, column_price)
        while column != size:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return row_of[:size]


def _shortest_path(
    cost: list[list[float]], row_of: list[int], row_price: list[float], column_price: list[float]
) -> tuple[int, list[int]]:
    """Dijkstra over reduced costs from the column "none yet" to a free column; prices are updated on the way."""
    size = len(cost)
    came_from, distance = [size] * (size + 1), [inf] * (size + 1)
    seen = [False] * (size + 1)
    column = size
    while row_of[column] != size or column == size:
        seen[column] = True
        row = row_of[column]
        nearest, step = size, inf
        for other in range(size):
            if seen[other]:
                continue
            reduced = cost[row][other] - row_price[row] - column_price[other]
            if reduced < distance[other]:
                distance[other], came_from[other] = reduced, column
            if distance[other] < step:
                nearest, step = other, distance[other]
        for other in range(size + 1):
            if seen[other]:
                row_price[row_of[other]] += step
                column_price[other] -= step
            else:
                distance[other] -= step
        column = nearest
    return column, came_from
