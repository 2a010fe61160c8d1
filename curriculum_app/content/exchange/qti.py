"""QTI 3 items with one choice interaction, both ways: one `.xml`, or a content package `.zip` of several.

The feedback inside a choice is its reason. Where the file is ours, classes in the item body say which paragraph is the
instruction, a source or what is judged; in others what stands before the question is what is judged.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from curriculum_app.content.exchange import qti_writing
from curriculum_app.content.exchange.archives import open_archive
from curriculum_app.content.exchange.drafting import Draft, Ids, Imported, Slugs, Wanted, head, slug, title_of
from curriculum_app.content.exchange.drawn_boxes import note_picture
from curriculum_app.content.exchange.problems import ImportProblem, each, shown
from curriculum_app.content.exchange.sources import MOST_ITEMS, read_bytes
from curriculum_app.content.exchange.xml_text import Xml, local
from curriculum_app.grading.text import normalise

NAMESPACE = qti_writing.NAMESPACE
FEEDBACK = frozenset({"qti-feedback-inline", "qti-feedback-block"})
LEFT_OUT = FEEDBACK | {"qti-choice-interaction", "qti-modal-feedback"}
PLAIN = {
    "qti-simple-choice", "qti-prompt", "qti-feedback-inline", "qti-choice-interaction", "qti-item-body", "qti-content-body",
    "p", "div", "span", "br", "img",
}  # fmt: skip
write = qti_writing.write


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of an item or a package. Raises ImportProblem or ImportProblems."""
    imported, slugs = Imported(), Slugs(file)
    documents = each(_files(file, imported), lambda pair: Xml(file, pair[1], pair[0]))
    items = [document for document in documents if local(document.root) == "qti-assessment-item"]
    for document in documents:
        if local(document.root) not in {"qti-assessment-item", "manifest"}:
            if len(documents) == 1:
                why = f"the outermost element is {local(document.root)}, not qti-assessment-item"
                raise document.refuse(document.root, "not_this_format", format="an item of QTI 3", why=why)
            imported.lose(document.name, f"the whole file: {local(document.root)}")
    if not items:
        raise ImportProblem(file, 0, "", "nothing")
    drafts = each(items, lambda document: _draft(document, wanted, slugs, imported))
    imported.drafts = [draft for draft in drafts if draft]
    return imported


def _files(file: Path, imported: Imported) -> Iterator[tuple[str, bytes]]:
    if file.suffix.lower() not in {".xml", ".zip"}:
        raise ImportProblem(file, 0, "", "suffix", suffix=file.suffix, allowed=".xml, .zip")
    data = read_bytes(file)
    if file.suffix.lower() == ".xml":
        yield "", data
        return
    with open_archive(file, data) as archive:
        names = [name for name in sorted(archive.namelist()) if not name.endswith("/")]
        if sum(name.endswith(".xml") for name in names) > MOST_ITEMS:
            raise ImportProblem(file, 0, "", "too_many", limit=MOST_ITEMS, what="items")
        for name in names:
            if name.endswith(".xml"):
                yield name, archive.read(name)
            elif not name.endswith(".xsd"):
                imported.lose(name, "the whole file")


def _draft(document: Xml, wanted: Wanted, slugs: Slugs, imported: Imported) -> Draft | None:
    root = document.root
    if not str(root.tag).startswith(f"{{{NAMESPACE}}}"):
        why = "its namespace is not that of QTI 3"
        raise document.refuse(root, "not_this_format", format="an item of QTI 3", why=why)
    where = root.get("identifier") or document.name or document.file.name
    interactions = [element for element in root.iter() if local(element).endswith("-interaction")]
    if [local(element) for element in interactions] != ["qti-choice-interaction"]:
        what = ", ".join(local(element) for element in interactions) or "no interaction"
        imported.lose(where, f"the whole item: {what}, where one qti-choice-interaction is read")
        return None
    interaction = interactions[0]
    declaration = _declaration(document, interaction)
    value = head("choice", _title(document, interaction), wanted)
    body = _body(document, interaction, where, imported)
    for key in ("instructions", "sources"):
        if key in body:
            value[key] = body.pop(key)
    value |= {"question": body.pop("question")}
    value |= {"many": True} if _many(declaration, interaction) else {}
    value |= body | _options(document, interaction, declaration, where, imported)
    _note_losses(document, interaction, declaration, where, imported)
    name = slug(root.get("identifier") or "")
    return Draft(
        slugs.of(name) if name else slugs.numbered(1), value, document.file, document.line(root), document.name
    )


def _declaration(document: Xml, interaction: Element) -> Element:
    """The declaration of the interaction's response. Raises ImportProblem where there is none."""
    name = interaction.get("response-identifier")
    for element in document.root:
        if local(element) == "qti-response-declaration" and element.get("identifier") == name:
            return element
    raise document.refuse(interaction, "id_unknown", id=shown(name or ""))


def _title(document: Xml, interaction: Element) -> str:
    return normalise(document.root.get("title") or "")[:120] or title_of(document.text(interaction, FEEDBACK))


def _many(declaration: Element, interaction: Element) -> bool:
    return declaration.get("cardinality") == "multiple" and interaction.get("max-choices", "1") != "1"


