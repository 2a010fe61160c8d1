"""Words of the kinds that link entities, check claims against sources, and draw boxes."""

from flask_babel import lazy_gettext

_ = lazy_gettext

SENTENCES = {
    "link_incomplete": _("Link %(number)s is not complete: choose both entities and the relation, or empty the row."),
    "link_unknown": _("Link %(number)s names an entity or a relation that this exercise does not have."),
    "link_itself": _("Link %(number)s links an entity to itself."),
    "link_refused": _("Link %(number)s can't be: %(link)s. See which entities the relation may join."),
    "link_repeated": _("Link %(number)s says the same as one before it."),
    "link_said_again": _("It says what another link of yours says already: right, but it counts once."),
    "claims_checked": _("You judged %(right)s of %(claims)s claims rightly."),
    "claim_verdict_missing": _("Choose a verdict for claim %(number)s."),
    "claim_unknown": _("Your answer names a claim that this exercise does not have."),
    "claim_cited_twice": _("Claim %(number)s cites a sentence twice."),
    "claim_cited_too_much": _("Claim %(number)s cites too many sentences; at most %(most)s."),
    "claim_cited_without_need": _("Claim %(number)s: where there is not enough information, cite no sentence."),
    "claim_verdict_right": _("Your verdict is right."),
    "claim_verdict_wrong": _("Your verdict is not right."),
    "claim_other_evidence": _("Any of these is enough evidence: %(groups)s."),
    "box_numbers_wrong": _("Box %(number)s needs four numbers: x and y from 0, width and height above 0."),
    "box_outside": _("Box %(number)s lies outside the picture, which is %(width)s pixels wide and %(height)s high."),
    "box_label_missing": _("Choose a label for box %(number)s."),
    "box_twice": _("Box %(number)s is the same as one before it."),
    "box_overlaps_little": _("It covers a gold box, but too little: the overlap (IoU) is %(iou)s, and %(least)s is needed."),
}

STEPS = {
    "ends": _("entities"), "link_type": _("relation"), "direction": _("direction"), "claim_verdict": _("verdict"),
    "iou": _("overlap (IoU)"),
}  # fmt: skip

PARTS = {
    "links_exact": _("F1 of the links that are right in everything"),
    "claims": _("Mean over the claims"), "claim_accuracy": _("Verdicts that are right"),
    "claim_strict": _("Claims with the right verdict and complete evidence (FEVER)"),
    "evidence_precision": _("Evidence: how much of what you cited proves something"),
    "evidence_recall": _("Evidence: how often a complete proof was cited"),
    "f1_50": _("F1 at an overlap (IoU) of 0.5, label right"), "f1_75": _("F1 at an overlap (IoU) of 0.75, label right"),
    "mean_iou": _("Mean overlap (IoU) of the boxes that meet"),
}  # fmt: skip

FIELDS = {"claim_verdict": _("Verdict"), "box": _("Box (x, y, width, height)")}

VALUES = {
    "claim_verdict": {
        "supported": _("Supported"), "refuted": _("Refuted"), "not_enough_information": _("Not enough information"),
    },
}  # fmt: skip

KINDS = {"relations": _("Linking entities"), "claim_check": _("Checking claims"), "boxes": _("Drawing boxes")}
