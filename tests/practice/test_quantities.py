"""A typed quantity is read aloud before it is handed in, as the grading reads it."""

import pytest

from curriculum_app.grading.quantities import read_quantity
from curriculum_app.practice.quantity_views import shown_number, shown_unit


@pytest.fixture
def said(trainee):
    return lambda text: trainee.get("/quantities", query_string={"text": text}).json


def test_number_and_unit_are_said_apart_in_the_language_of_the_page(said):
    assert said("3만 5천 원") == {"read": True, "said": "읽은 값: 수 35,000, 단위 원"}
    assert said("1시간 30분") == {"read": True, "said": "읽은 값: 수 1.5, 단위 시간 (h)"}
    assert said("12.5") == {"read": True, "said": "읽은 값: 수 12.5, 단위 없음"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("삼십", "수로 읽을 수 없습니다."),
        ("", "수로 읽을 수 없습니다."),
        ("1" * 30, "수가 너무 깁니다."),
        ("3 두름", "단위를 알 수 없습니다."),
        ("<b>5</b>", "수로 읽을 수 없습니다."),
        ("9" * 100_000, "수가 너무 깁니다."),
    ],
)
def test_what_cannot_be_read_is_said_with_the_reason(said, text, why):
    answer = said(text[:3000])
    assert answer["read"] is False
    assert answer["said"].startswith(why)


@pytest.mark.parametrize(
    ("text", "number", "korean", "english"),
    [
        ("1.5 km", "1.5", "킬로미터 (km)", "kilometer (km)"),
        ("30 m2", "30", "m²", "m²"),
        ("60 km/h", "60", "km/h", "km/h"),
        ("9.8 m/s^2", "9.8", "m/s²", "m/s²"),
        ("5%", "5", "퍼센트 (%)", "percent (%)"),
        ("2년", "2", "년", "year"),
        ("33평", "33", "평", "pyeong"),
        ("3 hours", "3", "시간 (h)", "hour (h)"),
        ("1억 2,000만 명", "120,000,000", "명", "people"),
        ("5 마리", "5", "마리", "animal"),
        ("2 kWh", "2", "kWh", "kilowatt hour (kWh)"),
        ("2 m-1", "2", "1/m", "1/m"),
        ("-3 °C", "-3", "섭씨 (°C)", "degree Celsius (°C)"),
    ],
)
def test_numbers_and_units_are_written_as_people_write_them(text, number, korean, english):
    read = read_quantity(text)
    assert shown_number(read.number) == number
    assert (shown_unit(read.unit, "ko"), shown_unit(read.unit, "en")) == (korean, english)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0.0, "0"), (1e16, "1e+16"), (0.0000001, "1e-07"), (1234.5, "1,234.5"), (1 / 3, "0.3333333333")],
)
def test_an_exponent_stands_only_where_digits_would_not_be_read(number, shown):
    assert shown_number(number) == shown


def test_nobody_reads_quantities_without_signing_in(browser):
    assert browser().get("/quantities?text=5", headers={"Accept": "application/json"}).status_code == 401
