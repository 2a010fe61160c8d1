"""Spaced repetition: what comes back to a person, and when, by FSRS (the library `fsrs`) with its own parameters.

An exercise that was missed gets a card, and so does every skill that was practised. A card is rated by the credit of an
answer (`rating`), comes back after a day at the earliest and 30 days at the latest, and without chance. An exercise is
put away after three good reviews in a row (Rawson & Dunlosky 2011 relearn three times); a skill never is. Why it is so
stands in docs/decisions/0011-what-comes-back.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from curriculum_app.database import db
from curriculum_app.grading.kind import Task
from curriculum_app.grading.kinds import BY_PEOPLE
from curriculum_app.grading.mirrored import guises
from curriculum_app.learning.catalogue import Catalogue, ItemEntry, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation
from curriculum_app.practice.models import TRIES, Answer, Context
from curriculum_app.practice.queries import task_of
from curriculum_app.practice.review_models import CardSort, ReviewCard

LONGEST_DAYS = 30
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False)
MISSED, RIGHT, PERFECT = 0.5, 0.8, 0.95  # credit of what could be earned: below the first missed, from the second on right
ENOUGH = 3  # good reviews in a row, after which an exercise is put away
JUDGED_AGAIN_AFTER = timedelta(days=14)
COUNTED = (Context.PRACTICE, Context.PLACEMENT, Context.REVIEW)  # contexts in which an exercise was met


def rating(credit: float, unsure: bool = False, hinted: bool = False) -> Rating:
    """What an answer says of memory: again below .5; hard below .8, after a hint or when unsure; easy from .95, else good."""
    if credit < MISSED:
        return Rating.Again
    if credit < RIGHT or hinted or unsure:
        return Rating.Hard
    return Rating.Easy if credit >= PERFECT else Rating.Good


def learn(answer: Answer, task: Task, credit: float | None, now: datetime, unsure: bool = False, hinted: bool = False) -> None:
    """Renew what comes back to the person who gave this answer; `credit` is the share of what could be earned, 0..1.

    A retry says little the same day: it only counts for what is due. What people have yet to judge says nothing, and
    neither does a check inside a lesson, which lies open beside it.
    """
    if credit is None or answer.context == Context.CHECK:
        return
    rated, retry = rating(credit, unsure, hinted), answer.context != Context.REVIEW and answer.try_number > 1
    own, skills = subject_of(task, live()), [f"skill:{skill}" for skill in task.skills]
    cards = _cards_of(answer.account_id, [own, *skills])
    if retry and not cards:
        return  # a retry begins nothing
    horizon = tomorrow(answer.account_id, now) if retry else now
    new: list[ReviewCard] = []
    for subject in (own, *skills):
        sort = CardSort.ITEM if subject == own else CardSort.SKILL
        card = cards.get(subject)
        if card is not None:
            if not retry or (card.due_at is not None and card.due_at < horizon):
                _review(card, rated, answer.item_id, now)
        elif not retry and (sort == CardSort.SKILL or rated <= Rating.Hard):
            new.append(_made(answer, sort, subject, rated, now))
    if answer.context in TRIES and not retry and guises(task):
        new.append(ReviewCard(
            account_id=answer.account_id, sort=CardSort.MIRROR, subject=f"mirror:{task.id}", item_id=task.id, streak=0,
            last_at=now, due_at=now + JUDGED_AGAIN_AFTER,
        ))  # fmt: skip
    if new:
        _add(new)


def subject_of(task: Task, catalogue: Catalogue) -> str:
    """What an exercise's card stands for: its family in its bank, or itself."""
    entries = catalogue.entries.get(task.id)
    return f"family:{entries[0].bank}/{task.family}" if task.family and entries else f"item:{task.id}"


def _cards_of(account_id: UUID, subjects: Sequence[str]) -> dict[str, ReviewCard]:
    """The person's cards of these subjects, locked, so that two answers at once both count."""
    query = select(ReviewCard).where(ReviewCard.account_id == account_id, ReviewCard.subject.in_(subjects))
    return {card.subject: card for card in db.session.scalars(query.order_by(ReviewCard.subject).with_for_update())}


