"""What a certificate is called: a level only where all that it takes is there, 자격증 only where one is registered."""

from datetime import timedelta

import pytest

from curriculum_app.content.schemas import CertificateTerms
from curriculum_app.credentials import dressing, rendering
from curriculum_app.credentials.eligibility import Given, Shown, given, may_be_expert
from curriculum_app.database import db, utc_now
from curriculum_app.organisations import branding
from curriculum_app.organisations.branding import Registration, Signing
from curriculum_app.organisations.models import Organisation, OrganisationKind, PictureUse
from tests.credentials.school import FACTS
from tests.organisations.test_pictures import svg

WATCHED, ALONE = (
    {"conditions": {"supervised": watched, "by": "", "identity_seen": watched}} for watched in (True, False)
)
EXPERT = {**WATCHED, "pedigree": "expert-approved"}
DEGREE = [Shown("degree", "document seen")]


def terms(level=None, kind=None, **more):
    return CertificateTerms(kind=kind or ("level" if level else "completion"), level=level, **more)


GIVEN = [
    (terms(), ALONE, [], Given("completion", None)),
    (terms(kind="course"), ALONE, [], Given("completion", None)),
    (terms(kind="course"), WATCHED, [], Given("course", None)),
    (terms("reviewer"), WATCHED, [], Given("level", "reviewer")),
    (terms("associate"), WATCHED, [], Given("level", "associate")),
    (terms("reviewer"), ALONE, [], Given("completion", None)),
    (terms("reviewer"), {}, [], Given("completion", None)),
    (terms("domain-expert"), EXPERT, DEGREE, Given("level", "domain-expert")),
    (terms("domain-expert"), EXPERT, [Shown("licence", "issuer confirmed")], Given("level", "domain-expert")),
    (terms("domain-expert"), EXPERT, [], Given("completion", None)),
    (terms("domain-expert"), EXPERT, [Shown("degree", "self-declared")], Given("completion", None)),
    (terms("domain-expert"), EXPERT, [Shown("language", "document seen")], Given("completion", None)),
    (terms("domain-expert"), {**WATCHED, "pedigree": "blind-checked"}, DEGREE, Given("completion", None)),
    (terms("domain-expert"), {**ALONE, "pedigree": "expert-approved"}, DEGREE, Given("completion", None)),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "facts", "shown", "is_given"), GIVEN)
def test_a_level_is_given_where_everything_for_it_is_there_and_else_a_certificate_of_completion(
    asked, facts, shown, is_given
):
    assert given(asked, facts, shown) == is_given


def test_an_expert_needs_an_approved_bank_and_a_paper_that_was_seen():
    assert may_be_expert("expert-approved", DEGREE)
    assert not may_be_expert("expert-approved", [])
    assert not may_be_expert(None, DEGREE)


@pytest.fixture
def school(app, person):
    made = Organisation(name_ko="한빛", name_en="Hanbit", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.flush()
    made.by = person("강사").id
    return made


REGISTERED = Registration("2026-001234", "등록한 민간자격입니다.", "A registered private qualification.")


def test_it_is_called_a_qualification_only_where_one_is_registered_and_a_level_is_given(school):
    assert (
        dressing.dressed({**FACTS, **WATCHED}, terms("reviewer"), school)["title"]["ko"] == "인증서, AI 트레이너 리뷰어"
    )
    branding.register(school, REGISTERED, school.by)
    made = dressing.dressed({**FACTS, **WATCHED}, terms("reviewer"), school)
    assert made["title"] == {
        "ko": "자격증, AI 트레이너 리뷰어",
        "en": "Certificate of qualification, AI Trainer Reviewer",
    }
    assert made["qualification"]["registration"] == "2026-001234"
    for facts, asked in ((WATCHED, terms()), (WATCHED, terms(kind="course")), (ALONE, terms("reviewer"))):
        made = dressing.dressed({**FACTS, **facts}, asked, school)
        assert "자격증" not in made["title"]["ko"]
        assert made["qualification"] is None


def test_it_names_the_kinds_of_the_exam_in_both_languages(app):
    made = dressing.dressed({**FACTS, "form": [{"kind": "hallucination_spans", "items": 3}]}, terms(), None)
    assert made["form"] == [
        {"kind": "hallucination_spans", "items": 3, "ko": "환각 찾기", "en": "Finding hallucinations"}
    ]


def test_who_signs_and_the_pictures_are_fixed_when_it_is_issued(school):
    now = utc_now()
    branding.sign_as(school, Signing("한빛 원장", "Director", "김한별", "Kim Hanbyeol"), school.by)
    first = branding.put_picture(school, PictureUse.SEAL, svg('<path d="M0 0h9v9z"/>'), school.by, now)
    made = dressing.dressed(FACTS, terms(orientation="landscape"), school)
    assert (made["head"]["ko"], made["pictures"], made["orientation"]) == (
        "김한별",
        {"seal": first.sha256},
        "landscape",
    )
    branding.put_picture(school, PictureUse.SEAL, svg('<circle r="9"/>'), school.by, now + timedelta(days=1))
    branding.sign_as(school, Signing("다른 원장", "Director", "", ""), school.by)
    kept = dressing.pictures(made, school.id)
    assert b"path" in kept["seal"].data
    assert "picture:seal" in rendering.html(made, "https://school.example/x", kept)
    assert "김한별" in rendering.html(made, "https://school.example/x", kept)


def test_a_picture_that_is_gone_stops_the_print(school):
    with pytest.raises(LookupError):
        dressing.pictures({"pictures": {"seal": "0" * 64}}, school.id)
