"""The forms of cases: what of the product answers each, figure by figure."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unicodedata import normalize

from scipy.stats import pearsonr, spearmanr, weightedtau

from curriculum_app.grading import edits
from curriculum_app.grading.fever import Instance, fever_scores
from curriculum_app.grading.hallucination_spans import character_scores
from curriculum_app.grading.pairing import touching
from curriculum_app.grading.ranking import tau_b
from curriculum_app.grading.rectangles import iou, matches
from curriculum_app.grading.similarity import chrf
from curriculum_app.grading.span_labels import GoldLabel, LabelledSpan, scheme_credits
from curriculum_app.grading.text import Span, grapheme_bounds, snap
from curriculum_app.grading.verdict import soft_scores
from curriculum_app.measurement.agreement import cohen_kappa, gwet_ac1, krippendorff_alpha, percent_agreement

Case = dict[str, Any]


class Figure(NamedTuple):
    """One figure: the product's, the reference's, and the name of the documented difference that would excuse them."""

    name: str
    ours: object
    reference: object
    excuse: str = ""


class Form(NamedTuple):
    """A form of cases: how to know it, its figures, and which of the reference's figures the product has no use for."""

    knows: Callable[[Case], bool]
    figures: Callable[[Case], Iterator[Figure]]
    unused: tuple[str, ...] = ()


EMPTY = "empty against empty"
GREEDY = "order_sensitive"
PLACE_FIRST = "the same place first"
NFC = "composed first"
SINGLE = "one item"


def _ner(case: Case) -> Iterator[Figure]:
    gold = [GoldLabel(id=str(n), quote="q", reason="r", **mark) for n, mark in enumerate(case["gold"])]
    mine = [LabelledSpan(quote="q", **mark) for mark in case["answer"]]
    excuse = GREEDY if case["order_sensitive"] else ("" if gold or mine else EMPTY)
    if any(len(some) + len(others) > 2 for some, others in touching(mine, gold)):
        excuse = excuse or PLACE_FIRST
    for name, credit in scheme_credits(mine, gold).items():
        expected = case["expected"]["ent_type" if name == "type" else name]
        ours = dict(zip(("precision", "recall", "f1"), soft_scores(credit, len(mine), len(gold)), strict=True))
        for figure, value in {**ours, "possible": len(gold), "actual": len(mine)}.items():
            yield Figure(f"{name}.{figure}", value, expected[figure], excuse)


def _characters(mine: list[Span], gold: list[Span], expected: Case) -> Iterator[Figure]:
    ours = {part.name: part.value for part in character_scores(mine, gold)}
    for name in ("precision", "recall", "f1"):
        yield Figure(f"character {name}", ours[f"character_{name}"], expected[name], "" if mine or gold else EMPTY)


def _mushroom(case: Case) -> Iterator[Figure]:
    mine, gold = ([Span(*place) for place in case[side]] for side in ("answer_hard", "gold_hard"))
    ours = {part.name: part.value for part in character_scores(mine, gold)}
    yield Figure("iou", ours["iou"], case["expected"]["mushroom_iou"])
    yield from _characters(mine, gold, case["expected"]["char"])


def _halueval(case: Case) -> Iterator[Figure]:
    """The reference is given texts and finds each, ignoring case, at its first place; places are what the product compares."""
    text, mine = case["text"].lower(), []
    for quote in case["answer_texts"]:
        at = text.find(quote.strip().lower())
        mine += [Span(at, at + len(quote.strip()))] if at >= 0 and quote.strip() else []
    gold = [Span(mark["start"], mark["end"]) for mark in case["gold"]]
    yield from _characters(mine, gold, case["expected"])


def _agreement(case: Case) -> Iterator[Figure]:
    rows, expected = case["raters"], case["expected"]
    ours: dict[str, float | None] = {"percent_agreement": percent_agreement(rows), "gwet_ac1": gwet_ac1(rows)}
    ours |= {f"alpha_{level}": krippendorff_alpha(rows, level) for level in ("nominal", "ordinal", "interval", "ratio")
             if f"alpha_{level}" in expected}  # fmt: skip
    if len(rows) == 2 and "cohen_unweighted" in expected:
        for name, weights in (("unweighted", "none"), ("linear", "linear"), ("quadratic", "quadratic")):
            if f"cohen_{name}" in expected:
                ours[f"cohen_{name}"] = cohen_kappa(*rows, weights)
                ours[f"cohen_{name}_fullscale"] = cohen_kappa(*rows, weights, case["scale"])
    for name, value in ours.items():
        if name in expected:
            yield Figure(name, value, expected[name], SINGLE if len(rows[0]) == 1 else "")


def _ranks(case: Case) -> Iterator[Figure]:
    """tau-b is the product's; the others come from scipy, so that a changed case is noticed."""
    mine, gold, expected = case["answer"], case["gold"], case["expected"]
    yield Figure("kendall_tau_b", tau_b(mine, gold), expected["kendall_tau_b"])
    constant = len(set(mine)) < 2 or len(set(gold)) < 2
    for name, reference in (("spearman", spearmanr), ("pearson", pearsonr), ("weighted_tau", weightedtau)):
        yield Figure(name, None if constant else float(reference(gold, mine)[0]), expected[name])


