"""Items to send out and bring in again, and what is the same of two items."""

from pathlib import Path

from curriculum_app.content.exchange.drafting import Wanted
from curriculum_app.content.exchange.formats import FORMATS, bring_in, send_out
from curriculum_app.content.reading import read_item

BANK = "id: 31111111-1111-4111-8111-111111111111\ntitle: {ko: 은행, en: Bank}\nuse: practice\n"

HEAD = """\
id: {id}
kind: {kind}
title: {title}
languages: [ko, en]
skills: [find_errors, read_guideline]
difficulty: 2
minutes: 4
family: twins
instructions: |
  첫 줄입니다.
  "둘째" 줄: [괄호]와 | 막대와 \\\\ 빗금.
sources:
  - title: 지침 | 1
    sentences: ["하나, 둘.", "'셋'은 = 넷"]
  - title: 부록
    sentences: [다섯]
"""

SPANS = (
    HEAD.format(id="21111111-1111-4111-8111-111111111111", kind="span_labels", title="표시")
    + """\
labels:
  - {id: name, name: 이름, definition: "사람의 이름 | 성 포함"}
  - {id: place_2, name: Place, definition: "A \\"place\\""}
  - {id: unused, name: 안 씀, definition: "아무 데도 없음"}
text: |
  👨🏻‍🚒 [[하늘]{#m2} 시]{#m1}의 \\[주소\\]는 하늘 시 하늘 동입니다 😀.
  둘째 줄의 [바다]{#m3}.
gold:
  marks:
    m1: {label: place_2, reason: "긴 것"}
    m2: {label: name, reason: "짧은 것: 안"}
    m3: {label: name, reason: "줄 끝"}
    x1: {label: place_2, reason: "걸친 것", quote: "시 하늘", occurrence: 1}
    x2: {label: name, reason: "줄을 넘는 것", quote: "😀.\\n둘째"}
    x3: {label: name, reason: "둘째로 나온 것", quote: "하늘", occurrence: 2}
"""
)

CHOICE = (
    HEAD.format(id="21111111-1111-4111-8111-111111111112", kind="choice", title="고르기 <&>")
    + """\
question: 무엇입니까 <b>?
stimulus:
  - text: 주전자가 왔습니다.
options:
  - {id: a, text: "환불 | 교환"}
  - {id: "1", text: "= 2 & 3"}
  - {id: c, text: "-4"}
shuffle: false
gold:
  answer: [c]
  reasons: {a: "아니오 | 첫째", "1": "", c: "예, <맞음>"}
"""
)

MANY = (
    HEAD.format(id="21111111-1111-4111-8111-111111111113", kind="choice", title="여럿")
    + """\
question: 모두 고르십시오.
many: true
stimulus:
  - picture: cat.svg
    alt: 고양이
options:
  - {id: a, text: 하나}
  - {id: b, text: 둘}
  - {id: c, text: 셋}
gold:
  answer: [a, c]
  reasons: {a: 가, b: 나, c: 다}
"""
)

BOXES = (
    HEAD.format(id="21111111-1111-4111-8111-111111111114", kind="boxes", title="상자")
    + """\
picture: cat.svg
alt: 고양이 두 마리
description: 왼쪽에 하나, 오른쪽에 하나
width: 640
height: 480
labels:
  - {id: cat, name: 고양이, definition: "고양이 전체"}
  - {id: dog, name: 개, definition: "개 전체"}
gold:
  boxes:
    b1: {box: [10, 20.5, 100, 50.25], label: cat, reason: "왼쪽 | 고양이"}
    b2: {box: [300, 200, 33, 77], label: dog, reason: "오른쪽"}
"""
)

CLEAN = (
    HEAD.format(id="21111111-1111-4111-8111-111111111115", kind="boxes", title="없음")
    + """\
picture: cat.svg
alt: 빈 방
description: 아무것도 없음
width: 640
height: 480
labels:
  - {id: cat, name: 고양이, definition: "고양이 전체"}
gold:
  clean_reason: 고양이가 없습니다.
"""
)

ITEMS = {"spans": SPANS, "pick": CHOICE, "many": MANY, "boxes": BOXES, "clean": CLEAN}


def bank(folder: Path, *names: str) -> Path:
    """A bank in `folder` with these of the items, in Korean."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text(BANK)
    (folder / "cat.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='640' height='480'/>")
    for name in names:
        (folder / f"{name}.ko.yaml").write_text(ITEMS[name])
    return folder


def items(folder: Path):
    """The items of a bank's folder; a test fails where one can't be read."""
    found = {}
    for file in sorted(folder.glob("*.ko.yaml")):
        item, problems = read_item(file)
        assert item, list(map(str, problems))
        found[item.slug] = item
    return found


def finished(folder: Path):
    """The items of drafts in which everything is there, read as if their authors had let them go."""
    for file in folder.glob("*.ko.yaml"):
        text = file.read_text()
        assert "state: drafted\n" in text
        file.write_text(text.replace("state: drafted\n", "", 1))
    return items(folder)


def there_and_back(tmp_path: Path, name: str, suffix: str, *names: str, skills: tuple[str, ...] = ()):
    """What was sent out, what came back, and the losses of both ways as text."""
    before = items(bank(tmp_path / "before", *names))
    file, folder = tmp_path / f"sent{suffix}", bank(tmp_path / "after")
    exported = send_out(name, list(before.values()), file)
    _, imported = bring_in(name, file, folder, Wanted("ko", skills))
    return before, finished(folder), [str(loss) for loss in exported.losses], [str(loss) for loss in imported.losses]


def same(item):
    """An item without what every import makes anew, its marks by their place."""
    gold = item.gold.model_dump(mode="json")
    if "marks" in gold:
        gold["marks"].sort(key=lambda mark: (mark["start"], mark["end"], mark["id"]))
    return item.task.model_dump(mode="json", exclude={"id", "languages"}), gold


def brought(tmp_path: Path, name: str, text: str | bytes, suffix: str, **wanted):
    """The drafts' values by slug and the losses of a file with this text."""
    file = tmp_path / f"source{suffix}"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    imported = FORMATS[name].read(file, Wanted("ko", **wanted))
    bring_in(name, file, bank(tmp_path / "into"), Wanted("ko", **wanted))  # and every draft can be read
    return {draft.slug: draft.value for draft in imported.drafts}, [str(loss) for loss in imported.losses]
