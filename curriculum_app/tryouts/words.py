"""What can be wrong with an export, in words: the codes are those of exchange and of reading.py."""

from flask_babel import gettext, lazy_gettext

from curriculum_app.tryouts.reading import Problem

_ = lazy_gettext
SENTENCES = {
    "pictures": _(
        "This item has a picture. Pictures are not in the export and can't be carried; leave such items out."
    ),
    "too_many_items": _("The export makes %(items)s items; a try-out has %(limit)s at most."),
    "gold_contradicts_itself": _(
        "The annotation, handed in as an answer, does not earn everything; look at its marks."
    ),
    "nothing": _("There is no annotated item in it that could be carried."),
    "unreadable": _("The file can't be read: %(why)s"),
    "not_utf8": _("This is not UTF-8 text; save the file as UTF-8."),
    "too_large": _("It is larger than %(limit)s MB."),
    "too_many": _("There are more than %(limit)s entries; split the file."),
    "too_deep": _("It is nested deeper than %(limit)s levels."),
    "json": _("This is not JSON: %(why)s"),
    "key_twice": _("The key “%(key)s” is given twice in one object."),
    "missing": _("Something that is needed is missing here."),
    "wanted": _("Something else is expected here than %(given)s (%(what)s)."),
    "half_character": _("It holds half of a character (a surrogate)."),
    "control_character": _("It holds the control character %(which)s."),
    "span_outside": _("%(start)s to %(end)s is no stretch of a text of %(length)s characters."),
    "quote_differs": _("“%(quote)s” is said to stand at %(start)s to %(end)s, where the text has “%(there)s”."),
    "offsets_ambiguous": _(
        "The places can be counted in two ways and mean different words: “%(first)s” or “%(second)s”."
    ),
    "text_unmappable": _("The text changes so much in Unicode's composed form that places in it can't be followed."),
    "field_unclear": _("Which of %(fields)s is annotated can't be told; name it “text”."),
    "not_this_format": _("This is no export of Label Studio: %(why)s"),
    "not_one_of": _("“%(given)s” is not one of %(allowed)s."),
    "draft_invalid": _("It would make an item that can't be read: %(why)s"),
}


def say(problem: Problem) -> str:
    """The place and the sentence."""
    sentence = str(SENTENCES.get(problem.code, SENTENCES["missing"]))
    said = sentence % problem.parameters if problem.code in SENTENCES else sentence
    if not problem.line:
        return said
    place = (
        gettext("Line %(line)s, %(field)s:", line=problem.line, field=problem.field)
        if problem.field
        else gettext("Line %(line)s:", line=problem.line)
    )
    return f"{place} {said}"
