"""The closed lists trainees choose from. Their names, definitions and examples stand in courses/taxonomies.yaml."""

from enum import StrEnum


class HallucinationType(StrEnum):
    """After FAVA, RAGTruth and HaluQuestQA; the last three are our own."""

    ENTITY = "entity"
    RELATION = "relation"
    NUMBER_DATE_UNIT = "number_date_unit"
    CONTRADICTS_WORLD = "contradicts_world"
    CONTRADICTS_SOURCE = "contradicts_source"
    UNSUPPORTED_BY_SOURCE = "unsupported_by_source"
    INVENTED = "invented"
    UNVERIFIABLE = "unverifiable"
    SUBJECTIVE_AS_FACT = "subjective_as_fact"
    FABRICATED_CITATION = "fabricated_citation"
    SELF_CONTRADICTION = "self_contradiction"
    QUESTION_MISREAD = "question_misread"


class Severity(StrEnum):
    """How much harm an error does, in rising order; as in MQM."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class CritiqueCategory(StrEnum):
    """What is wrong with an expert's answer."""

    FACTUALITY = "factuality"
    COMPLETENESS = "completeness"
    RELEVANCE = "relevance"
    REASONING = "reasoning"
    REFERENCES = "references"
    INSTRUCTION_FOLLOWING = "instruction_following"
    SAFETY = "safety"
    STYLE_REGISTER = "style_register"


class Overall(StrEnum):
    """The verdict on a whole answer, from good to bad."""

    ACCEPTABLE = "acceptable"
    NEEDS_REVISION = "needs_revision"
    UNACCEPTABLE = "unacceptable"


def closeness(mine: StrEnum, gold: StrEnum, one_off: float = 0.5) -> float:
    """1 for the same grade of an ordered list, `one_off` for a neighbour, else 0."""
    order = list(type(gold))
    return {0: 1.0, 1: one_off}.get(abs(order.index(mine) - order.index(gold)), 0.0)
