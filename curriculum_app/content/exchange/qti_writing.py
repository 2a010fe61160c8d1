"""Choice items as items of QTI 3, and several as a content package."""

import io
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from curriculum_app.content.exchange.drafting import Exported, not_carried
from curriculum_app.content.exchange.problems import ImportProblem, Loss
from curriculum_app.content.exchange.xml_text import legal
from curriculum_app.content.library import Item

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
register_namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")


def write(items: Sequence[Item], suffix: str) -> Exported:
    """One item as `.xml`, any number as a package `.zip`. Raises ImportProblem where several would go into one file."""
    kept, losses = not_carried(items, ("choice",))
    if suffix == ".xml" and len(kept) != 1:
        raise ImportProblem("QTI", 0, "", "one_item_only", items=len(kept))
    documents = {f"{item.slug}.{item.language}.xml": _document(item, losses) for item in kept}
    if suffix == ".xml":
        return Exported(next(iter(documents.values())), tuple(losses))
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, text in {"imsmanifest.xml": _manifest(list(documents)), **documents}.items():
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)  # without a clock: the same items make the same bytes
    return Exported(data.getvalue(), tuple(losses))


def _document(item: Item, losses: list[Loss]) -> bytes:
    task: Any = item.task
    gold: Any = item.gold
    where = f"{item.slug}.{item.language}"
    losses.append(Loss(where, "skills, difficulty, minutes" + (", family" if task.family else "")))
    names = {option.id: _identifier(option.id) for option in task.options}
    losses += [
        Loss(where, f"the option's id {known}, written {name}") for known, name in names.items() if known != name
    ]
    if task.many:
        losses.append(Loss(where, "credit by Jaccard index; here right and wrong choices are added up"))
    root = Element(
        "qti-assessment-item",
        {"xmlns": NAMESPACE, LOCATION: f"{NAMESPACE} {SCHEMA}", "identifier": _identifier(item.slug), "title": legal(task.title),
         "adaptive": "false", "time-dependent": "false", LANGUAGE: item.language},
    )  # fmt: skip
    _declarations(root, task, gold, names)
    _body(SubElement(root, "qti-item-body"), task, gold, names, where, losses)
    _processing(SubElement(root, "qti-response-processing"), task.many)
    return _bytes(root)


def _declarations(root: Element, task: Any, gold: Any, names: dict[str, str]) -> None:
    cardinality = "multiple" if task.many else "single"
    response = SubElement(
        root, "qti-response-declaration",
        {"identifier": "RESPONSE", "cardinality": cardinality, "base-type": "identifier"},
    )  # fmt: skip
    correct = SubElement(response, "qti-correct-response")
    for known in gold.answer:
        SubElement(correct, "qti-value").text = names[known]
    if task.many:
        mapping = SubElement(response, "qti-mapping", {"lower-bound": "0", "upper-bound": "1", "default-value": "0"})
        for known, name in names.items():
            worth = 1 / len(gold.answer) * (1 if known in gold.answer else -1)
            SubElement(mapping, "qti-map-entry", {"map-key": name, "mapped-value": f"{worth:.6g}"})
    outcome = {"identifier": "FEEDBACK", "cardinality": cardinality, "base-type": "identifier"}
    SubElement(root, "qti-outcome-declaration", outcome)
    SubElement(root, "qti-outcome-declaration", {"identifier": "SCORE", "cardinality": "single", "base-type": "float"})


