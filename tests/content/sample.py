"""A small curriculum that is right in every respect, written into a folder for tests to break."""

from pathlib import Path

COURSE = """\
id: 11111111-1111-4111-8111-111111111111
title: {ko: 시험 과정, en: Sample course}
summary: {ko: 요약입니다., en: A summary.}
skills: [find_errors]
modules:
  - id: 11111111-1111-4111-8111-111111111112
    title: {ko: 첫째, en: First}
    lessons: [basics]
    practice: [pick, mark]
practice_bank: sample
exam:
  bank: sample-exam
  minutes: 10
  pass_score: 70
  tries: {limit: 3, waits_days: [0, 1]}
  blueprint:
    - {kind: choice, items: 1}
check_bank: sample-checks
"""

LESSON = """\
---
id: 11111111-1111-4111-8111-111111111113
title: 기초
objectives: [표시하는 법을 압니다]
skills: [find_errors]
---
## 시작

[이 레슨](lesson:sample/basics)과 [과정](course:sample)을 보십시오. 식은 $x^2$입니다.

::: worked #years skill=find_errors 연도 대조하기
자료는 1443년이라고 하고 답은 [환각](term:hallucination)입니다.

::: step 무엇이 다릅니까?
연도가 다릅니다.
:::
::: step 무엇이라고 부릅니까?
사실과 다른 말입니다.
:::
:::

::: check quick

## 마무리

::: contrast 연도
::: example
1453년
:::
::: near-miss
서기 1443년: 같은 해입니다.
:::
:::
"""

GLOSSARY = "hallucination: {name: {ko: 환각, en: Hallucination}, definition: {ko: 꾸며 낸 말입니다., en: What is made up.}}\n"

CHOICE = """\
id: {id}
kind: choice
title: 고르기
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 2
instructions: 고르십시오.
stimulus:
  - picture: cat.svg
    alt: 고양이
question: 무엇입니까?
options:
  - {{id: a, text: 고양이}}
  - {{id: b, text: 개}}
gold:
  answer: [a]
  reasons: {{a: 수염, b: 꼬리}}
"""

SPANS = """\
id: 11111111-1111-4111-8111-111111111115
kind: hallucination_spans
title: 찾기
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 2
instructions: 찾으십시오.
prompt: 언제입니까?
sources:
  - title: 자료
    sentences: [1443년입니다.]
text: |
  답은 [1453년]{#e1}입니다.
gold:
  marks:
    e1:
      type: number_date_unit
      severity: major
      evidentness: evident
      correction: 1443년
      evidence: [1]
      reason: 자료와 다릅니다.
"""

CHECK = """\
id: 11111111-1111-4111-8111-1111111111c1
kind: choice
title: 확인
languages: [ko, en]
skills: [find_errors]
difficulty: 1
minutes: 1
instructions: 고르십시오.
question: 1453년은 어떻습니까?
options:
  - {id: wrong, text: 틀립니다}
  - {id: fine, text: 맞습니다}
gold:
  answer: [wrong]
  reasons: {wrong: 십 년이 어긋납니다., fine: 십 년을 놓쳤습니다.}
"""

TRY = (
    SPANS.replace("111111111115", "1111111111c2").replace("title: 찾기", "title: 해 보기")
    .replace("1443년", "1903년").replace("1453년", "1913년").replace("자료와 다릅니다.", "열 해가 다릅니다.")
    .replace("      reason:", "      boundaries: exact\n      reason:")
)  # fmt: skip

SKILLS = "find_errors: {name: {ko: 오류 찾기, en: Finding errors}, about: {ko: 찾습니다., en: Finds them.}}\n"
BANK = "id: {id}\ntitle: {{ko: 은행, en: Bank}}\nuse: {use}\n"


def write(folder: Path) -> Path:
    """Writes the sample under `folder` and returns it."""
    lessons = folder / "courses/sample/lessons"
    practice, exam = folder / "exercises/sample", folder / "exercises/sample-exam"
    checks, tried = folder / "exercises/sample-checks", folder / "exercises/sample-try"
    for place in (lessons, practice, exam, checks, tried):
        place.mkdir(parents=True)
    (folder / "courses/skills.yaml").write_text(SKILLS)
    (folder / "courses/glossary.yaml").write_text(GLOSSARY)
    (folder / "courses/sample/course.yaml").write_text(COURSE)
    practice.joinpath("bank.yaml").write_text(BANK.format(id="11111111-1111-4111-8111-111111111117", use="practice"))
    exam.joinpath("bank.yaml").write_text(BANK.format(id="11111111-1111-4111-8111-111111111118", use="exam"))
    checks.joinpath("bank.yaml").write_text(BANK.format(id="11111111-1111-4111-8111-1111111111c3", use="check"))
    tried.joinpath("bank.yaml").write_text(BANK.format(id="11111111-1111-4111-8111-1111111111c4", use="try"))
    for language in ("ko", "en"):
        (lessons / f"01-basics.{language}.md").write_text(LESSON)
        (practice / f"pick.{language}.yaml").write_text(CHOICE.format(id="11111111-1111-4111-8111-111111111114"))
        (practice / f"mark.{language}.yaml").write_text(SPANS)
        (exam / f"final.{language}.yaml").write_text(CHOICE.format(id="11111111-1111-4111-8111-111111111116"))
        (checks / f"quick.{language}.yaml").write_text(CHECK)
        (tried / f"year.{language}.yaml").write_text(TRY)
    for bank in (practice, exam):
        (bank / "cat.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder
