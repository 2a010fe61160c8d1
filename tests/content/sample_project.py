"""A small project that is right in every respect, added to the sample course: messages of a shop sorted by what is wanted.

Version 1 sorts a message that wants a faulty thing sent anew as an exchange; version 2 calls that a repair claim, while a
thing that pleases less than another stays an exchange. So faulty things are affected and other exchanges are near misses.
"""

from pathlib import Path
from uuid import UUID, uuid5

NAMESPACE = UUID("11111111-1111-4111-8111-1111111111aa")
PROJECT_ID = "11111111-1111-4111-8111-111111111121"
OPTIONS = {
    "refund": ("환불", "Refund"),
    "exchange": ("교환", "Exchange"),
    "repair": ("고장 접수", "Repair claim"),
    "hold": ("보류", "Hold"),
}

# slug: what it is under version 1, under version 2, the message in Korean and in English
MESSAGES = {
    "gate-money": ("refund", "refund", "아직 안 썼습니다. 돈으로 돌려주십시오.", "It is unused. Please give me my money back."),
    "gate-size": ("exchange", "exchange", "한 치수 큰 것으로 바꿔 주십시오.", "Please send me the next size up instead."),
    "money": ("refund", "refund", "필요 없어졌습니다. 환불 부탁드립니다.", "I no longer need it. A refund, please."),
    "colour": ("exchange", "exchange", "파란색으로 바꾸고 싶습니다.", "I would like it in blue instead."),
    "lamp": ("exchange", "repair", "전등이 켜지지 않습니다. 새것으로 보내 주십시오.", "The lamp does not light. Please send a new one."),
    "thanks": ("hold", "hold", "빨리 와서 고맙습니다.", "Thanks for the quick delivery."),
    "kettle": ("exchange", "repair", "주전자가 샙니다. 같은 것으로 다시 보내 주십시오.", "The kettle leaks. Please send the same again."),
    "gift": ("exchange", "exchange", "선물인데 다른 무늬로 바꿔 주십시오.", "It is a gift; another pattern, please."),
    "radio": ("exchange", "repair", "라디오에서 소리가 안 납니다. 교환해 주십시오.", "The radio is silent. Please exchange it."),
    "late": ("refund", "refund", "너무 늦었습니다. 주문을 물리고 돈을 돌려주십시오.", "Too late. Cancel it and return my money."),
    "clock": ("exchange", "repair", "시계가 멈췄습니다. 새것으로 주십시오.", "The clock has stopped. A new one, please."),
    "smaller": ("exchange", "exchange", "작은 것으로 바꿔 주십시오. 물건은 멀쩡합니다.", "A smaller one instead; nothing is wrong."),
    "fan": ("exchange", "repair", "선풍기가 덜컹거리다 섰습니다. 다시 보내 주십시오.", "The fan rattled and died. Send another, please."),
    "taste": ("exchange", "exchange", "마음이 바뀌었습니다. 흰색으로 바꿔 주십시오.", "I changed my mind; the white one, please."),
    "scales": ("exchange", "repair", "저울이 영점을 못 잡습니다. 교환 바랍니다.", "The scales never show zero. Please exchange them."),
    "twice": ("exchange", "exchange", "같은 책이 있습니다. 다른 책으로 바꿔 주십시오.", "I own this book; another title, please."),
}  # fmt: skip
QUEUES = (
    ["money", "colour", "lamp"],
    ["thanks", "kettle"],
    ["gift", "radio"],
    ["clock", "smaller", "fan", "late"],
    ["taste", "scales", "twice"],
)

