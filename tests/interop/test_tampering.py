"""What is tampered with fails: with ours always, with verifiers that are not ours wherever they look. What is good passes everywhere."""

import json
import shutil
import subprocess
from random import Random

import pytest

from tests.interop import strangers, tampering
from tests.interop.issuing import NEW, School
from tests.interop.tampering_pdfs import PDFS
from tests.interop.tampering_tokens import TOKENS


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A school with a certificate as of today, one as of the first day, one that is revoked, and another school beside it."""
    here = School(tmp_path_factory.mktemp("school"))
    here.foreign = School(tmp_path_factory.mktemp("foreign"), "https://elsewhere.example")
    here.issued, here.other = here.issue(1, 11, **NEW), here.issue(2, 12, **NEW, name="이새봄")
    here.first, here.revoked = here.issue(3, 13), here.issue(4, 666, **NEW)
    return here


def refusing(found):
    """Who refuses, of those who read documents."""
    by_vc = found["vc"]["verified"] and all(one["status"] is False for one in found["vc"]["status"])
    steps = found["dcc"]["steps"]
    by_dcc = len(steps) >= 3 and all(value is True for value in steps.values())
    return {name for name, passed in (("vc", by_vc), ("dcc", by_dcc)) if not passed}


@pytest.fixture(scope="module")
def documents(school):
    """Every tampered document by its name, with who looks at it."""
    document, other = school.issued.document, school.other.document
    made = {name: (change(document, other), looks) for name, (change, looks) in tampering.DOCUMENTS.items()}
    made |= {name: (forge(document, school), looks) for name, (forge, looks) in tampering.FORGED.items()}
    for path, value in tampering.leaves(document):
        name = "changed: " + ".".join(map(str, path))
        made[name] = tampering.put(document, path, tampering.another(value)), tampering.BOTH
    return made


@pytest.fixture(scope="module")
def judged(school, documents):
    """What strangers say of them."""
    cases = {name: document for name, (document, _) in documents.items()}
    return strangers.verify(cases, school.did_document, {school.list_url: school.status_list})


def forms(issued):
    return {"json": issued.json, "jwt": issued.jwt, "pdf": issued.pdf}


def test_what_is_good_passes_everywhere(school):
    for issued in (school.issued, school.other, school.first):
        assert {form: school.says(data) for form, data in forms(issued).items()} == dict.fromkeys(("json", "jwt", "pdf"), "valid")
    good = {"new": school.issued.document, "of the first day": school.first.document}
    for found in strangers.verify(good, school.did_document, {school.list_url: school.status_list}).values():
        assert refusing(found) == set(), found
        assert found["dcc"]["steps"] == dict.fromkeys(("valid_signature", "expiration", "revocation_status", "registered_issuer"), True)
    told = strangers.node("tokens.mjs", cases={"new": school.issued.jwt.decode()}, did=school.did_document)["new"]
    assert told["claims"] == json.loads(json.dumps(school.issued.unsigned)) | {
        name: told["claims"][name] for name in ("iss", "jti", "nbf", "exp")
    }


def test_a_revoked_one_is_revoked_with_ours_and_with_theirs(school):
    assert {school.says(data) for data in forms(school.revoked).values()} == {"revoked"}
    found = strangers.verify({"it": school.revoked.document}, school.did_document, {school.list_url: school.status_list})["it"]
    assert refusing(found) == {"vc", "dcc"}
    assert found["vc"]["status"] == [{"status": True}]
    assert found["dcc"]["steps"]["revocation_status"] is False


def test_a_tampered_document_fails_with_ours_and_with_whoever_looks(school, documents, judged):
    assert len(documents) > 100
    wrong = {}
    for name, (document, looks) in documents.items():
        ours = school.says(json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
        if ours == "valid" or refusing(judged[name]) != set(looks.split()) - {"ajv"}:
            wrong[name] = (ours, judged[name])
    assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


@pytest.mark.skipif(not strangers.SCHEMA.exists(), reason="the schema of 1EdTech is not at hand")
def test_the_schema_accepts_every_good_document_and_refuses_what_has_another_shape(school, documents):
    good = {"good: new": school.issued.document, "good: of the first day": school.first.document}
    cases = {name: documents[name][0] for name in (*tampering.DOCUMENTS, *tampering.FORGED)}
    told = strangers.node("schema.mjs", schema=json.loads(strangers.SCHEMA.read_text()), cases=good | cases)
    assert "2-tuple" in told["refused"], "strict mode refuses one thing of the schema itself: that its tuple of contexts is open"
    refused = {name for name, errors in told["cases"].items() if errors}
    assert refused == {name for name in cases if "ajv" in documents[name][1]}


@pytest.mark.parametrize("change", tampering.BYTES.values(), ids=tampering.BYTES)
def test_a_file_written_in_another_way_fails_though_it_says_the_same(school, change):
    data = change(school.issued.json)
    assert data != school.issued.json
    assert json.loads(data) == json.loads(school.issued.json)
    assert school.says(data) == "broken"


@pytest.mark.parametrize("change", tampering.UNREADABLE.values(), ids=tampering.UNREADABLE)
def test_a_file_that_does_not_say_one_thing_is_no_certificate(school, change):
    assert change(school.issued.json) != school.issued.json
    assert school.says(change(school.issued.json)) in {"no_json", "no_certificate"}


def test_a_tampered_token_fails_with_ours_and_with_jose(school):
    cases = {name: change(school.issued.jwt, school) for name, (change, _) in TOKENS.items()}
    assert school.issued.jwt not in cases.values()
    found = strangers.node("tokens.mjs", cases={name: token.decode() for name, token in cases.items()}, did=school.did_document)
    wrong = {
        name: (school.says(token), found[name])
        for name, token in cases.items()
        if school.says(token) == "valid" or found[name]["verified"] == ("jose" in TOKENS[name][1])
    }
    assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


@pytest.fixture(scope="module")
def trusting(school, tmp_path_factory):
    """Calls pdfsig, which trusts the school's authority and nobody else."""
    for tool, package in {"pdfsig": "poppler-utils", "certutil": "libnss3-tools", "qpdf": "qpdf"}.items():
        if not shutil.which(tool):
            pytest.skip(f"script/setup --tests installs {package}")
    folder, file = tmp_path_factory.mktemp("nss"), tmp_path_factory.mktemp("pdf") / "it.pdf"
    authority = folder / "authority.pem"
    authority.write_bytes(b"".join(school.authorities))
    run = ["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"]
    subprocess.run(run, check=True, capture_output=True)
    add = ["certutil", "-A", "-d", f"sql:{folder}", "-n", "school", "-t", "CT,C,C", "-i", authority]
    subprocess.run(add, check=True, capture_output=True)

    def accepts(pdf):
        """Whether every signature is whole, valid and trusted; the words count, not the exit code."""
        file.write_bytes(pdf)
        told = subprocess.run(["pdfsig", "-nssdir", f"sql:{folder}", file], capture_output=True, text=True, timeout=60).stdout
        words = ("Total document signed", "Signature is Valid.", "Certificate is Trusted.")
        signatures = told.count("Signature #")
        return signatures > 0 and all(told.count(word) == signatures for word in words)

    return accepts


def test_a_tampered_pdf_fails_with_ours_and_with_pdfsig(school, trusting):
    assert trusting(school.issued.pdf)
    wrong = {}
    for name, (change, looks) in PDFS.items():
        data = change(school.issued, school)
        assert data != school.issued.pdf, name
        if school.says(data) == "valid" or trusting(data) == ("pdfsig" in looks):
            wrong[name] = (school.says(data), trusting(data))
    assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


@pytest.mark.long
def test_of_a_thousand_random_bytes_of_a_token_none_goes_unnoticed(school):
    chance = Random(7)
    for _ in range(1000):
        data = bytearray(school.issued.jwt)
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        assert school.says(bytes(data)) != "valid", place
