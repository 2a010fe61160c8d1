"""Label Studio's JSON of tasks with their annotations: spans, choices and boxes, both ways.

Spans are in code points since 2021 and were in UTF-16 units before; the quote that stands in the file says which. A
region's note (`meta.text`) is its reason. What an annotation has no place for is in `data.item`, which Label Studio keeps.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curriculum_app.content.exchange import label_studio_results as results
from curriculum_app.content.exchange.drafting import (
    Draft,
    Exported,
    Ids,
    Imported,
    Slugs,
    Wanted,
    described,
    head,
    labels_of,
    not_carried,
    span_labels,
    title_of,
)
from curriculum_app.content.exchange.drawn_boxes import Picture, boxes_item, note_picture
from curriculum_app.content.exchange.offsets import Counting, Text, settle
from curriculum_app.content.exchange.problems import each
from curriculum_app.content.exchange.sources import MOST_ITEMS, Node, read_json
from curriculum_app.content.library import Item
from curriculum_app.grading.text import normalise

KINDS = {"labels": "span_labels", "choices": "choice", "rectanglelabels": "boxes"}
SAID = {
    "span_labels": ("labels",),
    "choice": ("question", "many", "stimulus", "options", "shuffle"),
    "boxes": ("alt", "description", "labels"),
}
LISTS: dict[str, tuple[str, ...]] = {  # of `data.item`, and what each of their entries must have; () what it has
    "labels": ("id", "name", "definition"), "options": ("id", "text"), "sources": ("title", "sentences"), "stimulus": (),
}  # fmt: skip
COMMON = (
    "slug",
    "kind",
    "title",
    "skills",
    "difficulty",
    "minutes",
    "family",
    "instructions",
    "sources",
    "clean_reason",
)


@dataclass
class _Task:
    node: Node
    where: str
    said: dict[str, Any]  # of the item, where we wrote the file
    groups: dict[tuple[str, str], list[Node]] = field(default_factory=dict)  # kind and control to results


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of an export. Raises ImportProblem or ImportProblems."""
    root = read_json(file)
    nodes = [root] if isinstance(root.value, dict) else list(root)
    if len(nodes) > MOST_ITEMS:
        root.refuse("too_many", limit=MOST_ITEMS, what="tasks")
    imported = Imported()
    tasks = [task for task in each(enumerate(nodes, start=1), lambda pair: _task(*pair, imported)) if task]
    names = {
        kind: Ids("label", 30 if kind == "span_labels" else 20, kind == "span_labels")
        for kind in ("span_labels", "boxes")
    }
    options: dict[str, Ids] = {}
    many = {task.node.path: results.chosen_at_most(task.groups) for task in tasks}
    most = Counter[str]()
    for counts in many.values():
        most |= counts
    for task in tasks:
        for (kind, control), found in task.groups.items():
            if kind == "choice":
                results.learn_options(options.setdefault(control, Ids("c")), found)
            else:
                results.learn_labels(names[kind], found, task.said)
    slugs = Slugs(file)
    made = each(tasks, lambda task: _drafts(task, file, wanted, names, options, most, slugs, imported))
    imported.drafts = [draft for drafts in made for draft in drafts]
    return imported