def _body(document: Xml, interaction: Element, where: str, imported: Imported) -> dict[str, Any]:
    """Question, stimulus, instructions and sources, by class where the file has ours, else by what stands around."""
    prompt = next((child for child in interaction if local(child) == "qti-prompt"), None)
    question = normalise(document.text(prompt)) if prompt is not None else ""
    found: dict[str, Any] = {"question": question}
    stimulus: list[dict[str, str]] = []
    loose: list[str] = []
    asked = {id(one) for one in interaction.iter()}
    body = next((child for child in document.root if local(child) == "qti-item-body"), None)
    for element in body if body is not None else ():
        sort = element.get("class", "")
        if sort == "ct-instructions":
            found["instructions"] = normalise(document.text(element))
        elif sort == "ct-source":
            title, *sentences = [normalise(document.text(child)) for child in element]
            found.setdefault("sources", []).append({"title": title, "sentences": sentences})
        elif sort == "ct-stimulus":
            stimulus += [{"text": text}] if (text := normalise(document.text(element))) else []
        elif element is not interaction and (text := normalise(document.text(element, LEFT_OUT))):
            loose.append(text)
        for picture in [one for one in element.iter() if local(one) == "img" and id(one) not in asked]:
            name = note_picture(picture.get("src", ""), where, imported)
            stimulus.append({"picture": name, "alt": normalise(picture.get("alt", ""))})
    if loose and not question:
        found["question"] = "\n".join(loose)
    elif loose:
        stimulus.insert(0, {"text": "\n".join(loose)})
    return found | ({"stimulus": stimulus} if stimulus else {})


def _options(
    document: Xml, interaction: Element, declaration: Element, where: str, imported: Imported
) -> dict[str, Any]:
    ids, options, reasons = Ids("c"), list[dict[str, str]](), dict[str, str]()
    for choice in [child for child in interaction.iter() if local(child) == "qti-simple-choice"]:
        name = choice.get("identifier") or ""
        if not name or name in ids:
            raise document.refuse(choice, "id_twice" if name else "missing", id=shown(name))
        known = ids.of(name)
        options.append({"id": known, "text": normalise(document.text(choice, FEEDBACK))})
        said = [normalise(document.text(child)) for child in choice.iter() if local(child) in FEEDBACK]
        reasons[known] = "\n".join(text for text in said if text)
        pictures = [one.get("src", "") for one in choice.iter() if local(one) == "img"]
        for picture in pictures:
            imported.lose(where, f"the picture {shown(picture)} in the choice {name}")
    correct = [part for part in declaration if local(part) == "qti-correct-response"]
    right = [value.text or "" for part in correct for value in part.iter() if local(value) == "qti-value"]
    if not right:
        entries = [entry for entry in declaration.iter() if local(entry) == "qti-map-entry"]
        right = [entry.get("map-key", "") for entry in entries if _above_nothing(document, entry)]
    if not right:
        raise document.refuse(declaration, "missing")
    for name in right:
        if name.strip() not in ids:
            raise document.refuse(declaration, "id_unknown", id=shown(name))
    answer = list(dict.fromkeys(ids.of(name.strip()) for name in right))
    shuffle: dict[str, Any] = {} if interaction.get("shuffle") == "true" else {"shuffle": False}
    return {"options": options} | shuffle | {"gold": {"answer": answer, "reasons": reasons}}


def _above_nothing(document: Xml, entry: Element) -> bool:
    try:
        return float(entry.get("mapped-value", "")) > 0
    except ValueError:
        raise document.refuse(
            entry, "wanted", what="a number", given=shown(entry.get("mapped-value") or "nothing")
        ) from None  # fmt: skip


def _note_losses(document: Xml, interaction: Element, declaration: Element, where: str, imported: Imported) -> None:
    """Everything of the item that a choice item has no place for."""
    for child in document.root:
        name = local(child)
        if name in {"qti-response-declaration", "qti-outcome-declaration", "qti-item-body", "qti-response-processing"}:
            continue  # a response, its outcomes and its processing are what `gold` says in another way
        imported.lose(where, f"{name} {child.get('identifier') or child.get('href') or ''}".rstrip())
    if any(local(part) == "qti-mapping" for part in declaration):
        imported.lose(where, "qti-mapping: what each choice is worth")
    most, least = interaction.get("max-choices", "1"), interaction.get("min-choices", "0")
    if most not in {"0", "1"}:
        imported.lose(where, f"max-choices {shown(most)}")
    if least != "0":
        imported.lose(where, f"min-choices {shown(least)}")
    fixed = [one.get("identifier", "") for one in interaction.iter() if one.get("fixed") == "true"]
    if fixed and interaction.get("shuffle") == "true":
        imported.lose(where, f"that {', '.join(fixed)} stay where they are when choices are shuffled")
    body = next((child for child in document.root if local(child) == "qti-item-body"), None)
    markup = sorted({local(one) for one in body.iter() if local(one) not in PLAIN} if body is not None else ())
    if markup:
        imported.lose(where, f"markup, of which the text is kept: {', '.join(markup)}")
