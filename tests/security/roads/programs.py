"""What lets programs in and tells them: keys and webhooks."""

from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import reaching, vault
from curriculum_app.deliveries.models import Delivery, Endpoint, Outcome
from curriculum_app.deliveries.reaching import Reply
from curriculum_app.organisations.key_models import ApiKey
from curriculum_app.web.access import Role
from tests.credentials.earning import work
from tests.security.roads.walking import road

PAGES = ("listing", "rotate", "switch_on", "switch_off", "test", "replay", "remove")


@road("api_keys.listing", "api_keys.revoke", *(f"webhooks.{page}" for page in PAGES))
def of_keys_and_webhooks(walker):
    """A teacher makes a key and revokes it; registers an address, tries it, has a message sent again, removes it."""
    vault.ensure()
    walker.monkeypatch.setattr(reaching, "post", lambda *_: Reply(500, "status"))
    teacher = walker.teacher("강사", Role.INSTRUCTOR)
    grant = str(teacher.account.grants[0].id)
    teacher.post("/keys", {"name": "검증", "grant": grant, "scopes": "verify:bulk", "days": "30"})
    key = db.session.query(ApiKey).filter_by(account_id=teacher.account.id).one()
    teacher.post(f"/keys/{key.id}/revoke")
    teacher.post("/webhooks", {"url": "https://receiver.example/hook", "grant": grant, "kinds": "credential.issued"})
    endpoint = db.session.query(Endpoint).filter_by(account_id=teacher.account.id).one().id
    address = f"/webhooks/{endpoint}"
    teacher.post(f"{address}/secret")
    teacher.post(f"{address}/test")
    work()
    db.session.add(Delivery(endpoint_id=endpoint, next_at=utc_now(), outcome=Outcome.DEAD, settled_at=utc_now()))
    db.session.commit()
    teacher.post(f"{address}/off")
    teacher.post(f"{address}/on")
    teacher.post(f"{address}/replay")
    work()
    walker.look()
    teacher.post(f"{address}/remove")
    work()
