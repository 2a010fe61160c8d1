"""The address by which a holder adds a certificate to a LinkedIn profile, filled in as LinkedIn documents it."""

from datetime import date
from urllib.parse import urlencode

from curriculum_app.credentials import documents
from curriculum_app.credentials.models import Credential

LINKEDIN = "https://www.linkedin.com/profile/add"


def linkedin(credential: Credential, language: str) -> str:
    """A form of LinkedIn with everything in it; nothing is sent before the holder presses its button."""
    facts = credential.facts
    issued, ends = date.fromisoformat(facts["issued_on"]), date.fromisoformat(facts["valid_until"])
    filled = {
        "startTask": "CERTIFICATION_NAME", "name": f"{facts['course'][language]} ({facts['title'][language]})",
        "organizationName": facts["issuer"][language], "issueYear": issued.year, "issueMonth": issued.month,
        "expirationYear": ends.year, "expirationMonth": ends.month, "certUrl": documents.address(credential.id),
        "certId": credential.serial,
    }  # fmt: skip
    return f"{LINKEDIN}?{urlencode(filled)}"
