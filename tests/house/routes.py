"""Every route of the server with an address, for tests that walk them all."""

from uuid import uuid4

IDS = """
admission answer appeal candidate change check cohort contact correction endpoint fact grant issue key note notice
organisation placement public recheck record registration report room saved sheet sitting step tryout
"""
VALUES = {
    "course": "sample", "slug": "basics", "code": "none", "secret": "none", "name": "none", "number": 1, "section": 1,
    "check": "quick", "version": 1, "use": "logo", "bank": "sample", "language": "ko",
    "taxonomy": "hallucination_type", "term": "entity", "key": "none", "purpose": "talent_pool", "wording": "none",
    "sort": "licence", "place": 1,
    **{f"{name}_id": uuid4() for name in IDS.split()},
}  # fmt: skip


def calls(app):
    """Every route and method with an address: (endpoint, method, address)."""
    for rule in app.url_map.iter_rules():
        address = rule.build({name: VALUES[name] for name in rule.arguments})[1]
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address


def ask(here, method, address):
    """Asks as a page would, with its token."""
    if method == "GET":
        return here.get(address)
    return here.put(address, {}) if method == "PUT" else here.post(address)