def _task(number: int, node: Node, imported: Imported) -> _Task | None:
    """One task with the results of its annotation, sorted; None where nobody has annotated it."""
    if "data" not in node:
        why = "a task has no data; export as JSON, not as JSON-MIN"
        node.refuse("not_this_format", format="Label Studio's JSON", why=why)
    where = f"task {node['id'].name if 'id' in node else number}"
    imported.losses += node.losses(where, ("id", "data", "annotations"))
    annotation = _annotation(node, where, imported)
    if annotation is None:
        imported.lose(where, "the whole task: nobody has annotated it")
        return None
    data, said = node["data"], {}
    if "item" in data:
        item = data["item"]
        kind = item["kind"].text if "kind" in item else ""
        known = (*COMMON, *SAID.get(kind, ()))
        imported.losses += item.losses(f"{where}, data.item", known)
        said = _said(item, known)
    task = _Task(node, where, said)
    for result in annotation["result"]:
        kind = KINDS.get(result["type"].text, "")
        place = f"{where}, {result['type'].text} {result['id'].name if 'id' in result else ''}".rstrip()
        if not kind:
            imported.lose(place, "the whole result")
        elif why := results.not_read(result, kind):
            imported.lose(place, f"the whole result: {why}")
        else:
            imported.losses += result["meta"].losses(f"{place}, meta", {"text"}) if "meta" in result else []
            imported.losses += result.losses(place, results.CARRIED) + result["value"].losses(
                place, results.VALUES[kind]
            )
            control = result["from_name"].name if kind == "choice" and "from_name" in result else ""
            task.groups.setdefault((kind, control), []).append(result)
    if not task.groups and said.get("kind") in {"span_labels", "boxes"}:
        task.groups[said["kind"], ""] = []
    if not task.groups:
        imported.lose(where, "the whole task: nothing in its annotation can be carried")
    return task


def _said(item: Node, known: Sequence[str]) -> dict[str, Any]:
    """What the file knows of the item, its shape checked. Raises ImportProblem."""
    said: dict[str, Any] = {}
    for key in item.keys:
        node = item[key]
        if key not in known or node.value is None:
            continue
        said[key] = node.plain()
        if key in LISTS:
            for entry in node:
                for name in LISTS[key] or entry.keys:
                    _ = [one.text for one in entry[name]] if name == "sentences" else entry[name].text
        elif key == "skills":
            _ = [entry.text for entry in node]
        elif key in {"difficulty", "minutes"}:
            said[key] = node.whole
        elif key not in {"many", "shuffle"}:
            said[key] = node.text
        elif not isinstance(node.value, bool):
            node.wanted("true or false")
    return said


def _annotation(node: Node, where: str, imported: Imported) -> Node | None:
    """The annotation that becomes gold: the ground truth, else the first that was not skipped. The others are lost."""
    annotations = list(node["annotations"]) if "annotations" in node else []
    found = [one for one in annotations if not one["was_cancelled"].value]
    found.sort(key=lambda one: not one["ground_truth"].value)
    for other in annotations:
        name = other["id"].name if "id" in other else str(other.path[-1])
        if not found or other.path != found[0].path:
            imported.lose(f"{where}, annotation {name}", "the whole annotation")
        else:
            imported.losses += other.losses(
                f"{where}, annotation {name}", ("id", "result", "was_cancelled", "ground_truth")
            )
    return found[0] if found else None


def _drafts(
    task: _Task, file: Path, wanted: Wanted, names: dict[str, Ids], options: dict[str, Ids], most: Counter[str],
    slugs: Slugs, imported: Imported,
) -> list[Draft]:  # fmt: skip
    """One item for the spans of a task, one for its boxes and one for each question."""
    drafts: list[Draft] = []
    used: set[str] = set()
    for (kind, control), found in task.groups.items():
        said = task.said if task.said.get("kind") == kind else {}
        value: dict[str, Any] | None
        if kind == "choice":
            value = _choice(task, control, found, said, options[control], most[control] > 1, wanted, used, imported)
        elif kind == "boxes":
            value = _boxes(task, found, said, names[kind], wanted, used, imported)
        else:
            value = _spans(task, found, said, names[kind], wanted, used, imported)
        if value is not None:
            number = int(task.node.path[0]) + 1 if task.node.path else 1
            name = slugs.of(said["slug"]) if isinstance(said.get("slug"), str) else slugs.numbered(number)
            drafts.append(Draft(name, value, file, task.node.line, task.node.field))
    imported.losses += task.node["data"].losses(
        f"{task.where}, data", {"item", *used} if drafts else task.node["data"].keys
    )
    return drafts


