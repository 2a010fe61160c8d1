"""Consents are apart, off at first, provable, limited in time where they say so, and withdrawn at once."""

from datetime import UTC, datetime, timedelta

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts import consent_texts, consents
from curriculum_app.accounts.models import Consent, Ending, Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused

# The SHA-256 of every text that was ever in use. A text is never changed: a new wording is a new file, and a new line here.
FROZEN = {
    "notices_by_mail.2026-11-25.en": "700b2b2cf42f2ffeb4716d4e6b9ea74b239ef0d073fa808b11981c8e4fc188f4",
    "notices_by_mail.2026-11-25.ko": "85e7677c1ca6d2694b3d67ff051836f2def82a706b548415b5482bea4c0b910f",
    "notices_by_mail.2026-11.en": "65f722278289925ba8ae10deb9ce89d0f44b9cf8d2c0394b789edb01220d40c3",
    "notices_by_mail.2026-11.ko": "0bab14e972a21a475965e19fd7d69427948a346fc80147adba74492c84bc39db",
    "public_verification.2026-11-25.en": "bd674ae0612ef42bc19b93db7ca70fe8e6c6a3a85e29977e46ad68b61ed344ac",
    "public_verification.2026-11-25.ko": "de550ab99191c11315720531514fe7c2d4344910482dc62c7cf93d4bffd02f4d",
    "public_verification.2026-11.en": "1ae5519843e5485e9faa5730864e305e48b4e8895b12082ae04d0beb78f375b6",
    "public_verification.2026-11.ko": "6863b35a72ed063e48546ece709794f6cb87fb479565ee1291e4a3fba9c7f879",
    "research.2026-11-25.en": "0de7db47549255e464f5826c790c1582722e8db36e6383b16c64e4356e6ca3ff",
    "research.2026-11-25.ko": "87770ce0d790088fd2422e1016f913cd8a4f1c173ddc55875ed6f10370971ec8",
    "reveal.2026-11-25.en": "b0b5ad1a9f9219322fb4fd0843e728328860f757d7234276af36005f615b1e42",
    "reveal.2026-11-25.ko": "2f7ab6148ea1a0dda1834b5e10bc57d5b250f43ecc508c12a59f2c9ba5a32102",
    "talent_pool.2026-11-25.en": "6b90c042f196ff077e3e38f7c7f3f4264c4093a7c1b67ff26cf5a97df9b6918e",
    "talent_pool.2026-11-25.ko": "0dd443f1d305c8c62716a36f0218a0021a685f1a2e0d974ebbf84f6e697afb96",
    "talent_pool.2026-11.en": "7464502bc5656afb39ff581f5390532e828e9a1d6e769aa5111b17ab855ebab2",
    "talent_pool.2026-11.ko": "27a47e72d48e939cdb53133fb48b4340d0de7866f252a61443c6cc327ea223ab",
    "work_samples.2026-11-25.en": "e021e198b09efed887f1190206374a80ad0642dd0f57e9271a5ffabfc3072137",
    "work_samples.2026-11-25.ko": "92d78d3798ebba69812190c125bd498a2a3c17824d7d2b1ebf6ba0da2ba7a2b9",
}  # fmt: skip


def test_a_text_once_in_use_is_never_changed():
    assert {f"{text.purpose}.{text.version}.{text.language}": text.sha256 for text in consent_texts.every().values()} == FROZEN


def test_every_purpose_is_asked_in_both_languages_by_the_same_version():
    for purpose in Purpose:
        korean, english = (consent_texts.newest(purpose, language) for language in consent_texts.LANGUAGES)
        assert korean.version == english.version
        assert korean.paragraphs != english.paragraphs


def test_nothing_is_agreed_at_first_and_each_is_given_apart(browser, person):
    account = person()
    here = browser().sign_in(account)
    assert consents.in_force(account.id) == frozenset()
    assert "checked" not in here.get("/profile/consents").text
    for purpose in consents.ON_THE_PAGE:
        here.post("/profile/consents", {purpose: "y"})
        assert consents.in_force(account.id) == {purpose}
    here.post("/profile/consents")
    assert consents.in_force(account.id) == frozenset()


def test_a_reveal_is_not_given_on_the_page_of_all_purposes(browser, person):
    account = person()
    browser().sign_in(account).post("/profile/consents", {"reveal": "y"})
    assert db.session.query(Consent).count() == 0


