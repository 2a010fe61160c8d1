"""Exports of Label Studio, small."""

import json
from io import BytesIO

TEXT = "김하늘은 서울에서 일한다."


def spans(text=TEXT, quote="서울", label="장소", **more):
    """A task with one labelled span."""
    start = text.index(quote)
    result = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels",
              "value": {"start": start, "end": start + len(quote), "text": quote, "labels": [label]} | more}  # fmt: skip
    return {"data": {"text": text}, "annotations": [{"ground_truth": True, "result": [result]}]}


def choice(text="배송이 늦었어요.", chosen="부정"):
    """A task with one choice."""
    result = {"id": "c1", "from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": [chosen]}}
    return {"data": {"text": text}, "annotations": [{"result": [result]}]}


def box():
    """A task about a picture."""
    value = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["차"]}
    result = {"id": "b1", "from_name": "label", "to_name": "image", "type": "rectanglelabels", "value": value, "original_width": 100,
              "original_height": 100, "image_rotation": 0}  # fmt: skip
    return {"data": {"image": "/data/car.png"}, "annotations": [{"result": [result]}]}


TWO_CHOICES = [choice(), choice("정말 빨라요!", "긍정")]
GOOD = [spans(), *TWO_CHOICES]


def bytes_of(tasks):
    return json.dumps(tasks, ensure_ascii=False).encode()


def upload(tasks):
    """As a form sends it."""
    return BytesIO(tasks if isinstance(tasks, bytes) else bytes_of(tasks)), "export.json"