def _spans(
    task: _Task, found: list[Node], said: dict[str, Any], ids: Ids, wanted: Wanted, used: set[str], imported: Imported
) -> dict[str, Any] | None:  # fmt: skip
    name = results.data_field(task.node["data"], found, "text")
    used.add(name)
    node = task.node["data"][name]
    text, marks = Text(node.text, node), results.marks(found)
    may_be = [wanted.offsets] if wanted.offsets else [Counting.CODE_POINTS, Counting.UTF_16]
    counting = settle([(text, [mark.claim for mark in marks])], may_be, sure=True)
    item = head("span_labels", title_of(text.kept), wanted, said)
    labels = said.get("labels") or labels_of(ids)
    return span_labels(item, labels, text, marks, ids, counting, task.where, imported)


def _boxes(
    task: _Task, found: list[Node], said: dict[str, Any], ids: Ids, wanted: Wanted, used: set[str], imported: Imported
) -> dict[str, Any] | None:  # fmt: skip
    data = task.node["data"]
    name = results.data_field(data, found, "image")
    used |= {name, "width", "height"}
    sides = found[0] if found else data
    width, height = ("original_width", "original_height") if found else ("width", "height")
    file = note_picture(data[name].text, task.where, imported)
    picture = Picture(file, sides[width].whole, sides[height].whole)
    item = head("boxes", said.get("title") or file, wanted, said)
    return boxes_item(item, said, picture, results.drawn(found), ids, task.where, imported)


def _choice(
    task: _Task, control: str, found: list[Node], said: dict[str, Any], ids: Ids, many: bool, wanted: Wanted,
    used: set[str], imported: Imported,
) -> dict[str, Any]:  # fmt: skip
    data = task.node["data"]
    if not isinstance(stimulus := said.get("stimulus"), list):
        name = results.data_field(data, found, "image" if "image" in data and "text" not in data else "text")
        used.add(name)
        shown = normalise(data[name].text)
        if name == "image":
            stimulus = [{"picture": note_picture(shown, task.where, imported), "alt": ""}]
        else:
            stimulus = [{"text": shown}] if shown else []
    else:
        used |= {"text", "image", "question"}
    item = head("choice", title_of(str(said.get("question") or control)), wanted, said)
    item |= {"question": said.get("question", "")}
    item |= {"many": True} if (said.get("many") if said else many) else {}
    item |= {"stimulus": stimulus} if stimulus else {}
    options = said.get("options") or [{"id": known, "text": name} for known, name in ids.names.items()]
    if len(options) < 2:
        options = [*options, {"id": "other" if options[0]["id"] != "other" else "other_2", "text": ""}]
    item |= {"options": options} | ({"shuffle": False} if said.get("shuffle") is False else {})
    answer, reasons = results.answer(found, options, ids if "options" not in said else None)
    return item | {"gold": {"answer": answer, "reasons": {one["id"]: reasons.get(one["id"], "") for one in options}}}


def write(items: Sequence[Item]) -> Exported:
    """The items as tasks whose gold is a ground truth annotation."""
    kept, losses = not_carried(items, tuple(KINDS.values()))
    tasks: list[dict[str, Any]] = []
    for item in kept:
        said = {"slug": item.slug, "kind": item.task.kind} | described(item)
        said |= {name: value for name, value in _own(item).items() if value not in ("", [], None)}
        data, result = results.WRITE[item.task.kind](item)
        tasks.append({"data": data | {"item": said}, "annotations": [{"ground_truth": True, "result": result}]})
    return Exported((json.dumps(tasks, ensure_ascii=False, indent=2) + "\n").encode(), tuple(losses))


def _own(item: Item) -> dict[str, Any]:
    """What only this kind has and no annotation says."""
    shown = item.task.model_dump(mode="json", include=set(SAID[item.task.kind]), exclude_defaults=True)
    return shown | {"clean_reason": getattr(item.gold, "clean_reason", "")}
