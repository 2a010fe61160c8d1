"""A small course of items that no shipped course has: choice on pictures, one and several; entities inside each other."""

import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from tests.browser.conftest import environment_of

COURSE = """\
id: 5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a01
title: {ko: 위젯 견본, en: Widget samples}
summary: {ko: 그림과 겹친 개체를 다룹니다., en: Pictures and entities inside each other.}
skills: [find_errors]
modules:
  - id: 5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a02
    title: {ko: 견본, en: Samples}
    lessons: [samples]
    practice: [sign, signs, nested]
practice_bank: widget-samples
"""

LESSON = """\
---
id: 5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a03
title: {title}
objectives: [{title}]
skills: [find_errors]
---
{title}.
"""

CHOICE = """\
id: {id}
kind: choice
title: {title}
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 2
instructions: {title}
stimulus:
  - picture: sign.svg
    alt: {alt}
  - text: {text}
question: {question}
many: {many}
shuffle: false
options:
  - {{id: stop, text: "{options[0]}"}}
  - {{id: yield, text: "{options[1]}"}}
  - {{id: red, text: "{options[2]}"}}
gold:
  answer: {answer}
  reasons: {{stop: "{alt}", yield: "{alt}", red: "{alt}"}}
"""

RELATIONS = """\
id: 5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a06
kind: relations
title: {title}
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 2
instructions: {title}
text: |
  {text}
entity_labels:
  - {{id: school, name: {labels[0]}, definition: {labels[0]}}}
  - {{id: place, name: {labels[1]}, definition: {labels[1]}}}
  - {{id: person, name: {labels[2]}, definition: {labels[2]}}}
entities: {{s: school, p: place, w: person, q: place, x: person}}
relations:
  - {{id: in, name: {relations[0]}, definition: {relations[0]}, heads: [school], tails: [place]}}
  - {{id: with, name: {relations[1]}, definition: {relations[1]}, directed: false, heads: [school], tails: [person]}}
gold:
  floors: {{precision: 0.7}}
  links:
    - {{head: s, type: in, tail: p, reason: {title}}}
"""

WORDS = {
    "ko": {
        "lesson": "견본", "sign": "표지판 보기 🛑", "signs": "표지판에서 알 수 있는 것", "question": "무엇이 맞습니까?",
        "alt": "빨간 팔각형에 ‘정지’라고 적힌 표지판", "text": "🇰🇷 도로에서 찍은 사진입니다. 𝒳자 교차로 👨‍👩‍👧 앞입니다.",
        "options": ("🛑 정지 표지판입니다.", "양보 표지판입니다.", "빨간색입니다. 🇰🇷"),
        "nested": "겹친 개체",
        "entities": "[[서울]{#p}대학교]{#s}에서 [김수아]{#w} 선생님을, [부산]{#q}에서 [이하준]{#x} 선생님을 만났습니다.",
        "labels": ("학교", "장소", "사람"), "relations": ("있는 곳", "함께하는 사람"),
    },
    "en": {
        "lesson": "Samples", "sign": "Look at the sign 🛑", "signs": "What the sign shows", "question": "What is right?",
        "alt": "A red octagon on which Stop is written", "text": "🇬🇧 Taken on a road. Before the 𝒳 crossing 👨‍👩‍👧.",
        "options": ("🛑 It is a stop sign.", "It is a yield sign.", "It is red. 🇬🇧"),
        "nested": "Entities inside each other",
        "entities": "We met [Sua Kim]{#w} at the [University of [Seoul]{#p}]{#s}, and [Hajun Lee]{#x} in [Busan]{#q}.",
        "labels": ("school", "place", "person"), "relations": ("is in", "goes with"),
    },
}  # fmt: skip

SIGN = """\
<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" viewBox="0 0 120 120">
<path d="M36 4h48l32 32v48l-32 32H36L4 84V36z" fill="#c00"/></svg>
"""


def write(folder):
    """The course under `folder`."""
    lessons, bank = folder / "courses/widget-samples/lessons", folder / "exercises/widget-samples"
    lessons.mkdir(parents=True)
    bank.mkdir(parents=True)
    lessons.parent.joinpath("course.yaml").write_text(COURSE)
    title = "{ko: 위젯 견본, en: Widget samples}"
    bank.joinpath("bank.yaml").write_text(f"id: 5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a07\ntitle: {title}\nuse: practice\n")
    bank.joinpath("sign.svg").write_text(SIGN)
    for language, said in WORDS.items():
        (lessons / f"01-samples.{language}.md").write_text(LESSON.format(title=said["lesson"]))
        one = {"id": "5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a04", "title": said["sign"], "many": "false", "answer": "[stop]"}
        several = {"id": "5b0f6f0e-8c1e-4a52-9d5e-0c4a3f1f7a05", "title": said["signs"], "many": "true", "answer": "[stop, red]"}
        (bank / f"sign.{language}.yaml").write_text(CHOICE.format(**{**said, **one}))
        (bank / f"signs.{language}.yaml").write_text(CHOICE.format(**{**said, **several}))
        (bank / f"nested.{language}.yaml").write_text(RELATIONS.format(**{**said, "title": said["nested"], "text": said["entities"]}))
    return folder


def _load(site, *folders):
    """Loads the site's own content, and these folders."""
    own = [folder for folder in [site.settings.get("CURRICULUM_CONTENT_DIRS")] if folder]
    settings = {**site.settings, "CURRICULUM_CONTENT_DIRS": ":".join([*own, *map(str, folders)])}
    environment = environment_of(site.data, site.address, **settings)
    subprocess.run(["curriculum", "content", "load"], env=environment, check=True, stdout=subprocess.DEVNULL)


def _is_there(site):
    try:
        with urllib.request.urlopen(f"{site.address}/courses/widget-samples", timeout=60):
            return True
    except urllib.error.HTTPError as error:
        return error.code != 404


def _until(site, there):
    """The processes of a site look for new content every two seconds."""
    for _ in range(100):
        if _is_there(site) == there:
            return
        time.sleep(0.1)
    raise AssertionError(f"the course is {'still' if not there else 'not'} there")


@contextmanager
def live_on(site, folder):
    """The course is live on this site; afterwards the site is as before."""
    assert not _is_there(site)  # and the site has looked at its own files, which it does before its first page
    _load(site, write(folder))
    try:
        _until(site, there=True)
        yield
    finally:
        _load(site)
        _until(site, there=False)
