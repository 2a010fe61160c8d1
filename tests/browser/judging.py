"""At work on an exercise of the kinds that judge: how each is done by keyboard, mouse and finger, and what should arrive."""

from playwright.sync_api import expect

from tests.browser.desk import Finger, clear
from tests.browser.hands import Keyboard

TOUR, SAMPLES, CHOICES = "task-tour", "widget-samples", "finding-hallucinations"
WHO = {"ko": "newcomer", "en": "author"}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


def opened(signed_in, hands, language, course, slug, **options):
    """An exercise before somebody who is enrolled in its course, with nothing kept of it: on a phone for a finger."""
    page = signed_in(who=WHO[language], locale=language, **{**(PHONE if hands is Finger else DESK), **options})
    page.set_default_timeout(30_000)
    if page.get_attribute("html", "lang") != language:
        page.click(f"button[name=language][value={language}]")
    page.goto(f"/courses/{course}")
    if page.locator("form[action$='/enrol'] button").count():
        page.click("form[action$='/enrol'] button")
        page.wait_for_load_state()
    page.goto(f"/courses/{course}/practice/{slug}")
    assert page.get_attribute("h1", "lang") == language
    clear(page)
    return hands(page)


STATUS = {"ko": "응답 E: 5개 가운데 공동 2위.", "en": "Response E: Rank 2, level of 5."}


def _told(hands):
    """What the ranking said last."""
    return hands.page.locator("ranking-order [role=status]").inner_text()


# Each kind by each pair of hands: (hands) → the answer that should be stored.


def choose(hands):
    """The options stand in each reader's own order."""
    options = hands.page.locator("input[name=chosen]")
    if isinstance(hands, Keyboard):
        hands.press("input[name=chosen]", "3")
        hands.page.keyboard.press("2")
    else:
        hands.press(".pick:nth-of-type(3)")
        hands.press(".pick:nth-of-type(2)")
    return {"chosen": [options.nth(1).get_attribute("value")]}


def choose_one(hands):
    if isinstance(hands, Keyboard):
        hands.press("input[name=chosen]", "3")
        hands.page.keyboard.press("1")
    else:
        hands.press(".pick:nth-of-type(3)")
        hands.press(".pick:nth-of-type(1)")
    return {"chosen": ["stop"]}


def choose_several(hands):
    if isinstance(hands, Keyboard):
        hands.reach("input[name=chosen]")
        for digit in ("2", "1", "3", "2"):
            hands.page.keyboard.press(digit)
    else:
        for option in (2, 1, 3, 2):
            hands.press(f".pick:nth-of-type({option})")
    return {"chosen": ["stop", "red"]}


def rate(hands):
    levels = {"faithfulness": 4, "coverage": 3, "length": 2}
    for name, level in levels.items():
        if isinstance(hands, Keyboard):
            hands.press(f"input[name=ratings-{name}]", str(level))
        else:
            hands.press(f"#ratings-{name} .pick:nth-of-type({level})")
    return {"ratings": levels}


def prefer(hands):
    if isinstance(hands, Keyboard):
        hands.press("input[name=preference]", "2")
        hands.page.keyboard.press("ArrowRight")
        hands.page.keyboard.press("6")
    else:
        hands.press(".abreast .pick:nth-of-type(1)")
        hands.press(".abreast .pick:nth-of-type(6)")
    hands.write("#reason", "B는 규정 2번대로 45,000원 👍🏽이라고 합니다.")
    return {"better": "b", "strength": 2, "reason": "B는 규정 2번대로 45,000원 👍🏽이라고 합니다."}


def put_in_order(hands):
    """C, then A and E level, then B and D level; some of it only after moving."""
    page, press = hands.page, hands.page.keyboard.press
    if isinstance(hands, Keyboard):
        hands.reach("[data-letter=a] .ranked-name button")
        for _ in "abcde":
            press("Enter")  # focus goes on to the next that is not in order yet
        hands.reach("[data-letter=a] button[aria-pressed]")
        press("Alt+Shift+ArrowDown")
        press("Alt+ArrowUp")
        press("Alt+ArrowUp")
        press("Alt+ArrowUp")  # B A C D E
        hands.reach("[data-letter=b] button[aria-pressed]")
        press("Alt+Shift+ArrowDown")  # A C D E B
        hands.reach("[data-letter=c] button[aria-pressed]")
        press("Alt+Shift+ArrowUp")  # C A D E B
        hands.reach("[data-letter=e] button[aria-pressed]")
        press("Alt+ArrowUp")  # C A E D B
        press("=")
        assert _told(hands) == STATUS[page.get_attribute("html", "lang")]
        hands.reach("[data-letter=b] button[aria-pressed]")
        press("Enter")
    else:
        for letter in "cbaed":
            hands.press(f"[data-letter={letter}] .ranked-name button")
        tools = "[data-letter={}] .ranking-tools button:nth-of-type({})"
        hands.press(tools.format("b", 4))  # to the bottom: C A E D B
        hands.press(tools.format("e", 5))  # level
        assert _told(hands) == STATUS[page.get_attribute("html", "lang")]
        hands.press(tools.format("d", 3))  # down
        hands.press(tools.format("d", 5))
    return {"ranks": {"a": 2, "b": 4, "c": 1, "d": 4, "e": 2}}


