"""What one does about one's own account, signed in and not."""

from uuid import uuid4

from curriculum_app.accounts import tokens
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from tests.conftest import PASSWORD
from tests.credentials.earning import work
from tests.security.roads.walking import road


@road("accounts.sign_up", "accounts.confirm")
def of_signing_up(walker):
    """A stranger signs up and confirms the address."""
    stranger, email = walker.stranger(), f"{uuid4().hex}@example.org"
    stranger.post("/sign-up", {"name": "새 사람", "email": email, "password": "a long password"})
    walker.people.append(db.session.query(Account).filter_by(email=email).one())
    walker.look()
    stranger.post(f"/confirm/{secret(walker.people[-1], 'confirm')}")
    work()


def secret(account, purpose):
    made = tokens.make(account.id, purpose, utc_now())
    db.session.commit()
    return made


@road("accounts.ask_reset", "accounts.reset", "accounts.sign_in", "accounts.sign_out", "web.choose_language")
def of_signing_in(walker):
    """A password is forgotten and set anew; its owner signs in, and out again, in another language."""
    account, here = walker.account("김하늘"), walker.stranger()
    here.post("/reset", {"email": account.email})
    here.post(f"/reset/{secret(account, 'reset')}", {"password": PASSWORD})
    here.post("/sign-in", {"email": account.email, "password": PASSWORD})
    here.post("/language", {"language": "en"})
    here.post("/sign-out")
    walker.stranger().post("/language", {"language": "en"})
    work()


@road("accounts.profile", "accounts.choose_consents", "accounts.renew_listing")
def of_the_profile(walker):
    """Another name, and consents given and not."""
    learner = walker.join()
    learner.post("/profile", {"name": "새 이름", "name_latin": "New", "language": "ko"})
    learner.post("/profile/consents", {"talent_pool": "y", "public_verification": ""})
    learner.post("/profile/consents", {})
    learner.post("/profile/consents/renew", {})
    work()