def _made(answer: Answer, sort: CardSort, subject: str, rated: Rating, now: datetime) -> ReviewCard:
    card = ReviewCard(account_id=answer.account_id, sort=sort, subject=subject, item_id=answer.item_id, streak=0, last_at=now)
    _remember(card, rated, now)
    return card


def _review(card: ReviewCard, rated: Rating, item_id: UUID, now: datetime) -> None:
    """Rate a card. A skill is rated once a day, except that a miss always counts: massed practice is no spaced practice."""
    if card.sort == CardSort.SKILL and rated != Rating.Again and now - card.last_at < timedelta(hours=12):
        return
    _remember(card, rated, now)
    card.item_id, card.last_at = item_id, now
    card.streak = card.streak + 1 if rated >= Rating.Good else 0
    if card.sort == CardSort.ITEM and card.streak >= ENOUGH:
        card.due_at = None


def _remember(card: ReviewCard, rated: Rating, now: datetime) -> None:
    """Let FSRS say what a rating does to memory, and when the card is due."""
    known = card.stability is not None
    memory = Card(
        card_id=0, state=State.Review if known else State.Learning, stability=card.stability, difficulty=card.difficulty,
        due=now, last_review=card.last_at if known else None,
    )  # fmt: skip
    after, _ = SCHEDULER.review_card(memory, rated, now.astimezone(UTC))
    card.stability, card.difficulty, card.due_at = after.stability, after.difficulty, after.due


def _add(cards: Sequence[ReviewCard]) -> None:
    """Add new cards, all at once; where an answer in another course was faster with one of them, its rating stands."""
    try:
        with db.session.begin_nested():
            db.session.add_all(cards)
    except IntegrityError:
        for card in cards if len(cards) > 1 else ():
            _add([card])


class Place(NamedTuple):
    """An exercise a person may be given: of which course, in which enrolment, and whether it is one of the course's steps."""

    entry: ItemEntry
    course: str
    enrolment: Enrolment
    listed: bool


def places(account_id: UUID, catalogue: Catalogue) -> dict[UUID, Place]:
    """Every exercise of the practice banks of one's courses that a program can grade, by id, in the enrolment's language."""
    query = select(Enrolment).where(Enrolment.account_id == account_id).order_by(Enrolment.created_at)
    found: dict[UUID, Place] = {}
    for enrolment in db.session.scalars(query):
        slug = catalogue.slugs.get(enrolment.course_id)
        if slug is None:
            continue
        course = catalogue.courses[slug]
        listed = {name for module in course.modules for name in module.practice}
        for entry in catalogue.bank(course.practice_bank, enrolment.language):
            if entry.kind not in BY_PEOPLE:
                found.setdefault(entry.id, Place(entry, slug, enrolment, entry.slug in listed))
    return found


@dataclass(frozen=True)
class Due:
    """Something to do again: an exercise of a course, why it comes back, and since when it is due."""

    sort: CardSort
    place: Place
    due_at: datetime
    skill: str = ""  # of a skill's card

    @property
    def minutes(self) -> int:
        return self.place.entry.minutes

    @property
    def endpoint(self) -> str:
        """The page on which it is done, by course and slug."""
        return "practice.judge_again" if self.sort == CardSort.MIRROR else "practice.review"


