"""`transcription`: write down what stands in a picture or is said in a recording.

Score = 1 - error rate, at least 0: by characters (CER) in Korean, where words are divided differently by good writers, by
words (WER) in English, unless the file names its `metric`. Rates are jiwer's, after the overlooking that the file declares.
Of all accepted readings, whole or of single places, the one nearest to the answer counts.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.folding import Overlooked, PlainText, fold
from curriculum_app.grading.kind import (
    AnswerBase,
    FileProblem,
    Form,
    Gold,
    InvalidAnswer,
    ItemFile,
    Language,
    Picture,
    Task,
)
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import Span
from curriculum_app.grading.transcripts import Difference, Metric, differences, rate, shown
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

LONGEST = 5000
AuthorText = Annotated[PlainText, Field(min_length=1, max_length=LONGEST)]
Reading = Annotated[PlainText, Field(min_length=1, max_length=200)]
PictureFile = Annotated[str, Field(pattern=r"^([\w.-]+\.(svg|png|jpg|jpeg|webp))?$")]
AudioFile = Annotated[str, Field(pattern=r"^([\w.-]+\.(wav|ogg|mp3))?$")]


class TranscriptionAnswer(AnswerBase):
    """The transcript."""

    text: Annotated[PlainText, Field(max_length=LONGEST)]


class TranscriptionTask(Task):
    """A picture with its words for those who can't see it, or a recording."""

    kind: Literal["transcription"] = "transcription"
    picture: str = ""
    alt: str = ""
    audio: str = ""
    metric: Metric
    ignore: tuple[Overlooked, ...] = ()

    ANSWER: ClassVar[type[AnswerBase]] = TranscriptionAnswer

    def read_form(self, form: Form) -> dict[str, Any]:
        return {"text": form.get("text", "")}

    def parse(self, raw: Mapping[str, Any]) -> TranscriptionAnswer:
        answer = TranscriptionAnswer.read({"text": raw.get("text", "")})
        if not answer.text:
            raise InvalidAnswer(("text", Message("text_missing")))
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> TranscriptionAnswer | None:
        """Words of the title and the instructions, or of what is said of the picture; there is no text to copy."""
        if strategy != Strategy.RANDOM:
            return None
        words = f"{self.title} {self.alt or self.instructions}".split()
        chance.shuffle(words)
        return TranscriptionAnswer(text=" ".join(words)[:LONGEST])

    def picture_files(self) -> tuple[Picture, ...]:
        return (Picture(("picture",), self.picture) if self.picture else Picture(("audio",), self.audio),)

    def paired(self) -> dict[str, Any]:
        return {"audio": bool(self.audio)}


class Place(Frozen):
    """A hard place of the transcript: how it reads, how else it may be read, and why."""

    id: str = Field(pattern=ID)
    quote: Reading
    accepted: tuple[Reading, ...] = Field((), max_length=10)
    reason: str = Field(min_length=1)


class TranscriptionGold(Gold):
    """The transcript, whole alternatives to it, and its hard places in the order in which they stand."""

    kind: Literal["transcription"] = "transcription"
    text: str
    alternatives: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    reason: str

    def ideal(self, task: TranscriptionTask) -> TranscriptionAnswer:
        return TranscriptionAnswer(text=self.text)

    def paired(self) -> dict[str, Any]:
        return {"gold.places": sorted(place.id for place in self.places)}

    def grade(self, task: TranscriptionTask, answer: TranscriptionAnswer) -> Verdict:
        text, spans = self._nearest(task, answer.text)
        wrong = rate(text, answer.text, task.metric, task.ignore)
        found = differences(text, answer.text, task.metric, task.ignore)
        score = max(0.0, 1 - wrong)
        return Verdict(
            score=score,
            headline=Message("transcribed_all" if not wrong else "transcribed", {"edits": len(found)}),
            parts=(Part(f"accuracy_{task.metric}", score), Part("exact_transcript", float(not wrong), False)),
            outcomes=tuple(self._outcomes(text, spans, found, answer.text)),
            remark=self.reason,
            model_answer=text,
        )

    def _nearest(self, task: TranscriptionTask, answer: str) -> tuple[str, dict[str, Span]]:
        """The accepted reading that is nearest to the answer, and the hard places in it."""
        best = self._read_places(task, answer)
        least = rate(best[0], answer, task.metric, task.ignore)
        for text in self.alternatives:
            if (wrong := rate(text, answer, task.metric, task.ignore)) < least:
                best, least = (text, {}), wrong
        return best

    def _read_places(self, task: TranscriptionTask, answer: str) -> tuple[str, dict[str, Span]]:
        """The transcript with each place in the reading nearest to the answer, chosen place by place until none is nearer.

        Only readings that stand somewhere in the answer are tried.
        """
        readings = {place.id: shown(place.quote) for place in self.places}
        mine = fold(answer, task.ignore)
        best = self._with(readings)
        least, changed = rate(best[0], answer, task.metric, task.ignore), True
        others = [(p.id, shown(form)) for p in self.places for form in p.accepted if fold(form, task.ignore) in mine]
        while changed and least:
            changed = False
            for name, form in others:
                tried = self._with(readings | {name: form})
                if (wrong := rate(tried[0], answer, task.metric, task.ignore)) < least:
                    best, least, changed = tried, wrong, True
                    readings[name] = form
        return best

    def _with(self, readings: Mapping[str, str]) -> tuple[str, dict[str, Span]]:
        """The transcript with these readings of its places, and where they stand in it."""
        whole, at, made, spans = shown(self.text), 0, "", {}
        for place in self.places:
            start = whole.index(shown(place.quote), at)
            made += whole[at:start]
            spans[place.id] = Span(len(made), len(made) + len(readings[place.id]))
            made += readings[place.id]
            at = start + len(shown(place.quote))
        return made + whole[at:], spans

    def _outcomes(
        self, text: str, spans: Mapping[str, Span], found: list[Difference], answer: str
    ) -> Iterator[Outcome]:
        """An outcome for every hard place and for every other difference, in the order of the text."""
        rows: list[tuple[int, Outcome]] = []
        told: set[Difference] = set()
        for place in self.places:
            if place.id not in spans:
                continue
            span = spans[place.id]
            here = [d for d in found if d.gold.overlap(span) or span.start <= d.gold.start == d.gold.end <= span.end]
            told.update(here)
            rows.append((span.start, _of_place(place, text[span.start : span.end], here)))
        rows += [(difference.gold.start, _of_difference(difference)) for difference in found if difference not in told]
        yield from (outcome for _, outcome in sorted(rows, key=lambda row: row[0]))


