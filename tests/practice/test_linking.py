"""Links, claims and boxes through the pages: posted without JavaScript, graded, shown with gold, refused by the field."""

import pytest

from tests.practice.tour import PAGE, TOUR, course_with, hand_in, item, result

ITEMS = [f"{kind}-{number}" for kind in ("relations", "claim-check", "boxes") for number in (1, 2)]


@pytest.fixture
def tour(app, tmp_path, trainee):
    """A trainee in the sample course with the items of these kinds."""
    with course_with(tmp_path, ITEMS):
        yield trainee


def linked(*links):
    return {f"links-{n}-{end}": link[end] for n, link in enumerate(links) for end in ("head", "type", "tail")}


def judged(name, **changed):
    said = {**item(name)["gold"]["claims"], **changed}
    return {f"claims-{c}-verdict": one["verdict"] for c, one in said.items()} | {
        f"claims-{c}-evidence": list(map(str, one["evidence"][0])) for c, one in said.items() if "evidence" in one
    }


def drawn(*boxes):
    sides = ("x", "y", "width", "height")
    rows = ({**dict(zip(sides, box["box"], strict=True)), "label": box["label"]} for box in boxes)
    return {f"boxes-{n}-{side}": str(value) for n, row in enumerate(rows) for side, value in row.items()}


def test_links_are_shown_with_gold_and_refused_by_their_row(tour):
    page = tour.get(PAGE + "relations-1").text
    assert 'name="links-15-tail"' in page
    assert "누리모터" in page
    gold = item("relations-1")["gold"]["links"]
    page = result(tour, "relations-1", linked({**gold[0], "head": "e3", "tail": "e1"}, *gold[1:]))
    assert "<strong>92</strong>" in page
    assert gold[0]["reason"] in page
    refused = hand_in(tour, "relations-1", linked(gold[0], {"head": "e1", "type": "", "tail": "e5"}))
    assert refused.status_code == 422
    assert 'href="#links-1"' in refused.text
    assert '<option value="e5" selected>' in refused.text


def test_suggestions_stand_in_the_rows_to_begin_with(tour):
    page = tour.get(PAGE + "relations-2").text
    assert page.count(" selected>") == 3 * len(item("relations-2")["suggested"]["links"])
    page = tour.get(PAGE + "boxes-2").text
    assert 'name="boxes-8-x" value="230"' in page


def test_claims_are_shown_with_their_proof_and_refused_by_their_claim(tour):
    page = result(tour, "claim-check-2", judged("claim-check-2", c1={"verdict": "refuted", "evidence": [[1, 2]]}))
    assert "<strong>90</strong>" in page
    assert "1, 2 / 2, 3 / 1, 3" in page
    said = judged("claim-check-1")
    del said["claims-c4-verdict"]
    refused = hand_in(tour, "claim-check-1", said)
    assert refused.status_code == 422
    assert 'href="#claims-c4-verdict"' in refused.text
    assert 'id="claims-c4-verdict"' in refused.text
    assert 'name="claims-c1-evidence" value="6" checked' in refused.text


def test_the_picture_travels_and_the_result_shows_both_sides_on_it(tour):
    page = tour.get(PAGE + "boxes-1").text
    address = page.split('<image href="')[1].split('"')[0]
    picture = tour.get(address)
    assert picture.status_code == 200
    assert picture.data == (TOUR / "boxes-1.svg").read_bytes()
    page = result(
        tour,
        "boxes-1",
        drawn({"box": [120, 176, 40, 108.5], "label": "person"}, {"box": [300, 10, 40, 20], "label": "car"}),
    )
    assert f'<image href="{address}"' in page
    assert '<rect class="gold" x="120" y="176" width="40" height="110"/>' in page
    assert '<rect class="mine" x="120" y="176" width="40" height="108.5"/>' in page
    assert page.count('<rect class="gold"') == 6


def test_a_box_that_cannot_be_is_refused_by_its_row_and_stays_as_it_was_typed(tour):
    data = {
        "boxes-0-x": "630",
        "boxes-0-y": "10",
        "boxes-0-width": "40",
        "boxes-0-height": "tall",
        "boxes-0-label": "car",
    }
    refused = hand_in(tour, "boxes-1", data)
    assert refused.status_code == 422
    assert 'href="#boxes-0-height"' in refused.text
    assert 'id="boxes-0-height" name="boxes-0-height" value="tall"' in refused.text
    refused = hand_in(tour, "boxes-1", {**data, "boxes-0-height": "30"})
    assert 'href="#boxes-0-x"' in refused.text