def _body(
    body: Element, task: Any, gold: Any, names: dict[str, str], where: str, losses: list[Loss]
) -> None:  # fmt: skip
    _paragraphs(body, "ct-instructions", task.instructions.split("\n"), where, losses)
    for source in task.sources:
        _paragraphs(body, "ct-source", [source.title, *source.sentences], where, losses)
    for one in task.stimulus:
        if one.text:
            _paragraphs(body, "ct-stimulus", one.text.split("\n"), where, losses)
        else:
            block = SubElement(SubElement(body, "div", {"class": "ct-stimulus"}), "p")
            SubElement(block, "img", {"src": one.picture, "alt": legal(one.alt)})
            losses.append(Loss(where, f"the picture itself: put {one.picture} into the package"))
    interaction = SubElement(
        body, "qti-choice-interaction",
        {"response-identifier": "RESPONSE", "shuffle": str(task.shuffle).lower(), "max-choices": "0" if task.many else "1"},
    )  # fmt: skip
    _said(SubElement(interaction, "qti-prompt"), task.question, where, losses)
    for option in task.options:
        choice = SubElement(interaction, "qti-simple-choice", {"identifier": names[option.id]})
        _said(choice, option.text, where, losses)
        if gold.reasons.get(option.id):
            shown = {"outcome-identifier": "FEEDBACK", "identifier": names[option.id], "show-hide": "show"}
            _said(SubElement(choice, "qti-feedback-inline", shown), gold.reasons[option.id], where, losses)


def _paragraphs(body: Element, sort: str, texts: Sequence[str], where: str, losses: list[Loss]) -> None:
    block = SubElement(body, "div", {"class": sort})
    for text in texts:
        _said(SubElement(block, "p"), text, where, losses)


def _said(element: Element, text: str, where: str, losses: list[Loss]) -> None:
    """Puts a text into an element, its lines parted by breaks; what XML or HTML can't hold is noted."""
    if legal(text) != text:
        losses.append(Loss(where, "characters that XML has no place for"))
    lines = legal(text).split("\n")
    if any(" ".join(line.split(" ")) != " ".join(line.split()) for line in lines) or "" in lines[1:]:
        losses.append(Loss(where, "empty lines and blanks that run together"))
    element.text = lines[0]
    for line in lines[1:]:
        SubElement(element, "br").tail = line


def _processing(processing: Element, many: bool) -> None:
    """SCORE by the right response, or by the mapping where several are right; FEEDBACK is what was chosen."""
    if many:
        score = SubElement(processing, "qti-set-outcome-value", {"identifier": "SCORE"})
        SubElement(score, "qti-map-response", {"identifier": "RESPONSE"})
    else:
        condition = SubElement(processing, "qti-response-condition")
        for name, worth in (("qti-response-if", "1"), ("qti-response-else", "0")):
            branch = SubElement(condition, name)
            if name == "qti-response-if":
                match = SubElement(branch, "qti-match")
                SubElement(match, "qti-variable", {"identifier": "RESPONSE"})
                SubElement(match, "qti-correct", {"identifier": "RESPONSE"})
            score = SubElement(branch, "qti-set-outcome-value", {"identifier": "SCORE"})
            SubElement(score, "qti-base-value", {"base-type": "float"}).text = worth
    feedback = SubElement(processing, "qti-set-outcome-value", {"identifier": "FEEDBACK"})
    SubElement(feedback, "qti-variable", {"identifier": "RESPONSE"})


def _identifier(name: str) -> str:
    """An id as QTI has them: they begin with a letter or a low line."""
    return name if name[0].isalpha() or name[0] == "_" else f"_{name}"


def _manifest(names: list[str]) -> bytes:
    root = Element("manifest", {"xmlns": PACKAGE, "identifier": "MANIFEST"})
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package"
    SubElement(metadata, "schemaversion").text = "3.0.0"
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    for number, name in enumerate(names, start=1):
        kind = {"identifier": f"item-{number}", "type": "imsqti_item_xmlv3p0", "href": name}
        SubElement(SubElement(resources, "resource", kind), "file", {"href": name})
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    for element in root.iter():
        if str(element.tag) in {
            "qti-item-body",
            "manifest",
            "qti-assessment-item",
            "qti-choice-interaction",
            "resources",
        }:
            _space(element)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _space(element: Element) -> None:
    """A line for each child, where blanks mean nothing."""
    element.text = element.text or "\n"
    for child in element:
        child.tail = child.tail or "\n"
