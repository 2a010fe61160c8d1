"""What is wrong with a file, said to its author: file, line, field, and a sentence."""

from pathlib import Path
from typing import NamedTuple

SENTENCES = {
    "unreadable": "the file can't be read: %(why)s",
    "yaml": "this is not YAML: %(why)s",
    "too_large": "the file is larger than %(limit)s KB",
    "too_deep": "nested deeper than %(limit)s levels",
    "alias": "YAML anchors and aliases are not used here; write the value out",
    "key_twice": "the key is given twice",
    "not_a_mapping": "a mapping of keys is expected here",
    "unknown_key": "unknown key",
    "missing": "is missing",
    "not_one_of": "'%(given)s' is not one of %(allowed)s",
    "invalid": "%(why)s",
    "file_name": "the name must be <slug>.<ko|en>.%(suffix)s",
    "front_matter": "the file must begin with a front matter between two lines of ---",
    "id_twice": "the id is already used by %(other)s",
    "language_missing": "the %(language)s version is missing: %(pair)s",
    "language_not_named": "the file is there in '%(language)s', but languages does not name it",
    "pair_differs": "differs from %(other)s, where it is %(theirs)s",
    "skill_unknown": "'%(skill)s' is no skill of courses/skills.yaml",
    "course_unknown": "there is no course '%(course)s'",
    "lesson_unknown": "there is no lesson '%(lesson)s'",
    "lesson_unused": "no module of course.yaml lists this lesson",
    "bank_unknown": "there is no bank '%(bank)s'",
    "bank_use": "bank '%(bank)s' is for %(use)s",
    "item_unknown": "there is no item '%(item)s' in bank '%(bank)s'",
    "link_dead": "the link '%(target)s' leads nowhere",
    "picture_missing": "there is no picture '%(picture)s' beside the file",
    "exam_undrawable": "the blueprint asks for %(wanted)s items of kind %(kind)s in %(language)s; the bank has %(there)s",
    "too_few_clean": "only %(clean)s of %(all)s items where errors are sought are clean; at least 30 %% must be",
    "mark_unclosed": "a bracket is opened and not closed as [text]{#id} near '%(near)s'",
    "mark_unopened": "a bracket is closed that was not opened near '%(near)s'",
    "mark_twice": "the mark '%(near)s' is made twice",
    "mark_empty": "the mark '%(near)s' is empty",
    "mark_crosses_paragraph": "the mark '%(near)s' goes over the end of a paragraph",
    "mark_without_gold": "the mark '%(mark)s' has no entry under gold.marks",
    "mark_placed_twice": "the mark '%(mark)s' is placed both in the text and by quote",
    "gold_not_in_text": "the mark '%(mark)s' does not occur in the text",
    "quote_not_in_text": "the quote '%(quote)s' does not occur in the text",
    "label_unknown": "'%(label)s' is no label of this item",
    "option_twice": "the option '%(option)s' is given twice",
    "gold_option_unknown": "'%(option)s' is no option of this item",
    "gold_one_only": "several options are right, but many is not true",
    "reason_missing": "the option '%(option)s' has no reason",
    "clean_reason_only_when_clean": "a clean text needs a clean_reason, and a text with marks must not have one",
    "verdict_without_issue": "an unacceptable answer needs at least one issue",
    "sentence_not_in_sources": "sentence %(sentence)s is cited, but the sources have %(count)s",
}


class Problem(NamedTuple):
    """One thing wrong. `line` counts from 1; 0 where the whole file is meant."""

    file: Path
    line: int
    field: str
    code: str
    parameters: dict[str, object]

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        sentence = SENTENCES[self.code] % self.parameters
        return f"{place} {self.field}: {sentence}" if self.field else f"{place}: {sentence}"


class Problems(list[Problem]):
    """All problems found; an empty list means that the content may go live."""

    def say(self, file: Path, line: int, field: str, code: str, **parameters: object) -> None:
        """Note one problem."""
        self.append(Problem(file, line, field, code, parameters))