def _of_place(place: Place, reading: str, here: list[Difference]) -> Outcome:
    mine = " … ".join(difference.mine_text for difference in here if difference.mine_text)
    return Outcome(
        sort=Sort.MISSED if here else Sort.HIT,
        credit=float(not here),
        mine=Mark(id=place.id, quote=mine if here else reading) if mine or not here else None,
        gold=Mark(id=place.id, quote=reading),
        notes=(Message("place_misread" if here else "place_read"),),
        reason=place.reason,
    )


def _of_difference(difference: Difference) -> Outcome:
    code = {(True, True): "words_replaced", (False, True): "words_missing", (True, False): "words_added"}
    mine, gold = difference.mine_text, difference.gold_text
    return Outcome(
        sort=Sort.MISSED if gold else Sort.ALARM,
        credit=0.0,
        mine=Mark(quote=mine) if mine else None,
        gold=Mark(quote=gold) if gold else None,
        notes=(Message(code[bool(mine), bool(gold)]),),
    )


def _bare(text: str) -> str:
    return fold(text, {"case", "punctuation", "spacing"})


class TranscriptionGoldFile(Frozen):
    """`gold:` of a file; `places` in the order in which they stand in the text."""

    text: AuthorText
    alternatives: tuple[AuthorText, ...] = Field((), max_length=10)
    places: tuple[Place, ...] = Field((), max_length=30)
    reason: str = Field(min_length=1)


class TranscriptionFile(ItemFile):
    """The author's file of something to transcribe."""

    kind: Literal["transcription"]
    picture: PictureFile = ""
    alt: str = ""  # what is seen, without the words that are to be transcribed
    audio: AudioFile = ""
    metric: Metric | None = None
    ignore: tuple[Overlooked, ...] = ()
    gold: TranscriptionGoldFile

    def split(self, language: Language) -> tuple[TranscriptionTask, TranscriptionGold]:
        if bool(self.picture) == bool(self.audio):
            raise FileProblem(("picture",), "picture_or_audio")
        if bool(self.picture) != bool(self.alt):
            raise FileProblem(("alt",), "picture_needs_alt")
        metric = self.metric or ("cer" if language == "ko" else "wer")
        if metric == "wer" and "spacing" in self.ignore:
            raise FileProblem(("ignore",), "spacing_is_words")
        self._check_places()
        if self.alt and _bare(self.gold.text) in _bare(self.alt):
            raise FileProblem(("alt",), "alt_tells")
        task = TranscriptionTask(
            **self.described(), language=language, picture=self.picture, alt=self.alt, audio=self.audio, metric=metric,
            ignore=self.ignore,
        )  # fmt: skip
        return task, TranscriptionGold(**dict(self.gold))

    def _check_places(self) -> None:
        """Every hard place stands in the text, after the one before it."""
        check_unique([place.id for place in self.gold.places], "gold")
        text, at = shown(self.gold.text), 0
        for number, place in enumerate(self.gold.places):
            start = text.find(shown(place.quote), at)
            if start < 0:
                raise FileProblem(("gold", "places", number, "quote"), "place_not_there", quote=place.quote)
            at = start + len(shown(place.quote))
