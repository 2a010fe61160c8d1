"""A lesson's page: objectives, worked examples, contrasts, terms, and which worked examples there are."""

from curriculum_app.learning.catalogue import live

LESSON = "/courses/sample/lessons/basics"


def test_a_lesson_says_what_is_learned_and_how_long_it_takes(browser):
    page = browser().get(LESSON).text
    assert "표시하는 법을 압니다" in page
    assert "읽는 데 약 1분" in page
    assert "1분에 글자 350자 기준" in page


def test_steps_of_a_worked_example_open_without_a_script(browser):
    page = browser().get(LESSON).text
    assert 'id="worked-years"' in page
    assert page.count("<details><summary><span") == 2
    assert page.index("무엇이 다릅니까?") < page.index("연도가 다릅니다.") < page.index("무엇이라고 부릅니까?")


def test_what_belongs_stands_beside_what_only_looks_like_it(browser):
    page = browser().get(LESSON).text
    assert page.index("해당하는 예") < page.index("<p>1453년</p>") < page.index("비슷하지만 아닌 예") < page.index("같은 해입니다.")


def test_a_term_opens_its_definition_and_is_in_the_glossary(browser):
    here = browser()
    page = here.get(LESSON).text
    assert 'popovertarget="term-hallucination"' in page
    assert 'id="term-hallucination" popover' in page
    glossary = here.get("/glossary").text
    assert '<div id="term-hallucination">' in glossary
    assert "꾸며 낸 말입니다." in page
    assert "꾸며 낸 말입니다." in glossary


def test_the_glossary_speaks_both_languages(browser):
    here = browser()
    here.post("/language", {"language": "en"})
    assert "What is made up." in here.get("/glossary").text


def test_the_catalogue_knows_worked_examples_by_skill(app):
    for language in ("ko", "en"):
        assert live().lesson("sample", "basics", language).worked == (("worked-years", "연도 대조하기", ("find_errors",)),)


def test_a_result_links_to_a_worked_example_of_its_skill(trainee):
    answer = trainee.post("/courses/sample/practice/pick", {"chosen": "a", "key": "k"})
    assert f'href="{LESSON}#worked-years"' in trainee.get(answer.headers["Location"]).text


def test_editions_of_before_sections_are_still_shown(app, browser, monkeypatch):
    from curriculum_app.learning import queries

    kept = {"title": "옛 레슨", "objectives": ["읽습니다"], "html": "<h2>옛 글</h2>"}
    monkeypatch.setattr(queries, "edition_task", lambda _: kept)
    assert "<h2>옛 글</h2>" in browser().get(LESSON).text