def check_claims(hands):
    """The fifth claim cites first, and then turns out to need nothing."""
    said = {"c1": ("supported", [1, 6]), "c2": ("supported", [2]), "c3": ("refuted", [3]), "c4": ("refuted", [4]),
            "c5": ("not_enough_information", [7]), "c6": ("not_enough_information", [])}  # fmt: skip
    places = ["supported", "refuted", "not_enough_information"]
    if isinstance(hands, Finger):
        hands.press(".sources-bar button")
    for name, (verdict, evidence) in said.items():
        if isinstance(hands, Keyboard):
            if evidence:
                hands.press(f"input[name=claims-{name}-evidence]", str(evidence[0]))
                for number in evidence[1:]:
                    hands.page.keyboard.press(str(number))
            hands.page.keyboard.press("Shift+Tab")
            hands.reach(f"input[name=claims-{name}-verdict]")
            hands.page.keyboard.press(str(places.index(verdict) + 1))
            continue
        hands.press(f"#claims-{name}-text")  # says for which claim
        for number in evidence:
            hands.press(f"#sentence-{number}")
        hands.press(f"#claims-{name}-verdict .pick:nth-of-type({places.index(verdict) + 1})")
    expect(hands.page.locator("#claims-c5-evidence input").first).to_be_disabled()
    said["c5"] = (said["c5"][0], [])
    return {"claims": {name: {"verdict": verdict, "evidence": evidence} for name, (verdict, evidence) in said.items()}}


def link(hands):
    """Four links, of which one is deleted again and one mended."""
    links = [("e1", "acquired", "e3"), ("e4", "founded", "e1"), ("e1", "based_in", "e2"), ("e7", "works_for", "e3")]
    names = hands.page.evaluate(
        "Object.fromEntries(JSON.parse(document.querySelector('relation-linker').dataset.diagram).relations.map(r => [r.id, r.name]))"
    )
    for head, relation, tail in links:
        if isinstance(hands, Keyboard):
            _go_to_entity(hands, head)
            hands.page.keyboard.press("Enter")
            offers = [text.split("\n")[0] for text in hands.page.locator(".link-offers button").all_inner_texts()]
            hands.page.keyboard.press(str(offers.index(names[relation]) + 1))
            _go_to_entity(hands, tail)
            hands.page.keyboard.press("Enter")
        else:
            hands.press(f"[role=button]:has([data-entity={head}])")
            hands.press(f".link-offers button:has-text('{names[relation]}')")
            hands.press(f"[role=button]:has([data-entity={tail}])")
    hands.press("#links-1 .link-tools button:last-child")
    hands.press("#links-1 .link-tools button:first-child")
    hands.select("#links-1-tail", "e5")
    left = links[0], ("e1", "based_in", "e5"), links[3]
    return {"links": [dict(zip(("head", "type", "tail"), one, strict=True)) for one in left]}


def _go_to_entity(hands, name):
    hands.reach(".entity-button")
    hands.page.keyboard.press("Home")
    order = hands.page.locator(".entity-button [data-entity]").evaluate_all("all => all.map(one => one.dataset.entity)")
    for _ in range(order.index(name)):
        hands.page.keyboard.press("ArrowRight")


KINDS = {
    "choice": (CHOICES, "worst-error", choose),
    "choice on a picture": (SAMPLES, "sign", choose_one), "choice of several": (SAMPLES, "signs", choose_several),
    "rating_scale": (TOUR, "rating-scale-1", rate), "preference": (TOUR, "preference-1", prefer),
    "ranking": (TOUR, "ranking-2", put_in_order), "claim_check": (TOUR, "claim-check-1", check_claims),
    "relations": (TOUR, "relations-1", link),
}  # fmt: skip