REASONS = {
    "ko": {
        "refund": "2.1절: 돈을 돌려받으려 할 때만 환불입니다.", "exchange": "2.2절: 다른 것을 원하면 교환입니다.",
        "repair": "2.3절: 고장 난 물건을 새로 보내 달라면 고장 접수입니다.", "hold": "2.1절: 바라는 것이 없을 때만 보류합니다.",
    },
    "en": {
        "refund": "Clause 2.1: a refund is money back and nothing else.", "exchange": "Clause 2.2: whoever wants another thing exchanges.",
        "repair": "Clause 2.3: a faulty thing to be sent anew is a repair claim.", "hold": "Clause 2.1: only who wants nothing is held.",
    },
}  # fmt: skip
ITEM = """\
id: {id}
kind: choice
title: {title}
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 1
guideline: [{clause}]
instructions: {instructions}
stimulus: [{{text: "{text}"}}]
question: {question}
options: [{options}]
shuffle: false
gold:
  answer: [{old}]
  reasons: {reasons}
"""
REVISED = {"ko": " 개정판에 따릅니다.", "en": " By the revision."}  # ends every reason of the second version
CHANGED = """\
changed:
  gold:
    answer: [{new}]
    reasons: {reasons}
"""
PROJECT = """\
id: {id}
title: {{ko: 고객 메시지 분류, en: Sorting customers' messages}}
summary: {{ko: 고객이 바라는 것에 따라 메시지를 나눕니다., en: Sort messages by what the customer wants.}}
bank: sample-project
gate: {{items: [gate-money, gate-size], pass: 0.8, tries: 2, wait_days: 3}}
days:
{days}change:
  day: 4
  summary: {{ko: 고장 난 물건은 이제 따로 접수합니다., en: Faulty things are now a claim of their own.}}
  clauses: [exchange, repair]
send_backs: {{below: 0.7}}
aims: {{quality: 0.85, items_an_hour: 30, sent_back: 0.2}}
"""
DAY = "  - {{title: {{ko: {n}일째, en: Day {n}}}, about: {{ko: 차례대로 하십시오., en: Work through the queue.}}, queue: [{queue}]}}\n"
GUIDELINES = {
    "ko": """\
# 메시지 분류 지침

메시지마다 라벨은 하나입니다.

## 1 원칙 {#principles}

무슨 일이 있었는지가 아니라 **무엇을 바라는지**로 정합니다.

## 2 라벨 {#labels}

### 2.1 환불과 보류 {#refund}

돈을 돌려받으려 하면 환불, 바라는 것이 없으면 보류입니다.

### 2.2 교환 {#exchange}

새것이나 다른 것을 보내 달라고 하면 교환입니다.
""",
    "en": """\
# Guideline for sorting messages

Every message gets one label.

## 1 Principle {#principles}

Decide by **what is wanted**, not by what happened.

## 2 Labels {#labels}

### 2.1 Refund and hold {#refund}

Who wants money back gets a refund; who wants nothing is held.

### 2.2 Exchange {#exchange}

Who wants a new or another thing sent gets an exchange.
""",
}
SECOND = {
    "ko": ("새것이나 다른 것을 보내 달라고 하면 교환입니다.", "멀쩡한 물건 대신 다른 것을 보내 달라고 하면 교환입니다.",
           "### 2.3 고장 접수 {#repair}\n\n고장 난 물건을 새로 보내 달라고 하면 고장 접수입니다.\n"),
    "en": ("Who wants a new or another thing sent gets an exchange.", "Who wants another thing in place of a sound one gets an exchange.",
           "### 2.3 Repair claim {#repair}\n\nWho wants a faulty thing sent anew files a repair claim.\n"),
}  # fmt: skip
SAID = {
    "ko": ("지침에 따라 라벨 하나를 고르십시오.", "이 메시지의 라벨은 무엇입니까?"),
    "en": ("Choose one label by the guideline.", "Which label does this message get?"),
}
AFFECTED = {slug for slug, (old, new, *_) in MESSAGES.items() if old != new}


def write(folder: Path) -> Path:
    """Adds the project to the sample that is written under `folder`, and returns `folder`."""
    project, bank = folder / "courses/sample/project", folder / "exercises/sample-project"
    project.mkdir()
    bank.mkdir()
    days = "".join(DAY.format(n=number, queue=", ".join(queue)) for number, queue in enumerate(QUEUES, 1))
    project.joinpath("project.yaml").write_text(PROJECT.format(id=PROJECT_ID, days=days), "utf-8")
    bank.joinpath("bank.yaml").write_text(
        "id: 11111111-1111-4111-8111-111111111122\ntitle: {ko: 메시지, en: Messages}\nuse: project\n", "utf-8"
    )
    for number, language in enumerate(("ko", "en")):
        was, becomes, clause = SECOND[language]
        first = GUIDELINES[language]
        project.joinpath(f"guideline.{language}.md").write_text(first, "utf-8")
        project.joinpath(f"guideline-v2.{language}.md").write_text(f"{first.replace(was, becomes)}\n{clause}", "utf-8")
        for slug in MESSAGES:
            bank.joinpath(f"{slug}.{language}.yaml").write_text(_item(slug, language, number), "utf-8")
    return folder


def _item(slug: str, language: str, number: int) -> str:
    old, new, *texts = MESSAGES[slug]
    instructions, question = SAID[language]
    options = ", ".join(f"{{id: {name}, text: {words[number]}}}" for name, words in OPTIONS.items())
    reasons = _reasons(language)
    clause = "refund" if old in {"refund", "hold"} else "exchange"
    text = ITEM.format(
        id=uuid5(NAMESPACE, slug), title=texts[number][:12].strip(" ."), clause=clause, instructions=instructions, question=question,
        text=texts[number], options=options, old=old, reasons=reasons,
    )  # fmt: skip
    return text + (CHANGED.format(new=new, reasons=_reasons(language, REVISED[language])) if new != old else "")


def _reasons(language: str, ending: str = "") -> str:
    return "{" + ", ".join(f'{name}: "{reason}{ending}"' for name, reason in REASONS[language].items()) + "}"
