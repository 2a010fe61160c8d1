"""What a certificate says in sentences, in Korean and in English, from its facts alone: score, exam, conditions, bank.

Pure. Facts of older certificates lack some of it; of what they lack, nothing is said.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from curriculum_app.content.design_pages import dots, english_date

Facts = Mapping[str, Any]


class Said(NamedTuple):
    """One thing said in both languages; false where there is nothing to say."""

    ko: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.ko or self.en)


NOTHING = Said("", "")
PEDIGREES = {
    "drafted": Said("작성된 그대로이며, 다른 사람이 검토하지 않은 문제", "questions as they were drafted, not yet checked by anybody else"),
    "blind-checked": Said("정답을 보지 않고 프로그램이 다시 풀어 대조한 문제",
                          "questions that a program answered without the gold, and compared"),
    "expert-approved": Said("분야 전문가가 승인한 문제", "questions approved by an expert of the field"),
}  # fmt: skip


def said(facts: Facts) -> dict[str, Said]:
    """Everything a page says in sentences, by name."""
    return {name: sentence(facts) for name, sentence in SENTENCES.items()}


def score(facts: Facts) -> Said:
    """The score with how sure it is, and the cut: 85.0점 (오차 범위 81.0~89.0, 통과 72.0, 100점 만점)."""
    band, error, cut = facts.get("band"), facts.get("standard_error"), f"{facts['pass_score']:.1f}"
    if band:
        sure = Said(
            f"오차 범위 {band['low']:.1f}~{band['high']:.1f}, ", f"range {band['low']:.1f} to {band['high']:.1f}, "
        )
    elif error is not None:
        sure = Said(f"표준오차 {error:.1f}, ", f"standard error {error:.1f}, ")
    else:
        sure = NOTHING
    return Said(f"{sure.ko}통과 {cut}, 100점 만점", f"of 100 ({sure.en}pass {cut})")


def study(facts: Facts) -> Said:
    """How long the course takes: 총 24시간."""
    hours, minutes = divmod(facts["minutes"], 60)
    parts = [
        (f"{hours}시간", f"{hours} hour{'' if hours == 1 else 's'}") if hours else ("", ""),
        (f"{minutes}분", f"{minutes} minute{'' if minutes == 1 else 's'}") if minutes or not hours else ("", ""),
    ]
    korean, english = (" ".join(part[at] for part in parts if part[at]) for at in (0, 1))
    return Said(f"총 {korean}", f"{english} of study")


def found(facts: Facts) -> Said:
    """How many planted errors were found and how often clean text was marked: what a hiring lead reads first."""
    counted = facts.get("found")
    if not counted:
        return NOTHING
    planted, clean = counted["planted"], counted["clean"]
    errors = _errors(planted, counted["found"]) if planted else NOTHING
    alarms = _alarms(clean, counted["false_alarms"], after=bool(planted)) if clean else NOTHING
    if errors and alarms:
        joined = "찾았고, " if counted["found"] else "찾지 못했고, "
        return Said(f"{errors.ko}{joined}{alarms.ko}.", f"{errors.en} and {alarms.en}.")
    if errors:
        return Said(f"{errors.ko}{'찾았습니다' if counted['found'] else '찾지 못했습니다'}.", f"{errors.en}.")
    return Said(f"{alarms.ko}.", f"{alarms.en[:1].upper()}{alarms.en[1:]}.") if alarms else NOTHING


def _errors(planted: int, hit: int) -> Said:
    noun = "planted error" if planted == 1 else "planted errors"
    korean = f"심은 오류 {planted}개 중 {hit}개를 " if hit else f"심은 오류 {planted}개를 하나도 "
    return Said(korean, f"Found {hit if hit else 'none'} of {planted} {noun}")


def _alarms(clean: int, wrong: int, after: bool) -> Said:
    texts, marks = ("clean text" if clean == 1 else "clean texts"), ("wrong mark" if wrong == 1 else "wrong marks")
    korean = f"{wrong}번 잘못 표시했습니다" if wrong else "한 번도 잘못 표시하지 않았습니다"
    return Said(f"깨끗한 글 {clean}편에서 {korean}", f"made {wrong or 'no'} {marks} in {clean} {texts}")


def tested(facts: Facts) -> Said:
    """What was asked: kinds and numbers of items, the language, the day."""
    korean, english = ("한국어", "Korean") if facts["language"] == "ko" else ("영어", "English")
    kinds = [kind for kind in facts.get("form") or () if kind.get("ko") and kind.get("en")]
    number = facts["questions"]
    asked = Said(
        ", ".join(f"{kind['ko']} {kind['items']}문항" for kind in kinds) or f"무작위로 뽑은 {number}문항",
        ", ".join(f"{kind['en']}: {kind['items']}" for kind in kinds)
        or f"{number} question{'' if number == 1 else 's'} drawn at random",
    )
    return Said(
        f"{asked.ko} · {korean} · {dots(facts['sat_on'])}",
        f"{asked.en} · in {english} · {english_date(facts['sat_on'])}",
    )


def conditions(facts: Facts) -> Said:
    """Whether somebody watched over the exam, who, and whether they saw who sat it."""
    given = facts.get("conditions")
    if not given:
        return NOTHING
    if not given.get("supervised"):
        return Said("감독 없이 응시", "unsupervised")
    by = given.get("by") or ""
    identity = (
        ("신분 확인함", "identity seen") if given.get("identity_seen") else ("신분 확인하지 않음", "identity not seen")
    )
    return Said(
        f"감독 아래 응시 (감독: {by}), {identity[0]}" if by else f"감독 아래 응시, {identity[0]}",
        f"supervised by {by}, {identity[1]}" if by else f"supervised, {identity[1]}",
    )


def pedigree(facts: Facts) -> Said:
    """Who has looked over the questions."""
    return PEDIGREES.get(facts.get("pedigree") or "", NOTHING)


def supersedes(facts: Facts) -> Said:
    """Which earlier certificate this one takes the place of."""
    earlier = facts.get("supersedes")
    return Said(f"제 {earlier}호를 대신합니다.", f"Replaces No. {earlier}.") if earlier else NOTHING


def qualification(facts: Facts) -> Said:
    """The registration of a private qualification with its notice."""
    given = facts.get("qualification")
    if not given:
        return NOTHING
    number, notice = given["registration"], given["notice"]
    return Said(
        f"민간자격 등록번호 {number}. {notice['ko']}", f"Registered private qualification {number}. {notice['en']}"
    )


SENTENCES: dict[str, Callable[[Facts], Said]] = {
    "score": score, "study": study, "found": found, "tested": tested, "conditions": conditions, "pedigree": pedigree,
    "supersedes": supersedes, "qualification": qualification,
}  # fmt: skip
