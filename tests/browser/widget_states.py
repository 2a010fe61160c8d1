"""Every widget in the states people see it in: empty, filled, with an error, and its result."""

from tests.grading import shipped
from tests.grading.plain_form import form_of

# An item of every kind, in the course it is practised in.
ITEMS = {
    "choice": ("finding-hallucinations", "worst-error"), "span_labels": ("finding-hallucinations", "claims-and-opinions"),
    "hallucination_spans": ("finding-hallucinations", "library-hours"), "critique": ("finding-hallucinations", "training-budget"),
    "preference": ("task-tour", "preference-1"), "ranking": ("task-tour", "ranking-1"), "rating_scale": ("task-tour", "rating-scale-1"),
    "claim_check": ("task-tour", "claim-check-1"), "relations": ("task-tour", "relations-1"), "boxes": ("task-tour", "boxes-1"),
    "short_answer": ("task-tour", "short-answer-1"), "rewrite": ("task-tour", "rewrite-1"),
    "transcription": ("task-tour", "transcription-1"), "dialogue_review": ("task-tour", "dialogue-review-1"),
    "trace_review": ("task-tour", "trace-review-1"), "rubric_writing": ("task-tour", "rubric-writing-1"),
    "red_team": ("task-tour", "red-team-1"), "demonstration": ("task-tour", "demonstration-1"),
}  # fmt: skip
BANKS = {"finding-hallucinations": "hallucinations", "task-tour": "task-tour"}

# What makes a form wrong where an empty one is an answer: half of a mark, of a link, of a box; a text that is gone.
WRONG = {
    "span_labels": {"quote-0": ["∅"]}, "hallucination_spans": {"quote-0": ["∅"]}, "critique": {"quote-0": ["∅"]},
    "relations": {"links-0-head": ["e1"]}, "boxes": {"boxes-0-x": ["5"]},
}  # fmt: skip

FILL = """values => {
  const form = document.querySelector("main form[data-hand-in]");
  const left = new Map(Object.entries(values).map(([name, all]) => [name, [...all]]));
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" && !control.name.startsWith("nth-")) continue;
    const wanted = left.get(control.name) ?? [];
    if (control.type === "radio" || control.type === "checkbox") control.checked = wanted.includes(control.value);
    else if (wanted.length) control.value = wanted.shift();
  }
  form.dispatchEvent(new Event("form-restored"));
  form.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def enrol(page):
    """Into both courses, where one is not in them yet."""
    for course in BANKS:
        page.goto(f"/courses/{course}")
        button = page.locator(f"form[action='/courses/{course}/enrol'] button")
        if button.count():
            button.click()
            page.wait_for_load_state()


def item_of(kind, language):
    course, slug = ITEMS[kind]
    return shipped.library().items[BANKS[course], slug, language]


def address(kind):
    course, slug = ITEMS[kind]
    return f"/courses/{course}/practice/{slug}"


def fill(page, kind):
    """What gold would answer, put into the form's controls, which the widget then draws."""
    item = item_of(kind, page.evaluate("document.querySelector('h1').lang"))
    page.evaluate(FILL, form_of(item.task, shipped.right(item)))


def hand_in(page):
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[data-hand-in]').requestSubmit()")


def states(page, kind):
    """Walks through the states of a kind's page: yields the name of each while the page is in it."""
    page.goto(address(kind))
    yield "empty"
    page.evaluate(FILL, WRONG.get(kind, {}))
    if kind == "rewrite":
        page.fill("#text", "")
    hand_in(page)
    yield "error"
    page.goto(address(kind))
    fill(page, kind)
    yield "filled"
    hand_in(page)
    yield "result"
