"""Every kind through the pages, in both languages, without JavaScript: opened, filled in, graded, refused, explained."""

import json
import re
from html import unescape
from itertools import chain
from random import Random

import pytest
from werkzeug.datastructures import MultiDict

from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.grading.kinds import KINDS
from curriculum_app.grading.strategy import Strategy
from tests.grading import shipped
from tests.grading.malformed import leaf_texts
from tests.grading.plain_form import form_of
from tests.practice.tour import PAGE, Page, course_with, hand_in, result

OF_OTHER_BANKS = {
    "choice": ("worst-error",), "span_labels": ("receipt-fields",), "hallucination_spans": ("library-hours",),
    "critique": ("training-budget",),
}  # fmt: skip
SLUGS = {kind: OF_OTHER_BANKS.get(kind, tuple(f"{kind.replace('_', '-')}-{number}" for number in (1, 2))) for kind in KINDS}
CLEAN = ("recycling-notice", "broken-pot")  # a bank in which errors are sought needs texts without any
MOST_BROKEN = 4  # of one kind: each is a request


@pytest.fixture(params=["ko", "en"])
def tour(app, tmp_path, browser, person, request):
    """A trainee of either language in a course with an item of every kind."""
    with course_with(tmp_path, [*chain(*SLUGS.values()), *CLEAN]):
        here = browser().sign_in(person())
        here.post("/language", {"language": request.param})
        assert here.post("/courses/sample/enrol").status_code == 302
        here.language = request.param
        yield here


def items(here, most=1):
    """So many items of every kind in the trainee's language."""
    for kind, slugs in SLUGS.items():
        for slug in slugs[:most]:
            yield next(item for item in shipped.items(kind) if (item.slug, item.language) == (slug, here.language))


def opened(here, item):
    return Page(here.get(PAGE + item.slug).text)


def secrets(item):
    """Texts that stand in gold and not in the task; words of closed lists every form offers."""
    task = json.dumps(item.task.model_dump(mode="json"), ensure_ascii=False)
    texts = {text for text in leaf_texts(item.gold.model_dump(mode="json")) if not re.fullmatch(r"[\w.-]{,30}", text, re.ASCII)}
    return {text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in task}


def refusals(item):
    """The right form with one field emptied or filled with what nobody offers, wherever that is no answer any more."""
    filled = form_of(item.task, shipped.right(item))
    for name in filled:
        for value in ("zzz", ""):
            form = {**filled, name: [value]}
            try:
                item.task.parse(item.task.read_form(MultiDict(form)))
            except InvalidAnswer:
                yield name, form


def assert_explained(page, item, answer):
    """The page shows the reason of every outcome."""
    verdict = item.gold.assess(item.task, answer)
    assert verdict.outcomes
    for reason in {outcome.reason for outcome in verdict.outcomes} | {verdict.model_answer.split("\n")[0]}:
        assert " ".join(reason.split()) in " ".join(unescape(page).split()), (item.slug, reason)


def test_the_page_shows_the_form_and_nothing_of_gold(tour):
    for item in items(tour):
        html = tour.get(PAGE + item.slug).text
        page = Page(html)
        assert page.offered.keys() >= form_of(item.task, shipped.right(item)).keys(), item.slug
        assert item.task.instructions.split("\n")[0] in page.said
        assert not [text for text in secrets(item) if text in unescape(html)], item.slug


def test_the_ideal_answer_in_the_plain_form_earns_the_best_score_and_every_reason_is_shown(tour):
    for item in items(tour, most=2):
        form = opened(tour, item).filled(form_of(item.task, shipped.right(item)))
        page = result(tour, item.slug, form)
        best = f"<strong>{round(100 * item.gold.best_score)}</strong>"
        assert (best in page) != item.task.GRADED_BY_PEOPLE, item.slug
        assert_explained(page, item, item.gold.ideal(item.task))


def test_an_answer_at_random_is_explained_as_well(tour):
    for item in items(tour):
        guess = item.task.guess(Strategy.RANDOM, Random(3))
        own_hash = {"text_hash": item.task.hash} if "text_hash" in shipped.right(item) else {}
        blank = {name: [] for name in form_of(item.task, shipped.right(item))}
        form = opened(tour, item).filled(blank | form_of(item.task, {**own_hash, **guess.model_dump(mode="json")}))
        assert_explained(result(tour, item.slug, form), item, guess)


def test_what_is_no_answer_is_refused_with_links_to_what_is_wrong_and_the_rest_is_kept(tour):
    for item in items(tour):
        broken = list(refusals(item))
        assert broken, item.slug
        for name, form in Random(1).sample(broken, min(len(broken), MOST_BROKEN)):
            refused = hand_in(tour, item.slug, opened(tour, item).filled({}) | form)
            assert refused.status_code == 422, (item.slug, name)
            page = Page(refused.text)
            assert page.links, (item.slug, name)
            assert {link.removeprefix("#") for link in page.links} <= page.ids, (item.slug, name, page.links)
            kept = {other: page.values.get(other) for other in form if other != name}
            assert kept == {other: values for other, values in form.items() if other != name}, (item.slug, name)
