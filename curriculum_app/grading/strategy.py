"""Ways to answer without reading. What they earn says whether a bank can be gamed; see `curriculum content gaming`."""

from enum import StrEnum


class Strategy(StrEnum):
    """What somebody does who wants points and not the work."""

    MARK_ALL = "mark_all"  # the whole text as one mark
    MARK_SENTENCES = "mark_sentences"  # every sentence a mark
    MARK_NONE = "mark_none"
    FIRST = "first"  # always the first option, always A
    MIDDLE = "middle"  # always the middle of a scale
    LONGEST = "longest"
    COPY_SOURCE = "copy_source"  # hand the given text back
    RANDOM = "random"
