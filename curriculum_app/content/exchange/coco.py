"""COCO's object detection JSON: boxes of images in pixels, x and y of the upper left corner, width, height.

Crowds (`iscrowd`) are no single things and are not carried; nor are segmentations, only the boxes around them.
"""

from collections import defaultdict
from pathlib import Path

from curriculum_app.content.exchange.drafting import Draft, Ids, Imported, Slugs, Wanted, head
from curriculum_app.content.exchange.drawn_boxes import Box, Picture, boxes_item, note_picture
from curriculum_app.content.exchange.problems import each
from curriculum_app.content.exchange.sources import MOST_ITEMS, Node, read_json


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of a file, one an image. Raises ImportProblem or ImportProblems."""
    root, imported = read_json(file), Imported()
    for key in ("images", "annotations", "categories"):
        if key not in root:
            root.refuse("not_this_format", format="COCO's object detection JSON", why=f"there are no {key}")
    imported.losses += root.losses("the file", ("images", "annotations", "categories"))
    images = list(root["images"])
    if len(images) > MOST_ITEMS:
        root["images"].refuse("too_many", limit=MOST_ITEMS, what="images")
    ids, names = Ids("label"), _categories(root, imported)
    for name in names.values():
        ids.of(name)
    known = _known(images)
    drawn: dict[str, list[Box]] = defaultdict(list)
    for image, box in each(root["annotations"], lambda node: _annotation(node, names, known, imported)):
        if box:
            drawn[image].append(box)
    slugs = Slugs(file)
    made = each(images, lambda image: _draft(image, drawn[image["id"].name], ids, wanted, slugs, file, imported))
    imported.drafts = [draft for draft in made if draft]
    return imported


def _known(images: list[Node]) -> set[str]:
    known: set[str] = set()
    for image in images:
        if image["id"].name in known:
            image["id"].refuse("id_twice", id=image["id"].name)
        known.add(image["id"].name)
    return known


def _categories(root: Node, imported: Imported) -> dict[str, str]:
    """The categories' names by their ids; among equal names the later ones get their id to be told apart."""
    names: dict[str, str] = {}
    for node in root["categories"]:
        known, name = node["id"].name, node["name"].name
        if known in names:
            node["id"].refuse("id_twice", id=known)
        names[known] = name if name not in names.values() else f"{name} ({known})"
        imported.losses += node.losses(f"category {name}", ("id", "name"))
    return names


def _annotation(node: Node, names: dict[str, str], images: set[str], imported: Imported) -> tuple[str, Box | None]:
    image, category = node["image_id"].name, node["category_id"].name
    where = f"annotation {node['id'].name}" if "id" in node else node.field
    if image not in images:
        node["image_id"].refuse("id_unknown", id=image)
    if category not in names:
        node["category_id"].refuse("id_unknown", id=category)
    if node["iscrowd"].value:
        imported.lose(where, "the whole annotation: a crowd")
        return image, None
    if "bbox" not in node:
        imported.lose(where, "the whole annotation: it has no box")
        return image, None
    sides = [side.number for side in node["bbox"]]
    if len(sides) != 4:
        node["bbox"].wanted("[x, y, width, height]")
    carried = {"id", "image_id", "category_id", "bbox", "iscrowd"}
    if "area" in node and abs(node["area"].number - sides[2] * sides[3]) < 0.01:
        carried.add("area")
    imported.losses += node.losses(where, carried)
    return image, Box((sides[0], sides[1], sides[2], sides[3]), names[category])


def _draft(
    image: Node, drawn: list[Box], ids: Ids, wanted: Wanted, slugs: Slugs, file: Path, imported: Imported
) -> Draft | None:
    where = f"image {image['id'].name}"
    imported.losses += image.losses(where, ("id", "width", "height", "file_name"))
    name = note_picture(image["file_name"].text, where, imported)
    picture = Picture(name, image["width"].whole, image["height"].whole)
    value = boxes_item(head("boxes", name, wanted), {}, picture, drawn, ids, where, imported)
    return None if value is None else Draft(slugs.of(Path(name).stem), value, file, image.line, image.field)
