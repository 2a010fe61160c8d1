"""What a holder takes along is valid JSON Resume, says what schema.org knows, and holds nothing that the page hides."""

import json
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest

from curriculum_app.accounts import facts
from curriculum_app.accounts.facts import Document, Proof, Sort
from curriculum_app.database import db, utc_now
from tests.talent.showing import answer, certified, edition_of, enrolled

SCHEMA = Path(__file__).parents[1] / "interop/node_modules/@jsonresume/schema/schema.json"


@pytest.fixture
def holder(browser, person):
    """Somebody with a certificate, 25 answers, and a fact of each sort, the degree seen."""
    account, staff = person("김하늘"), person("직원")
    enrolment, mark = enrolled(account), edition_of("mark")
    for _ in range(25):
        answer(enrolment, mark, score=0.8, seconds=40, item_id=uuid4())
    certified(account, level="reviewer", found={"planted": 19, "found": 7, "false_alarms": 3, "clean": 21}, questions=30)
    now = utc_now()
    for sort, name, grade, hours in (
        (Sort.LANGUAGE, "en", "C1", None), (Sort.LANGUAGE, "ko", "native", None), (Sort.DEGREE, "언어학", "master", None),
        (Sort.LICENCE, "간호사", "", None), (Sort.HOURS, "번역", "", 300),
    ):  # fmt: skip
        fact = facts.declare(account.id, sort, name, grade, hours, now)
        if sort == Sort.DEGREE:
            facts.ask(fact, now)
            facts.mark(fact, Proof.DOCUMENT_SEEN, Document.CERTIFICATE, staff.id, None, now)
    db.session.commit()
    return browser().sign_in(account)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_resume_is_valid_json_resume(holder, language):
    if not SCHEMA.is_file():
        pytest.skip("script/setup --tests brings the schema of JSON Resume")
    holder.post("/language", {"language": language})
    resume = holder.get("/talent/mine/resume.json").json
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(resume)
    unknown = resume.keys() - schema["properties"].keys()
    assert not unknown
    for part in ("certificates", "education", "skills", "languages", "work"):
        for entry in resume[part]:
            assert not entry.keys() - schema["properties"][part]["items"]["properties"].keys()


def test_the_resume_says_what_the_record_says(holder):
    resume = holder.get("/talent/mine/resume.json").json
    assert resume["basics"]["name"] == "김하늘"
    assert resume["education"] == [{"area": "언어학", "studyType": "석사"}]
    assert {entry["fluency"] for entry in resume["languages"]} == {"CEFR C1 (본인 진술)", "모국어 (본인 진술)"}
    assert resume["certificates"][0]["name"] == "시험 과정 · 리뷰어"
    assert resume["certificates"][1]["name"] == "간호사 (본인 진술)"
    assert resume["skills"][0]["level"] == "리뷰어"
    assert resume["skills"][0]["keywords"] == ["정답과의 일치 80%(95% 구간 61~91%, 문항 25개)"]
    assert resume["work"] == [{"position": "번역", "summary": "300 시간 (본인 진술)"}]


# https://schema.org/Person, https://schema.org/EducationalOccupationalCredential and what they inherit from Thing and CreativeWork.
PERSON = {"@context", "@type", "name", "email", "knowsAbout", "knowsLanguage", "hasCredential"}
CREDENTIAL = {"@type", "name", "identifier", "url", "credentialCategory", "dateCreated", "expires", "inLanguage", "recognizedBy",
              "educationalLevel", "description"}  # fmt: skip


def test_schema_org_names_a_person_with_credentials(holder):
    answered = holder.get("/talent/mine/schema-org.json")
    assert answered.mimetype == "application/ld+json"
    person = json.loads(answered.text)
    assert (person["@context"], person["@type"]) == ("https://schema.org", "Person")
    assert person.keys() <= PERSON
    certificate, degree, licence = person["hasCredential"]
    assert all(one["@type"] == "EducationalOccupationalCredential" and one.keys() <= CREDENTIAL for one in person["hasCredential"])
    assert certificate["educationalLevel"] == "리뷰어"
    assert certificate["url"].startswith("http")
    assert (degree["credentialCategory"], degree["description"]) == ("degree", "서류 확인")
    assert licence["credentialCategory"] == "license"


def test_our_own_format_is_whole_and_says_its_version(holder):
    record = holder.get("/talent/mine.json").json
    assert (record["format"], record["version"]) == ("talent-record", 1)
    assert len(record["facts"]) == 5
    assert record["certificates"][0]["level"] == "reviewer"
    assert record["skills"][0]["agreement"]["n"] == 25


def test_what_the_certificate_says_of_too_few_is_in_no_export_and_on_no_page(holder):
    assert "심은 오류 19개" not in holder.get("/talent/mine").text
    assert "19" not in str(holder.get("/talent/mine/resume.json").json["skills"])
    held = holder.get("/talent/mine.json").json["certificates"][0]
    assert held["errors"] is None
    assert held["clean_texts"] == {"clean": 21, "false_alarms": 3}


def test_every_key_of_our_own_format_is_documented(holder):
    described = Path(__file__).parents[2].joinpath("docs/talent-record.md").read_text()
    record = holder.get("/talent/mine.json").json
    keys = {*record, *record["certificates"][0], *record["skills"][0], *record["facts"][0]}
    assert {key for key in keys if f"`{key}`" not in described} == set()
