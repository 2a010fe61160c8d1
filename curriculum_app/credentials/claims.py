"""What a credential says beyond the bare score: found errors, band, form, bank, conditions, as terms of Open Badges 3.0.

Each claim is there only where its fact is: a credential of an earlier day keeps saying what it said. Both languages stand in
one text, since the schema refuses language maps; and only terms that the signed contexts define are used.
"""

from typing import Any

Facts = dict[str, Any]
POINTS = {"resultType": "RawScore", "valueMin": "0", "valueMax": "100"}
ACHIEVEMENTS = {"completion": "CertificateOfCompletion", "course": "Certificate", "level": "MicroCredential"}
KINDS = {
    "choice": ("고르기", "Choice"), "span_labels": ("구간 표시", "Marking spans"),
    "hallucination_spans": ("환각 찾기", "Finding hallucinations"),
    "critique": ("전문가 피드백", "Expert feedback"), "dialogue_review": ("대화 검토", "Reviewing a conversation"),
    "trace_review": ("에이전트 기록 검토", "Reviewing an agent's run"), "short_answer": ("단답", "Short answer"),
    "transcription": ("전사", "Transcription"), "rating_scale": ("척도 평가", "Rating"), "preference": ("응답 비교", "Comparing responses"),
    "ranking": ("순위 매기기", "Ranking"), "boxes": ("상자 표시", "Drawing boxes"), "claim_check": ("주장 확인", "Checking claims"),
    "relations": ("관계 표시", "Linking relations"), "rewrite": ("고쳐 쓰기", "Rewriting"),
}  # fmt: skip
PEDIGREES = {
    "drafted": ("작성만 된 문제은행이며 아무도 검토하지 않았습니다.", "The bank was drafted, and nobody has reviewed it."),
    "blind-checked": ("모든 문항을 프로그램이 정답을 보지 않고 풀어 대조했습니다. 전문가의 승인은 받지 않았습니다.",
                      "A program answered every item without sight of its gold, and the two were compared; no expert approved it."),
    "expert-approved": ("기관에 속한 전문가가 문제은행을 승인했습니다.", "Experts of a named organisation approved the bank."),
}  # fmt: skip


def achievement_type(facts: Facts) -> str:
    """The sort of achievement; only a registered qualification is a certification."""
    return "Certification" if facts.get("qualification") else ACHIEVEMENTS[facts.get("kind", "completion")]


def results(facts: Facts) -> list[tuple[str, str]]:
    """Further results, by the names of their descriptions."""
    band, found = facts.get("band"), facts.get("found")
    said = [("band-low", f"{band['low']:.1f}"), ("band-high", f"{band['high']:.1f}")] if band else []
    if found and found["planted"]:
        said.append(("errors-found", str(found["found"])))
    if found and found["clean"]:
        said.append(("false-alarms", str(found["false_alarms"])))
    return said


def descriptions(facts: Facts, url: str) -> list[dict[str, Any]]:
    """What the further results mean."""
    said, found = {name for name, _ in results(facts)}, facts.get("found") or {}
    known = {
        "band-low": {"name": "점수 범위(약 95 %)의 아래 끝 / Lower end of the score's band, about 95 %", **POINTS},
        "band-high": {"name": "점수 범위(약 95 %)의 위 끝 / Upper end of the score's band, about 95 %", **POINTS},
        "errors-found": {
            "name": f"심은 오류 {found.get('planted')}개 가운데 찾은 개수 / Found of {found.get('planted')} planted errors",
            "resultType": "RawScore", "valueMin": "0", "valueMax": str(found.get("planted")),
        },
        "false-alarms": {
            "name": f"깨끗한 글 {found.get('clean')}편에서 잘못 표시한 횟수 / Wrong marks, number of clean texts: {found.get('clean')}",
            "resultType": "RawScore", "valueMin": "0",
        },
    }  # fmt: skip
    return [{"id": f"{url}#{name}", "type": ["ResultDescription"], **known[name]} for name in known if name in said]


def alignment(facts: Facts) -> list[dict[str, Any]]:
    """Where the skills stand in ESCO and NCS, as the skills file maps them."""
    return [
        {
            "type": ["Alignment"], "targetName": f"{place['name']['ko']} / {place['name']['en']}", "targetUrl": place["url"],
            "targetCode": place["code"], "targetFramework": place["framework"],
        }
        for place in facts.get("alignment", ())
    ]  # fmt: skip


def evidence(facts: Facts) -> list[tuple[str, str, str]]:
    """Name of the fragment, title and text of each further piece of evidence."""
    said = []
    if facts.get("form"):
        said.append(("form", "시험 구성 / Form", _form(facts["form"])))
    if facts.get("pedigree"):
        said.append(("bank", "문제은행 / Bank", _bank(facts)))
    if facts.get("conditions"):
        said.append(("conditions", "응시 조건 / Conditions", _conditions(facts["conditions"])))
    if facts.get("qualification"):
        said.append(("qualification", "등록 민간자격 / Registered qualification", _qualification(facts["qualification"])))
    if facts.get("supersedes"):
        old = facts["supersedes"]
        said.append(("supersedes", "재발급 / Re-issue", f"제 {old}호를 대신합니다. / It supersedes No. {old}."))
    return said


def _form(form: list[dict[str, Any]]) -> str:
    names = [(*KINDS.get(line["kind"], (line["kind"], line["kind"])), line["items"]) for line in form]
    korean = ", ".join(f"{ko} {items}문항" for ko, _, items in names)
    english = ", ".join(f"{en}: {items}" for _, en, items in names)
    return f"{korean}. / {english}."


def _bank(facts: Facts) -> str:
    korean, english = PEDIGREES[facts["pedigree"]]
    version = f"{facts['bank']}, {facts['bank_version']}" if facts.get("bank_version") else facts["bank"]
    return f"{version} ({facts['pedigree']}). {korean} / {english}"


def _conditions(conditions: dict[str, Any]) -> str:
    if not conditions["supervised"]:
        return "감독 없이 응시했고 신분을 확인하지 않았습니다. / Unsupervised; identity not seen."
    by, seen = conditions["by"], ("신분을 확인하지 않았습니다.", "identity not seen")
    if conditions["identity_seen"]:
        seen = ("신분을 확인했습니다.", "identity seen")
    return f"감독: {by}. {seen[0]} / Supervised by {by}; {seen[1]}."


def _qualification(qualification: dict[str, Any]) -> str:
    notice = qualification["notice"]
    number = qualification["registration"]
    return f"등록번호 {number}. {notice['ko']} / Registration {number}. {notice['en']}"