def test_what_was_agreed_stays_on_record_with_its_text_and_page(browser, person):
    account = person()
    here = browser().sign_in(account)
    here.get("/profile/consents")
    shown = consent_texts.shown("en")
    here.post("/profile/consents", {"talent_pool": "y", "shown": shown})
    here.post("/profile/consents")
    kept = db.session.query(Consent).filter_by(account_id=account.id).one()
    text = consent_texts.newest(Purpose.TALENT_POOL, "en")
    assert (kept.text_version, kept.text_language, kept.text_hash) == (text.version, "en", text.sha256)
    assert kept.page == "/profile/consents"
    assert kept.given_at <= kept.withdrawn_at
    assert kept.ending == Ending.WITHDRAWN
    page = here.get("/profile/consents").text
    assert text.sha256[:12] in page
    wording = here.get(f"/profile/consents/talent_pool/{text.version}.en").text
    assert text.sha256 in wording
    assert text.paragraphs[0] in wording.replace("&#39;", "'")


@pytest.mark.parametrize("path", ["talent_pool/1999-01-01.ko", "nothing/2026-11.ko", "talent_pool/2026-11", "talent_pool/2026-11.fr"])
def test_a_wording_there_never_was_is_unknown(browser, person, path):
    assert browser().sign_in(person()).get(f"/profile/consents/{path}").status_code == 404


def test_nobody_agrees_to_a_text_that_was_not_on_the_page(browser, person):
    here = browser().sign_in(person())
    assert here.post("/profile/consents", {"talent_pool": "y", "shown": "0" * 64}).status_code == 409
    assert db.session.query(Consent).count() == 0


def test_the_pool_is_for_twelve_months_and_leap_days_are_none():
    assert consents._years_on(datetime(2028, 2, 29, tzinfo=UTC), 1) == datetime(2029, 2, 28, tzinfo=UTC)
    assert consents._years_on(datetime(2026, 11, 25, 3, tzinfo=UTC), 1) == datetime(2027, 11, 25, 3, tzinfo=UTC)


def rounds():
    consents.look_at_the_clock()
    db.session.commit()
    while jobs.run_waiting():
        pass


def letters(account):
    return [letter["Subject"] for letter in mail.laid_down(100) if letter["To"] == account.email]


def test_thirty_days_before_the_end_one_is_told_once_and_at_the_end_asked_again(app, person, browser):
    account, other = person(), person()
    for one in (account, other):
        consents.choose(one.id, [Purpose.TALENT_POOL, Purpose.RESEARCH], utc_now())
    mine = db.session.query(Consent).filter_by(account_id=account.id, purpose=Purpose.TALENT_POOL).one()
    mine.expires_at = utc_now() + timedelta(days=31)
    rounds()
    assert letters(account) == []
    mine.expires_at = utc_now() + timedelta(days=29)
    rounds()
    rounds()
    assert letters(account) == ["인재 풀 기한이 곧 끝납니다"]
    assert "12개월 더 동의하기" in browser().sign_in(account).get("/profile/consents").text
    mine.expires_at = utc_now() - timedelta(seconds=1)
    db.session.commit()
    assert consents.in_force(account.id) == {Purpose.RESEARCH}  # before any round
    rounds()
    rounds()
    assert letters(account) == ["인재 풀에서 빠졌습니다", "인재 풀 기한이 곧 끝납니다"]
    db.session.refresh(mine)
    assert (mine.ending, mine.withdrawn_at) == (Ending.EXPIRED, mine.expires_at)
    assert letters(other) == []


def test_one_agrees_again_in_the_last_thirty_days_and_not_before(person):
    account, now = person(), utc_now()
    consents.choose(account.id, [Purpose.TALENT_POOL], now)
    with pytest.raises(Refused, match="too_early_to_renew"):
        consents.renew(account.id, Purpose.TALENT_POOL, now, language="ko", page="x")
    late = now + timedelta(days=350)
    consents.renew(account.id, Purpose.TALENT_POOL, late, language="ko", page="x")
    old, new = db.session.query(Consent).order_by(Consent.given_at).all()
    assert (old.ending, old.withdrawn_at) == (Ending.RENEWED, late)
    assert new.expires_at == consents._years_on(late, 1)


def test_what_ran_out_unnoticed_can_be_given_anew(person):
    account, now = person(), utc_now()
    consents.choose(account.id, [Purpose.TALENT_POOL], now - timedelta(days=400))
    assert consents.in_force(account.id, now) == frozenset()
    consents.choose(account.id, [Purpose.TALENT_POOL], now)
    assert consents.in_force(account.id, now) == {Purpose.TALENT_POOL}
    assert db.session.query(Consent).filter_by(ending=Ending.EXPIRED).count() == 1


def test_signals_tell_who_and_what(person):
    told, account = [], person()

    def note(sender, **what):
        told.append((sender, what["purpose"], what["organisation_id"]))

    with consents.given.connected_to(note), consents.withdrawn.connected_to(note):
        consents.choose(account.id, [Purpose.TALENT_POOL], utc_now())
        consents.choose(account.id, [], utc_now())
    assert told == [(account.id, Purpose.TALENT_POOL, None)] * 2
