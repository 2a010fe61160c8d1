"""Texts with gold spans and answers to them, for the benchmarks of grading."""

import uuid

from curriculum_app.grading.span_labels import (
    GoldLabel,
    Label,
    LabelledSpan,
    SpanLabelsAnswer,
    SpanLabelsGold,
    SpanLabelsTask,
)

TAGS = ("person", "place", "organisation", "date")


def document(chance):
    """A text of 200 words with ten gold spans, and an answer of which some are right, cut short, mislabelled or made up."""
    words = [f"word{chance.randrange(1000)}" for _ in range(200)]
    text, places, at = " ".join(words), [], 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    gold, mine = [], set()
    for first in sorted(chance.sample(range(0, 196, 4), 10)):
        start, end, tag = places[first][0], places[first + chance.randrange(3)][1], chance.choice(TAGS)
        gold.append((start, end, tag))
        fate = chance.random()
        if fate < 0.6:
            mine.add((start, end, tag))
        elif fate < 0.75:
            mine.add((start, min(len(text), end + chance.randrange(1, 5)), tag))
        elif fate < 0.85:
            mine.add((start, end, chance.choice(TAGS)))
        else:
            mine.add((*chance.choice(places), chance.choice(TAGS)))
    return text, gold, sorted(mine)


def item(text, gold):
    """A span_labels task and its gold."""
    task = SpanLabelsTask(
        id=uuid.uuid4(), title="t", languages=("en",), skills=("find_errors",), difficulty=1, minutes=1, instructions="i",
        language="en", labels=tuple(Label(id=tag, name=tag, definition="d") for tag in TAGS), text=text,
    )  # fmt: skip
    marks = (GoldLabel(id=f"m{n}", start=s, end=e, quote=text[s:e], label=tag, reason="by rule 3") for n, (s, e, tag) in enumerate(gold))
    return task, SpanLabelsGold(marks=tuple(marks))


def answer(text, mine):
    return SpanLabelsAnswer(marks=tuple(LabelledSpan(start=s, end=e, quote=text[s:e], label=tag) for s, e, tag in mine))
