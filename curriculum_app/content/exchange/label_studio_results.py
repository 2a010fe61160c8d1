"""The results in Label Studio's annotations: what each type holds, as marks, boxes and answers, and back."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from curriculum_app.content.exchange.drafting import Found, Ids
from curriculum_app.content.exchange.drawn_boxes import Box
from curriculum_app.content.exchange.offsets import Claim
from curriculum_app.content.exchange.sources import Node
from curriculum_app.content.library import Item
from curriculum_app.grading.text import normalise

CARRIED = {
    "id", "from_name", "to_name", "type", "value", "source", "meta", "original_width", "original_height", "image_rotation",
}  # fmt: skip
VALUES = {
    "span_labels": {"start", "end", "text", "labels"},
    "choice": {"choices"},
    "boxes": {"x", "y", "width", "height", "rotation", "rectanglelabels"},
}
LISTS = {"span_labels": "labels", "choice": "choices", "boxes": "rectanglelabels"}


def not_read(result: Node, kind: str) -> str:
    """Why a result of a type that is read is not; empty where it is."""
    value = result["value"]
    names = value[LISTS[kind]].value
    if not names:
        return "it has no label" if kind != "choice" else "nothing is chosen"
    if kind == "choice" and isinstance(names, list) and any(isinstance(name, list) for name in names):
        return "a choice within a choice"
    if kind == "choice" and ("start" in value or "x" in value):
        return "a choice about a region"
    if kind != "boxes":
        return ""
    if "original_width" not in result or "original_height" not in result:
        return "without original_width and original_height its percents are no pixels"
    turned = [value["rotation"].number if "rotation" in value else 0]
    turned += [result["image_rotation"].number if "image_rotation" in result else 0]
    return "it is rotated" if any(turned) else ""


def data_field(data: Node, found: Iterable[Node], usual: str) -> str:
    """Which field of the data the results are about. Raises ImportProblem where that can't be told."""
    for result in found:
        if "source" in result and (name := result["source"].text.removeprefix("$")) in data:
            return name
    if usual in data:
        return usual
    texts = [key for key in data.keys if key != "item" and isinstance(data[key].value, str)]
    if len(texts) != 1:
        data.refuse("field_unclear", fields=", ".join(data.keys) or "no fields")
    return texts[0]


def notes(result: Node) -> list[str]:
    """The notes on a result: `meta.text`, a text or a list of them."""
    if "meta" not in result or "text" not in result["meta"]:
        return []
    written = result["meta"]["text"]
    return [normalise(note.text) for note in ([written] if isinstance(written.value, str) else written)]


def reason(result: Node) -> str:
    """The notes on a region as its reason."""
    return "\n".join(notes(result))


def names_in(found: Iterable[Node]) -> list[tuple[Node, str]]:
    """Every label of every result."""
    pairs: list[tuple[Node, str]] = []
    for result in found:
        lists = [name for name in LISTS.values() if name in result["value"]]
        pairs += [(result, name.name) for name in result["value"][lists[0]]]
    return pairs


def learn_labels(ids: Ids, found: Iterable[Node], said: dict[str, Any]) -> None:
    """Gives every label its id: the one that the item's own list has, where it has one."""
    for label in said.get("labels") or ():
        ids.know(str(label.get("id")))
    for _, name in names_in(found):
        ids.of(name)


def learn_options(ids: Ids, found: Iterable[Node]) -> None:
    """Gives every option that was chosen its id."""
    for _, name in names_in(found):
        ids.of(name)


def chosen_at_most(groups: dict[tuple[str, str], list[Node]]) -> Counter[str]:
    """How many options each control of a task has chosen."""
    return Counter({control: len(names_in(found)) for (kind, control), found in groups.items() if kind == "choice"})


def marks(found: Iterable[Node]) -> list[Found]:
    """The spans, one for each label they have."""
    made: list[Found] = []
    for result, label in names_in(found):
        value = result["value"]
        quote = value["text"].text if "text" in value else None
        claim = Claim(value, value["start"].whole, value["end"].whole, quote)
        made.append(Found(claim, label, result["id"].name if "id" in result else "", reason(result)))
    return made


