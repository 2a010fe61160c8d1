"""How alike two short texts are: chrF (Popović 2015), which needs no words and so suits Korean as well as English."""

import unicodedata
from collections import Counter

ORDERS = 6
BETA = 2.0


def chrf(answer: str, reference: str) -> float:
    """Character n-gram F-score of orders 1–6 with recall weighing twice, white space left out; 0..1, as sacrebleu's chrF2."""
    answer, reference = (_squeezed(text) for text in (answer, reference))
    precision = recall = 0.0
    orders = 0
    for order in range(1, ORDERS + 1):
        mine, theirs = _grams(answer, order), _grams(reference, order)
        if not mine or not theirs:
            continue
        common = sum((mine & theirs).values())
        precision += common / sum(mine.values())
        recall += common / sum(theirs.values())
        orders += 1
    if not orders or not precision or not recall:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def plain(text: str) -> str:
    """The text for comparing accepted forms: NFKC, case-folded, single spaces, no full stop at the end."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".。 ")


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _grams(text: str, order: int) -> Counter[str]:
    return Counter(text[i : i + order] for i in range(len(text) - order + 1))
