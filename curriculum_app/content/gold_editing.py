"""Writing gold into an author's file from an answer given on the page. Comments, order and quoting of the file stay.

The kinds that mark, choose, rate, rank, judge, link, draw or name a first bad step can be written; gold that is prose or a
list of accepted wordings (short answers, rewriting, transcripts' hard places, people's rubrics) is edited in the file.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.marking import MarkedGold, MarkedTask, SpanAnswer
from curriculum_app.grading.text import Span, occurrences

Path_ = tuple[str | int, ...]


class NotWritable(Exception):
    """Gold of this kind, or contested gold, is edited in the file: `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _yaml() -> YAML:
    """Round trips leave every byte of a file written in the house's style."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 2**30
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: CommentedMap) -> str:
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def with_gold(source: str, task: Task, gold: Gold, answer: Any) -> str:
    """The file with `answer` as its gold. `gold` is what it holds now: marks at the same place keep their id and all else said of them.

    New marks have an empty reason, which `reasons` finds and `with_reasons` fills. Raises NotWritable.
    """
    document = _yaml().load(source)
    if "contested" in document["gold"]:
        raise NotWritable("gold_contested")
    if isinstance(task, MarkedTask) and isinstance(gold, MarkedGold):
        _write_marks(document, task, gold, answer)
    elif task.kind in WRITERS:
        WRITERS[task.kind](document["gold"], answer)
        _say_why_clean(document["gold"], gold, bool(getattr(answer, "links", ()) or getattr(answer, "boxes", ())))
    else:
        raise NotWritable("gold_is_prose")
    return _dumped(document)


def reasons(source: str) -> dict[Path_, str]:
    """Every reason of the gold by its path in the file, in order."""
    return dict(_reasons(_yaml().load(source)["gold"], ("gold",)))


def _reasons(value: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            if key == "reason" or str(key).endswith("_reason"):
                yield (*path, key), str(inside)
            elif key == "reasons":
                yield from (((*path, key, name), str(text)) for name, text in inside.items())
            else:
                yield from _reasons(inside, (*path, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inside in enumerate(value):
            yield from _reasons(inside, (*path, number))


def with_reasons(source: str, written: Mapping[Path_, str]) -> str:
    """The file with these reasons in place of its own; paths the file does not have are left out."""
    document = _yaml().load(source)
    for path, text in written.items():
        holder = document
        for part in path[:-1]:
            holder = holder.get(part) if isinstance(holder, Mapping) else holder[part]
        if holder[path[-1]] != text:
            holder[path[-1]] = text
    return _dumped(document)


def _write_marks(document: CommentedMap, task: MarkedTask, gold: MarkedGold, answer: Any) -> None:
    named = _named(answer.marks, gold)
    _say_why_clean(document["gold"], gold, bool(named))
    marks = document["gold"].get("marks", CommentedMap())
    if named and not marks:
        document["gold"]["marks"] = marks
    inline = _nesting([mark.span for mark in named.values()])
    for name in [name for name in marks if name not in named]:
        del marks[name]
    for name, mark in named.items():
        kept = marks.setdefault(name, CommentedMap({"reason": ""}))
        _say(kept, {key: value for key, value in mark.mark.values.items() if key != "explanation"})
        if task.kind == "hallucination_spans":
            kept.setdefault("evidentness", "evident")  # the page does not ask; who thinks it is subtle says so in the file
        kept.setdefault("reason", "")
        kept.pop("quote", None)
        kept.pop("occurrence", None)
        if mark.span not in inline:
            starts = [span.start for span in occurrences(mark.quote, task.text)]
            _say(kept, {"quote": mark.quote, "occurrence": starts.index(mark.start) + 1 if starts[0] != mark.start else ""})
    written = _marked(task.text, {name: mark.span for name, mark in named.items() if mark.span in inline})
    was = document["text"]
    document["text"] = LiteralScalarString(f"{written}\n") if isinstance(was, LiteralScalarString) else written
    if "verdict" in document["gold"]:
        document["gold"]["verdict"] = str(answer.verdict)


def _say_why_clean(written: CommentedMap, gold: Gold, marked: bool) -> None:
    """Gold without a mark says why there is none; gold with marks does not."""
    if "clean_reason" not in type(gold).model_fields:
        return
    if marked:
        written.pop("clean_reason", None)
    else:
        written.setdefault("clean_reason", "")


def _named(marks: Sequence[SpanAnswer], gold: MarkedGold) -> dict[str, SpanAnswer]:
    """Each mark under the id of the gold mark at its place, or else of the one it overlaps most, or else a new one; in text order."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    free = {mark.id: mark.span for mark in gold.marks}
    names: dict[int, str] = {}
    for number, mark in enumerate(ordered):
        if same := next((name for name, span in free.items() if span == mark.span), None):
            names[number] = same
            del free[same]
    for number, mark in enumerate(ordered):
        moved = max(free, key=lambda name: free[name].overlap(mark.span), default=None)
        if number not in names and moved is not None and free[moved].overlap(mark.span):
            names[number] = moved
            del free[moved]
    taken = {mark.id for mark in gold.marks}
    fresh = (f"e{number}" for number in range(1, 10**6) if f"e{number}" not in taken)
    return {names.get(number) or next(fresh): mark for number, mark in enumerate(ordered)}


def _nesting(spans: Sequence[Span]) -> set[Span]:
    """The places that can be written as brackets: each inside another or apart. Of two that cross, the earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not any(_cross(span, other) or span == other for other in kept):
            kept.append(span)
    return set(kept)


def _cross(a: Span, b: Span) -> bool:
    return bool(a.overlap(b)) and not (a.start <= b.start and b.end <= a.end or b.start <= a.start and a.end <= b.end)


def _marked(text: str, marks: Mapping[str, Span]) -> str:
    """The text with its marks as brackets, a literal bracket or backslash escaped."""
    opening = {at: sum(span.start == at for span in marks.values()) for at in {span.start for span in marks.values()}}
    closing: dict[int, list[str]] = {}
    for name, span in sorted(marks.items(), key=lambda one: one[1].length):  # the inner one closes first
        closing.setdefault(span.end, []).append(name)
    written = []
    for at in range(len(text) + 1):
        written += [f"]{{#{name}}}" for name in closing.get(at, ())]
        written.append("[" * opening.get(at, 0))
        if at < len(text):
            written.append(re.sub(r"([\[\]\\])", r"\\\1", text[at]))
    return "".join(written)


def _say(holder: Any, values: Mapping[str, Any]) -> None:
    """Set what is said and differs, lists on one line; what is empty is taken out, as files leave out what they need not say."""
    for name, value in values.items():
        if value in ("", [], (), None):
            holder.pop(name, None)
        elif _bare(holder.get(name)) != _bare(value):
            holder[name] = _line(value) if isinstance(value, list | tuple) else _plain(value)


def _bare(value: Any) -> Any:
    return [_bare(inside) for inside in value] if isinstance(value, list | tuple) else value


def _line(values: Sequence[Any]) -> CommentedSeq:
    line = CommentedSeq([_line(value) if isinstance(value, list | tuple) else _plain(value) for value in values])
    line.fa.set_flow_style()
    return line


def _plain(value: Any) -> Any:
    """A value without the enum around it; a whole number without its point."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, str) else value


def _one_line(**values: Any) -> CommentedMap:
    entry = CommentedMap()
    _say(entry, values)
    entry["reason"] = ""
    entry.fa.set_flow_style()
    return entry


def _choice(gold: Any, answer: Any) -> None:
    _say(gold, {"answer": answer.chosen})


def _rating_scale(gold: Any, answer: Any) -> None:
    for name, level in answer.ratings.items():
        if "contested" in gold[name]:
            raise NotWritable("gold_contested")
        _say(gold[name], {"value": level})


def _preference(gold: Any, answer: Any) -> None:
    _say(gold, {"better": answer.better, "strength": answer.strength if answer.better != "tie" else None})


def _ranking(gold: Any, answer: Any) -> None:
    for letter, rank in answer.ranks.items():
        _say(gold["ranks"][letter], {"rank": rank})


def _claim_check(gold: Any, answer: Any) -> None:
    for name, said in answer.claims.items():
        kept = gold["claims"][name]
        groups = [list(group) for group in kept.get("evidence", ())]
        if str(said.verdict) != kept["verdict"] or sorted(said.evidence) not in map(sorted, groups):
            _say(kept, {"verdict": str(said.verdict), "evidence": [said.evidence] if said.evidence else ()})


def _relations(gold: Any, answer: Any) -> None:
    known = {(link["head"], link["type"], link["tail"]): link for link in gold.get("links", ())}
    wanted = [(link.head, link.type, link.tail) for link in answer.links]
    links = gold.setdefault("links", CommentedSeq())
    for key, link in known.items():
        if key not in wanted:
            links.remove(link)
    links.extend(_one_line(head=h, type=t, tail=e) for h, t, e in wanted if (h, t, e) not in known)


def _boxes(gold: Any, answer: Any) -> None:
    boxes = gold.setdefault("boxes", CommentedMap())
    known = {(tuple(box["box"]), box["label"]): name for name, box in boxes.items()}
    wanted = [((box.x, box.y, box.width, box.height), box.label) for box in answer.boxes]
    for key, name in known.items():
        if key not in wanted:
            del boxes[name]
    fresh = (f"b{number}" for number in range(1, 10**6) if f"b{number}" not in known.values())
    for place, label in wanted:
        if (place, label) not in known:
            boxes[next(fresh)] = _one_line(box=place, label=label)


def _first_bad(gold: Any, answer: Any) -> None:
    _say(gold, {"first_bad": int(answer.first_bad) if answer.first_bad.isdecimal() else answer.first_bad,
                "category": answer.category, "fix": answer.fix})  # fmt: skip
    others = [category for category in gold.get("accepted_categories", ()) if category != answer.category and answer.category]
    _say(gold, {"accepted_categories": others})


def _dialogue_review(gold: Any, answer: Any) -> None:
    _first_bad(gold, answer)
    for number, level in answer.ratings.items():
        kept = gold["ratings"]
        _say(kept[int(number) if int(number) in kept else number], {"level": level})


def _trace_review(gold: Any, answer: Any) -> None:
    _first_bad(gold, answer)
    _say(gold, {"outcome": str(answer.outcome)})


WRITERS: Mapping[str, Callable[[Any, Any], None]] = {
    "choice": _choice, "rating_scale": _rating_scale, "preference": _preference, "ranking": _ranking, "claim_check": _claim_check,
    "relations": _relations, "boxes": _boxes, "dialogue_review": _dialogue_review, "trace_review": _trace_review,
}  # fmt: skip
