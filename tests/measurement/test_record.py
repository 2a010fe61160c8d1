"""A figure of fewer than twenty cases is not made, and those that are made are what measurement says."""

from datetime import date

from curriculum_app.measurement.record import LEAST, Judged, Judgement, by_skill, figures

DAY = date(2026, 3, 2)


def answers(n, **more):
    return [Judged(**{"on": DAY, "skills": ("find",), "credit": 1.0, **more}) for _ in range(n)]


def test_nineteen_say_nothing_but_their_number_and_twenty_speak():
    few, enough = figures(answers(19, seconds=60, planted=1, found=1)), figures(answers(20, seconds=60, planted=1, found=1))
    assert few["agreement"] == few["errors"] == few["seconds"] == {"n": 19}
    assert enough["agreement"]["value"] == 1.0
    assert enough["errors"]["found"] == 20
    assert enough["seconds"] == {"n": 20, "median": 60}


def test_a_small_number_of_planted_errors_is_hidden_however_many_texts_there_are():
    made = figures(answers(19, planted=0) + answers(6, planted=3, found=2))
    assert made["errors"] == {"n": 18}
    assert made["clean"] == {"n": 19}
    assert figures(answers(20, planted=0, alarms=1))["clean"] == {"n": 20, "false_alarms": 20}


def test_agreement_has_its_wilson_band():
    made = figures(answers(15) + answers(5, credit=0.0))["agreement"]
    assert made["value"] == 0.75
    assert (made["low"], made["high"]) == (0.531, 0.888)  # Wilson's interval for 15 of 20


def judged(pairs, scale="verdict", ordered=False):
    return [
        Judged(DAY, ("find",), 1.0, judgements=tuple(Judgement(scale, mine, gold, ordered) for mine, gold in item)) for item in pairs
    ]


def test_kappa_is_cohens_and_its_band_holds_it():
    item = [("a", "a"), ("b", "b"), ("a", "b")]
    made = figures(judged([item] * 10))["beyond_chance"]
    # Of 30: 20 alike (2/3); by chance (2/3·1/3 + 1/3·2/3) = 4/9; kappa = (2/3 − 4/9) / (1 − 4/9) = 0.4.
    assert made == {"scale": "verdict", "measure": "kappa", "n": 30, "value": 0.4, "low": 0.4, "high": 0.4}


def test_the_band_resamples_whole_items():
    alike, apart = [("a", "a"), ("b", "b")], [("a", "b"), ("b", "a")]
    made = figures(judged([alike] * 9 + [apart]))["beyond_chance"]
    assert made["value"] == 0.8
    assert made["low"] < 0.8 < made["high"] == 1.0


def test_levels_are_measured_by_ordinal_alpha():
    near, far = [("2", "3")], [("1", "5")]
    exact = [("1", "1"), ("3", "3"), ("5", "5")]
    ordinal = figures(judged([exact] * 8 + [near] * 4, "rating/5", True))["beyond_chance"]
    wild = figures(judged([exact] * 8 + [far] * 4, "rating/5", True))["beyond_chance"]
    assert ordinal["measure"] == "alpha"
    assert ordinal["value"] > wild["value"]


def test_too_few_judgements_or_none_give_no_kappa():
    assert figures(judged([[("a", "a")]] * 19))["beyond_chance"] == {"scale": "verdict", "measure": "kappa", "n": 19}
    assert figures(answers(30))["beyond_chance"] is None
    assert "value" not in figures(judged([[("a", "a")]] * 25))["beyond_chance"]  # one class only: chance agreement is complete


def test_an_answer_counts_for_each_of_its_skills():
    made = by_skill([*answers(LEAST), Judged(date(2026, 4, 1), ("find", "weigh"), 0.5)])
    assert made["find"]["n"] == LEAST + 1
    assert made["find"]["last_on"] == "2026-04-01"
    assert made["weigh"]["agreement"] == {"n": 1}