def drawn(found: Iterable[Node]) -> list[Box]:
    """The boxes in pixels, one for each label they have; Label Studio writes percents of the picture's sides."""
    made: list[Box] = []
    for result, label in names_in(found):
        width, height = result["original_width"].whole, result["original_height"].whole
        x, y, w, h = (result["value"][side].number for side in ("x", "y", "width", "height"))
        sides = (x * width / 100, y * height / 100, w * width / 100, h * height / 100)
        made.append(Box(sides, label, result["id"].name if "id" in result else "", reason(result)))
    return made


def answer(found: Iterable[Node], options: list[Any], ids: Ids | None) -> tuple[list[str], dict[str, str]]:
    """The chosen options and the reasons that the notes have, one `option: reason` a line."""
    known = {str(one.get("id")): str(one.get("id")) for one in options if isinstance(one, dict)}
    by_text = {str(one.get("text")): str(one.get("id")) for one in options if isinstance(one, dict)}
    chosen: list[str] = []
    reasons: dict[str, str] = {}
    for result, name in names_in(found):
        option = ids.of(name) if ids else known.get(name) or by_text.get(name)
        if option is None:
            result["value"]["choices"].refuse("not_one_of", given=name, allowed=", ".join(known))
        chosen += [option] if option not in chosen else []
        for note in notes(result):
            option, colon, said = note.partition(": ")
            if colon and option in known:
                reasons[option] = said
    return chosen, reasons


def _noted(result: dict[str, Any], *notes: str) -> dict[str, Any]:
    return result | ({"meta": {"text": [note for note in notes if note]}} if any(notes) else {})


def write_spans(item: Item) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Data and results of a span_labels item."""
    task: Any = item.task
    gold: Any = item.gold
    made = [
        _noted(
            {
                "id": mark.id,
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "value": {
                    "start": mark.start,
                    "end": mark.end,
                    "text": mark.quote.replace("\n", "\\n"),
                    "labels": [mark.label],
                },
            },
            mark.reason,
        )
        for mark in gold.marks
    ]
    return {"text": task.text}, made


def write_choice(item: Item) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Data and results of a choice item."""
    task: Any = item.task
    gold: Any = item.gold
    texts, pictures = [s.text for s in task.stimulus if s.text], [s.picture for s in task.stimulus if s.picture]
    data = {"question": task.question} | ({"text": "\n\n".join(texts)} if texts else {})
    data |= {"image": pictures[0]} if pictures else {}
    result = {
        "id": "answer",
        "from_name": "answer",
        "to_name": "text" if texts else "image" if pictures else "question",
        "type": "choices",
        "value": {"choices": list(gold.answer)},
    }
    return data, [_noted(result, *(f"{option}: {said}" for option, said in gold.reasons.items() if said))]


def write_boxes(item: Item) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Data and results of a boxes item."""
    task: Any = item.task
    gold: Any = item.gold
    made: list[dict[str, Any]] = []
    for box in gold.boxes:
        x, y, width, height = box.box
        percents = {
            "x": 100 * x / task.width, "y": 100 * y / task.height,
            "width": 100 * width / task.width, "height": 100 * height / task.height,
        }  # fmt: skip
        value = percents | {"rotation": 0, "rectanglelabels": [box.label]}
        sizes = {"original_width": task.width, "original_height": task.height, "image_rotation": 0}
        named = {"id": box.id, "from_name": "label", "to_name": "image", "type": "rectanglelabels"}
        made.append(_noted(named | sizes | {"value": value}, box.reason))
    return {"image": task.picture, "width": task.width, "height": task.height}, made


WRITE: dict[str, Callable[[Item], tuple[dict[str, Any], list[dict[str, Any]]]]] = {
    "span_labels": write_spans,
    "choice": write_choice,
    "boxes": write_boxes,
}