def due(account_id: UUID, now: datetime) -> list[Due]:
    """What is due by the end of the person's day, the longest due first; each exercise once."""
    cards = _due_cards(account_id, tomorrow(account_id, now))
    if not cards:
        return []
    catalogue = live()
    pool, met = places(account_id, catalogue), _met(account_id)
    judged = first_judgements(account_id, [card.item_id for card in cards if card.sort == CardSort.MIRROR])
    found: dict[UUID, Due] = {}
    for card in sorted(cards, key=lambda card: card.sort == CardSort.SKILL):  # a skill is content with what is due anyway
        place = _place_for(card, pool, met)
        if card.sort == CardSort.MIRROR and not (place and same_question(place.entry, judged.get(card.item_id))):
            continue
        skill = card.subject.removeprefix("skill:") if card.sort == CardSort.SKILL else ""
        if skill and any(one.sort != CardSort.MIRROR and skill in one.place.entry.skills for one in found.values()):
            continue
        if place is not None and card.due_at is not None and place.entry.id not in found:
            found[place.entry.id] = Due(card.sort, place, card.due_at, skill)
    return sorted(found.values(), key=lambda one: one.due_at)


def first_judgements(account_id: UUID, items: Collection[UUID]) -> dict[UUID, Answer]:
    """The person's first try of each of these exercises."""
    if not items:
        return {}
    query = select(Answer).where(Answer.account_id == account_id, Answer.item_id.in_(items), Answer.context.in_(TRIES))
    return {answer.item_id: answer for answer in db.session.scalars(query.order_by(Answer.created_at.desc()))}


def same_question(entry: ItemEntry, answer: Answer | None) -> bool:
    """Whether an answer was given to the question that is live: of another wording a second judgement says nothing."""
    return answer is not None and task_of(answer.edition_id) == task_of(entry.edition)


def next_due(account_id: UUID, now: datetime) -> datetime | None:
    """When something comes back next, after today."""
    query = select(func.min(ReviewCard.due_at)).where(
        ReviewCard.account_id == account_id, ReviewCard.due_at >= tomorrow(account_id, now)
    )
    return db.session.scalar(query)


def zone_of(account_id: UUID) -> ZoneInfo:
    """The clock of a person: that of the organisation they learn with, else Korea's."""
    query = (
        select(Organisation.time_zone)
        .join(Enrolment, Enrolment.organisation_id == Organisation.id)
        .where(Enrolment.account_id == account_id)
        .order_by(Enrolment.created_at.desc())
    )
    return ZoneInfo(db.session.scalar(query.limit(1)) or "Asia/Seoul")


def tomorrow(account_id: UUID, now: datetime) -> datetime:
    """When the person's day ends."""
    local = now.astimezone(zone_of(account_id)) + timedelta(days=1)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def _due_cards(account_id: UUID, before: datetime) -> list[ReviewCard]:
    query = select(ReviewCard).where(ReviewCard.account_id == account_id, ReviewCard.due_at < before)
    return list(db.session.scalars(query.order_by(ReviewCard.due_at, ReviewCard.subject)))


def _met(account_id: UUID) -> dict[UUID, datetime]:
    """When each exercise was answered last."""
    query = select(Answer.item_id, func.max(Answer.created_at)).where(
        Answer.account_id == account_id, Answer.context.in_(COUNTED)
    )
    return {item_id: at for item_id, at in db.session.execute(query.group_by(Answer.item_id))}


def _place_for(card: ReviewCard, pool: dict[UUID, Place], met: dict[UUID, datetime]) -> Place | None:
    """The exercise in which a card comes back.

    Of a family another one than the last, of a skill any. Never one that is still to be done as a step of its course, whose
    first answer measures: rather one never met, which no course lists, and then the one met longest ago.
    """
    last = pool.get(card.item_id)
    if card.subject.startswith("skill:"):
        skill = card.subject.removeprefix("skill:")
        others = [place for place in pool.values() if skill in place.entry.skills]
    elif card.subject.startswith("family:"):
        family = card.subject.removeprefix("family:")
        others = [place for place in pool.values() if f"{place.entry.bank}/{place.entry.family}" == family]
        others = [place for place in others if place.entry.id != card.item_id]
    else:
        return last
    open_to = [place for place in others if not place.listed or place.entry.id in met]
    long_ago = datetime.min.replace(tzinfo=UTC)
    return min(open_to, key=lambda place: (met.get(place.entry.id, long_ago), place.entry.slug), default=last)
