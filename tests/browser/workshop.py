"""A course of its own for what the shipped one has no text for: hard characters, suggestions, long and mixed-script texts."""

import json
from random import Random
from uuid import UUID

BOTH = {"ko": "작업장", "en": "Workshop"}

# Skin tones, families, flags, keycaps, letters that have no composed form, old Hangul, astral letters, right to left.
HARD = """\
서울대학교와 👩‍👩‍👧‍👦 가족이 🇰🇷🇯🇵 앞에서 👋🏽 인사했습니다. 서울대학교와 또 만났습니다.
값은 1️⃣번과 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f팀의 x̌와 ᄒᆞᆫ글 क्षि입니다. 각각 각자 각각입니다.
𠮷野家에서 𝒳𝒴를 먹었고 العربية와 עברית도 섞였습니다.
مرحبا بالعالم الجميل اليوم"""

LABELS = [
    {"id": "place", "name": "곳", "definition": "곳의 이름"},
    {"id": "people", "name": "사람", "definition": "사람과 그 무리"},
    {"id": "script", "name": "글자", "definition": "다른 글자로 쓴 말"},
]


def identify(chance):
    return str(UUID(int=chance.getrandbits(128), version=4))


def long_text(chance, characters, paragraph=400):
    """Made-up Korean sentences of about so many characters, in paragraphs."""
    syllables, lines, line = "가나다라마바사아자차카타파하고노도로모보소오조초코토포호", [], ""
    while sum(map(len, lines)) + len(line) + len(lines) < characters:
        words = ("".join(chance.choice(syllables) for _ in range(chance.randrange(1, 6))) for _ in range(chance.randrange(4, 12)))
        line += ("" if not line else " ") + " ".join(words) + "습니다."
        if len(line) > paragraph:
            lines.append(line)
            line = ""
    return "\n".join([*lines, line] if line else lines)[:characters].rstrip()


def span_labels(chance, title, text, marks, suggested=(), labels=LABELS):
    """The file of an item; gold and suggested marks are given as (quote, occurrence, label)."""
    gold = {
        f"m{number}": {"quote": quote, "occurrence": nth, "label": label, "reason": "지침을 따릅니다."}
        for number, (quote, nth, label) in enumerate(marks)
    }
    item = {
        "id": identify(chance), "kind": "span_labels", "title": title, "languages": ["ko"], "skills": ["find_errors"], "difficulty": 1,
        "minutes": 5, "instructions": "지침대로 표시하십시오.", "labels": labels, "text": text.replace("[", "\\[").replace("]", "\\]"),
        "gold": {"marks": gold},
    }  # fmt: skip
    if suggested:
        item["suggested"] = {"marks": [{"quote": quote, "occurrence": nth, "label": label} for quote, nth, label in suggested]}
    return item


def write(folder, items=None):
    """Writes the course "workshop" with these items, or its own, under `folder`; returns `folder`."""
    chance = Random(20)
    if items is None:
        items = {
            "hard-words": span_labels(chance, "어려운 글자", HARD, [("서울대학교", 2, "place")]),
            "suggested-words": span_labels(
                chance, "제안받은 표시", HARD, [("서울대학교", 1, "place"), ("العربية", 1, "script")],
                [("서울대학교", 1, "place"), ("각각", 2, "place"), ("العربية", 1, "script")]),
            "long-words": span_labels(chance, "긴 글", long_text(chance, 20_000), [("가", 1, "place")]),
        }  # fmt: skip
    bank, lessons = folder / "exercises/workshop", folder / "courses/workshop/lessons"
    bank.mkdir(parents=True)
    lessons.mkdir(parents=True)
    write_json = lambda file, value: file.write_text(json.dumps(value, ensure_ascii=False), "utf-8")  # noqa: E731
    write_json(bank / "bank.yaml", {"id": identify(chance), "title": BOTH, "use": "practice"})
    for slug, item in items.items():
        write_json(bank / f"{slug}.ko.yaml", item)
    head = {"id": identify(chance), "title": "시작", "objectives": ["표시합니다"], "skills": ["find_errors"]}
    for language in BOTH:
        (lessons / f"01-start.{language}.md").write_text(f"---\n{json.dumps(head)}\n---\n## 시작\n\n글입니다.\n", "utf-8")
    module = {"id": identify(chance), "title": BOTH, "lessons": ["start"], "practice": list(items)}
    course = {
        "id": identify(chance), "title": BOTH, "summary": BOTH, "skills": ["find_errors"], "practice_bank": "workshop",
        "modules": [module],
    }  # fmt: skip
    write_json(folder / "courses/workshop/course.yaml", course)
    return folder
