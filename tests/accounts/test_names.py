"""A name that no certificate could show is refused when it is typed, and the character is named."""

import pytest


@pytest.mark.parametrize(
    ("name", "character"), [("สมชาย", "ส (U+0E2A)"), ("김🙂하늘", "🙂 (U+1F642)"), ("김\u202e하늘", "(U+202E)")]
)
def test_a_name_no_typeface_has_is_refused_with_the_character(browser, person, name, character):
    here = browser()
    answer = here.post("/sign-up", {"name": name, "email": "a@example.org", "password": "a long password"})
    assert answer.status_code == 422
    assert f"증서 글꼴에 없는 글자입니다: {character}" in answer.text
    account = person()
    here.sign_in(account)
    for form in ({"name": name, "name_latin": ""}, {"name": "김하늘", "name_latin": name}):
        answer = here.post("/profile", {**form, "language": "ko"})
        assert answer.status_code == 422
        assert character in answer.text
    assert account.name == "김하늘"


@pytest.mark.parametrize("name", ["洪吉童", "홍길동(洪吉童)", "Nguyễn Đặng Hải", "Łukasz O’Neil"])
def test_korean_chinese_and_latin_names_are_taken(browser, person, name):
    account = person()
    assert (
        browser().sign_in(account).post("/profile", {"name": name, "name_latin": "", "language": "ko"}).status_code
        == 302
    )
    assert account.name == name
