"""Items of the kinds that judge responses, made in a line."""

from pathlib import Path
from uuid import uuid4

import yaml

from curriculum_app.grading.kinds import FILES

COMMON = {
    "title": "t", "languages": ["en"], "skills": ["judge_consistently"], "difficulty": 1, "minutes": 1, "instructions": "i",
}  # fmt: skip
FIVE = {1: "bad", 3: "fair", 5: "good"}
PANEL = {"persons": 10, "shares": {"a": 0.6, "b": 0.4}, "rationales": {"a": "A is right.", "b": "B is kinder."}}


def read(kind, **more):
    return FILES.validate_python({**COMMON, "id": uuid4(), "kind": kind, **more}).halves("en")


def rating(gold, anchors=FIVE, **more):
    scale = {"id": "truth", "name": "Truth", "anchors": anchors}
    return read("rating_scale", response="r", criteria=[scale], gold={"truth": gold}, **more)


def preference(gold, **more):
    return read("preference", responses=["one", "another"], gold=gold, **more)


def ranking(ranks, ties=True, **more):
    gold = {letter: {"rank": rank, "reason": "why"} for letter, rank in zip("abcdefgh", ranks, strict=False)}
    return read("ranking", responses=[f"text {n}" for n in range(len(ranks))], ties=ties, gold={"ranks": gold}, **more)


def ranked(task, *ranks):
    return task.parse({"ranks": dict(zip("abcdefgh", ranks, strict=False))})


def prefer(task, better, strength):
    return task.parse({"better": better, "strength": strength, "reason": "because of it"})


def samples(kind, language):
    files = sorted(Path("exercises/task-tour").glob(f"{kind}-?.{language}.yaml"))
    return [FILES.validate_python(yaml.safe_load(file.read_text("utf-8"))).halves(language) for file in files]
