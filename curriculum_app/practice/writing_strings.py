"""What the widgets of the kinds say that draw, write, transcribe and review; each is the data-strings of one element."""

from flask_babel import gettext


def zoom() -> dict[str, str]:
    """Enlarging a picture."""
    return {"larger": gettext("Enlarge"), "smaller": gettext("Make smaller"), "zoomed": gettext("The picture is shown at {percent} %."),
            "view": gettext("The picture, enlarged; arrow keys scroll it")}  # fmt: skip


def boxes() -> dict[str, str]:
    """Drawing boxes."""
    return zoom() | {
        "layer": gettext("Boxes on the picture. Arrow keys move a box, Shift and arrow keys resize it, with Alt by one pixel."),
        "labels": gettext("Label of the chosen box"), "add": gettext("Add box"), "finger": gettext("Draw with a finger"),
        "finger_on": gettext("Draw the box with a finger. Touch the button again to scroll the page instead."),
        "remove": gettext("Remove this box"), "box": gettext("{tag}, left {x}, top {y}, width {width}, height {height}"),
        "upper-left": gettext("Upper left corner"), "upper-right": gettext("Upper right corner"),
        "lower-left": gettext("Lower left corner"), "lower-right": gettext("Lower right corner"),
        "added": gettext("Box {number} is in the middle. Move it with the arrow keys, resize it with Shift and the arrow keys."),
        "drawn": gettext("Box {number}: left {x}, top {y}, width {width}, height {height}."),
        "moved": gettext("Box {number}: left {x}, top {y}."), "resized": gettext("Box {number}: width {width}, height {height}."),
        "labelled": gettext("Box {number}: {label}."), "next_label": gettext("New boxes are labelled {label}."),
        "choose_label": gettext("Choose a label."), "removed": gettext("Box {number} is removed."),
        "full": gettext("There is no empty row left. Remove a box first."),
    }  # fmt: skip


def player() -> dict[str, str]:
    """Playing a recording."""
    return {
        "player": gettext("Player of the recording"), "play": gettext("Play"), "pause": gettext("Pause"), "back": gettext("Back 2 s"),
        "forward": gettext("Forward 2 s"), "speeds": gettext("Speed"), "slower": gettext("Slower"), "faster": gettext("Faster"),
        "speed": gettext("Speed {speed}"), "track": gettext("Place in the recording"), "at": gettext("{time} of {whole}"),
        "mark": gettext("Mark this place"), "marked": gettext("{time} is marked."), "places": gettext("Marked places"),
        "go": gettext("{time}, go there"), "drop": gettext("Remove the mark {time}"),
    }  # fmt: skip


def rewrite() -> dict[str, str]:
    """Changing a text."""
    return {
        "title": gettext("What you changed"), "back": gettext("Back to the original text"), "removed": gettext("removed:"),
        "added": gettext("added:"), "none": gettext("Nothing is changed."),
        "one": gettext("Changed in 1 place: words removed {removed}, added {added}."),
        "many": gettext("Changed in {places} places: words removed {removed}, added {added}."),
    }  # fmt: skip


def quantity() -> dict[str, str]:
    """Typing a number with its unit."""
    return {"letters": gettext("Letters for the unit")}


def review(unit: str) -> dict[str, str]:
    """Reviewing turns or steps."""
    said = {
        "turn": {
            "choose": gettext("This is the first bad turn"), "number": gettext("turn {number}"),
            "chosen": gettext("Turn {number} is chosen as the first bad one."),
            "taken_back": gettext("Turn {number} is chosen no more."),
            "rated": gettext("Turn {number}: rating {level}."), "left": gettext("Turns not rated yet:"),
        },
        "step": {
            "choose": gettext("This is the first bad step"), "number": gettext("step {number}"),
            "chosen": gettext("Step {number} is chosen as the first bad one."),
            "taken_back": gettext("Step {number} is chosen no more."),
        },
    }  # fmt: skip
    return said[unit]


def writing() -> dict[str, str]:
    """Writing by a rubric."""
    return {
        "figures": gettext("Characters {characters} · words {words} · sentences {sentences} · paragraphs {paragraphs}"),
        "list": gettext("What can be seen of the form of your text"), "good": gettext("Met"), "open": gettext("Still open"),
        "characters_short": gettext("{off} characters are missing."), "characters_long": gettext("{off} characters too many."),
        "characters_fits": gettext("The number of characters fits."), "words_short": gettext("{off} words are missing."),
        "words_long": gettext("{off} words too many."), "words_fits": gettext("The number of words fits."),
        "risk_missing": gettext("No risk is chosen yet."), "risk_chosen": gettext("A risk is chosen."),
        "placeholder": gettext("A placeholder is left over: {placeholder}"), "twice": gettext("This sentence stands twice: {sentence}"),
    }  # fmt: skip