def _edits(case: Case) -> Iterator[Figure]:
    mine, gold, expected = case["answer"], case["gold"], case["expected"]
    excuse = NFC if normalize("NFC", mine) != mine else ""
    ours = {"chrf": 100 * chrf(mine, gold), "cer": edits.cer(gold, mine), "wer": edits.wer(gold, mine),
            "levenshtein": edits.distance(gold, mine)}  # fmt: skip
    for name, value in ours.items():
        yield Figure(name, value, expected[name], excuse)


def _boxes(case: Case) -> Iterator[Figure]:
    mine, gold = ([tuple(box["bbox"]) for box in case[side]] for side in ("answer", "gold"))
    same = [[a["label"] == g["label"] for g in case["gold"]] for a in case["answer"]]
    for a, row in zip(mine, case["expected"]["iou_matrix"], strict=True):
        for g, value in zip(gold, row, strict=True):
            yield Figure("iou", iou(a, g), value)
    for aware in ("class_aware", "class_agnostic"):
        for least, expected in case["expected"][aware].items():
            pairs = matches(mine, gold, float(least), same if aware == "class_aware" else None)
            precision, recall, f1 = soft_scores(len(pairs), len(mine), len(gold))
            total = sum(value for *_, value in pairs)
            ours = {"tp": len(pairs), "fp": len(mine) - len(pairs), "fn": len(gold) - len(pairs), "precision": precision,
                    "recall": recall, "f1": f1, "total_iou": total, "mean_matched_iou": total / len(pairs) if pairs else 0.0}  # fmt: skip
            for name, value in ours.items():
                yield Figure(f"{aware} {least} {name}", value, expected[name] or 0, "" if mine or gold else EMPTY)


def _fever_item(case: Case) -> Instance:
    groups = [[(page, line) for *_, page, line in group] for group in case["gold_evidence"]]
    return Instance(case["gold_label"], groups, case["answer_label"], [tuple(sentence) for sentence in case["answer_evidence"]])


FEVER = {"fever_score": "strict", "label_accuracy": "accuracy", "precision": "precision", "recall": "recall", "f1": "f1"}


def _fever_claims(case: Case) -> Iterator[Figure]:
    ours, expected = fever_scores([_fever_item(case)], case["max_evidence"]), case["expected"]
    yield Figure("label", bool(ours.accuracy), expected["label_correct"])
    yield Figure("strict", bool(ours.strict), expected["strict_correct"])
    if not isinstance(expected["corpus_of_one"], dict) or "raises" in expected["corpus_of_one"]:
        yield Figure("corpus of one", None, expected["corpus_of_one"])
        return
    for name, field in FEVER.items():
        yield Figure(name, getattr(ours, field), expected["corpus_of_one"][name])


def _fever_corpora(case: Case) -> Iterator[Figure]:
    ours = fever_scores([_fever_item(item) for item in case["items"]])
    for name, field in FEVER.items():
        yield Figure(name, getattr(ours, field), case["expected"][name])


def _offsets(case: Case) -> Iterator[Figure]:
    text, expected = case["text"], case["expected"]
    bounds = grapheme_bounds(text)
    yield Figure("code points", len(text), expected["len_cp"])
    yield Figure("graphemes", len(bounds - {0}) if text else 0, expected["len_graphemes"])
    yield Figure("NFC", len(normalize("NFC", text)), expected["len_nfc"])
    for span in expected["spans"]:
        place = Span(*span["cp"])
        yield Figure("quote", text[place.start : place.end], span["text"])
        yield Figure("on a boundary", place.start in bounds and place.end in bounds, span["on_grapheme_boundary"])
        yield Figure("snapped", list(snap(place, text)), span["snapped_cp"])


FORMS = {
    "typed spans": Form(lambda c: "order_sensitive" in c, _ner, ("correct", "incorrect", "partial", "missed", "spurious")),
    "characters and IoU": Form(lambda c: "gold_hard" in c, _mushroom, ("mushroom_cor",)),
    "characters": Form(lambda c: "answer_texts" in c, _halueval),
    "agreement": Form(lambda c: "raters" in c, _agreement, ("fleiss", "brennan_prediger")),
    "ranks": Form(lambda c: "kendall_tau_b" in c["expected"], _ranks, ("kendall_tau_c", "somers_d_y_given_x")),
    "edits": Form(lambda c: "chrf" in c["expected"], _edits, ("chrfpp", "ter", "bleu_effective_order", "levenshtein_sim", "indel_ratio")),
    "boxes": Form(lambda c: "iou_matrix" in c["expected"], _boxes, ("coco",)),
    "claims": Form(lambda c: "gold_evidence" in c, _fever_claims, ("evidence_precision", "evidence_recall")),
    "sets of claims": Form(lambda c: "items" in c, _fever_corpora),
    "text positions": Form(lambda c: "len_cp" in c["expected"], _offsets),
}  # fmt: skip
