"""Every route of the server with an address, for tests that walk them all."""

from uuid import uuid4

VALUES = {"course": "sample", "slug": "basics", "code": "none", "secret": "none", "name": "none", "number": 1, "answer_id": uuid4(),
          "sitting_id": uuid4(), "cohort_id": uuid4(), "step_id": uuid4(), "public_id": uuid4(), "grant_id": uuid4(),
          "placement_id": uuid4(), "appeal_id": uuid4(), "notice_id": uuid4(),
          "record_id": uuid4(), "contact_id": uuid4(), "saved_id": uuid4(), "organisation_id": uuid4(), "registration_id": uuid4(),
          "report_id": uuid4(), "key": "none", "purpose": "talent_pool", "wording": "none",
          "note_id": uuid4(), "section": 1, "check": "quick", "version": 1,
          "bank": "sample", "language": "ko", "taxonomy": "hallucination_type", "term": "entity"}  # fmt: skip


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
