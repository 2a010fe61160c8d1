"""A lesson's page as an edition keeps it: sections, each with its blocks, drawn by templates in the reader's language."""

from collections.abc import Callable, Iterator
from typing import Any

from curriculum_app.content.blocks import TEXT, Block
from curriculum_app.content.markdown import render, sections, terms

Resolve = Callable[[str], str]


def page(blocks: tuple[Block, ...], resolve: Resolve) -> dict[str, Any]:
    """`sections` (the first has no heading) and the `terms` that stand in them, in order of their first use."""
    found: list[dict[str, Any]] = [{"heading": "", "title": "", "blocks": []}]
    for block in blocks:
        if block.sort != TEXT:
            found[-1]["blocks"].append(_drawn(block, resolve))
            continue
        for section in sections(block.text, resolve):
            if section.heading:
                found.append({"heading": section.heading, "title": section.title, "blocks": []})
            if section.html.strip():
                found[-1]["blocks"].append({"sort": TEXT, "html": section.html})
    return {"sections": found, "terms": list(dict.fromkeys(_terms(blocks)))}


def _terms(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from terms(block.text)
        yield from _terms(block.inside)


def _drawn(block: Block, resolve: Resolve) -> dict[str, Any]:
    html = _html(block, resolve)
    match block.sort:
        case "worked":
            steps = [{"title": step.title, "html": _html(step, resolve)} for step in block.of("step")]
            shown = {"anchor": block.anchor, "title": block.title, "skill": block.options.get("skill", "")}
            return {"sort": "worked", **shown, "html": html, "steps": steps}
        case "contrast":
            examples, near_misses = ([_html(side, resolve) for side in block.of(sort)] for sort in ("example", "near-miss"))
            return {"sort": "contrast", "title": block.title, "html": html, "examples": examples, "near_misses": near_misses}
        case _:
            return {"sort": block.sort, "name": block.title}


def _html(block: Block, resolve: Resolve) -> str:
    return "".join(render(inside.text, resolve) for inside in block.of(TEXT))
