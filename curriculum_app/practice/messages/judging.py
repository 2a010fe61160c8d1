"""Words of the kinds that judge responses: rating, preferring, ranking; and of gold on which a panel disagrees."""

from flask_babel import lazy_gettext, ngettext

_ = lazy_gettext


def _rated(criteria: int, exact: int, near: int) -> str:
    """How many criteria were rated as the author did, and how many close to it."""
    return str(
        ngettext(
            "Of %(num)s criterion you rated %(exact)s as gold does and %(near)s close to it.",
            "Of %(num)s criteria you rated %(exact)s as gold does and %(near)s close to it.",
            int(criteria),
            exact=exact,
            near=near,
        )
    )


SENTENCES = {
    "criteria_rated": _rated,
    "criterion_unrated": _("Rate '%(criterion)s'."),
    "criterion_not_rated_here": _("The criterion '%(criterion)s' is not in this exercise."),
    "level_off_scale": _("The rating of '%(criterion)s' is not on the scale."),
    "preference_missing": _("Say which response is better."),
    "preference_not_offered": _("Choose one of the preferences offered."),
    "preference_reason_missing": _("Write why, in at least five letters."),
    "preferred_alike": _("You prefer what the author prefers, and as strongly."),
    "preferred_other_strength": _("You prefer what the author prefers, but not as strongly or more so."),
    "preferred_otherwise": _("The author judges otherwise."),
    "rank_missing": _("Give response %(response)s a rank."),
    "rank_outside": _("The rank of response %(response)s is not one of those offered."),
    "rank_twice": _("Response %(response)s has the same rank as another one; here no two may stand level."),
    "response_unknown": _("There is no response %(response)s."),
    "pairs_ordered": _("Of %(pairs)s pairs of responses you put %(right)s in the right order."),
    "ranking_all_level": _("Agreement of the two orders is not defined, because one of them puts all responses level."),
    "pairs_all_right": _("It stands as it should to every other response."),
    "pair_swapped": _("Put the wrong way round with %(others)s."),
    "pair_levelled": _("You put it level with %(others)s; the author does not."),
    "pair_parted": _("The author puts it level with %(others)s; you do not."),
    "panel_agrees": _("%(share)s of the panel answered as you did."),
    "panel_shares": _("%(persons)s persons answered this and did not agree: %(shares)s. Your credit is the share that answered alike."),
}  # fmt: skip

STEPS = {"better": _("which is better"), "strength": _("by how much")}

PARTS = {
    "rating_closeness": _("Closeness of the ratings to gold, by distance"), "rating_exact": _("Criteria rated exactly as gold does"),
    "preference_better": _("Which is better"), "preference_strength": _("By how much"),
    "panel_share": _("Share of the panel that answered alike"),
    "tau_b": _("Kendall's tau-b, from opposite (0) to alike (1)"), "pairs_in_order": _("Pairs in the right order"),
}  # fmt: skip

FIELDS = {"preference": _("Preference"), "preference_reason": _("Reason"), "rank": _("Rank")}

VALUES = {
    "preference": {
        "a-3": _("A is much better"), "a-2": _("A is better"), "a-1": _("A is slightly better"), "tie": _("About the same"),
        "b-1": _("B is slightly better"), "b-2": _("B is better"), "b-3": _("B is much better"),
    },
}  # fmt: skip

KINDS = {"rating_scale": _("Rating by criteria"), "preference": _("Comparing two"), "ranking": _("Ranking")}
