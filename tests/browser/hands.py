"""Two ways to use a page: by keyboard alone, and by mouse. Both offer the same verbs, so that one road serves both."""

import pytest


class Keyboard:
    """Reaches everything by Tab, as somebody without a mouse does."""

    def __init__(self, page):
        self.page = page

    def reach(self, selector, most=600):
        for _ in range(most):
            if self.page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} can't be reached by keyboard on {self.page.url}")

    def press(self, selector, key="Enter"):
        """Follow a link, push a button."""
        self.reach(selector)
        self.page.keyboard.press(key)

    def write(self, selector, text):
        """Type into a field, over what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, selector):
        """Tick a box."""
        self.press(selector, "Space")

    def choose_radio(self, name, value):
        """One of several radio buttons: arrows move among them."""
        self.reach(f"input[name='{name}']")
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{value} is no choice of {name}")

    def select(self, selector, value):
        """One of a list: arrows move in a closed list."""
        self.reach(selector)
        self.page.keyboard.press("Home")
        for _ in range(40):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"{value} is no choice of {selector}")

    def mark(self, phrase):
        """Mark a phrase that is made of whole words in the text itself, by arrow keys; trim what hangs on its end."""
        self.reach(".marking-text")
        press = self.page.keyboard.press
        press("Home")
        words = self.page.eval_on_selector_all(".marking-text [role=option]", "all => all.map(o => o.textContent)")
        wanted = phrase.split()
        starts = [n for n in range(len(words)) if all(w.startswith(v) for w, v in zip(words[n:], wanted, strict=False))]
        for _ in range(starts[0]):
            press("ArrowRight")
        for _ in wanted[1:]:
            press("Shift+ArrowRight")
        if len(wanted) == 1:
            press("ArrowRight")
            press("ArrowLeft")
        selected = "".join(words[starts[0] : starts[0] + len(wanted)])
        for _ in range(len(selected) - len("".join(wanted))):
            press("[")
        press("Enter")


class Mouse:
    """Clicks on what it sees."""

    def __init__(self, page):
        self.page = page

    def press(self, selector):
        """Follow a link, push a button."""
        self.page.locator(selector).first.click()

    def write(self, selector, text):
        """Type into a field."""
        self.page.locator(selector).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def tick(self, selector):
        """Tick a box."""
        self.page.locator(selector).click()

    def choose_radio(self, name, value):
        """One of several radio buttons."""
        self.page.locator(f"input[name='{name}'][value='{value}']").click()

    def select(self, selector, value):
        """One of a list."""
        self.page.select_option(selector, value)
