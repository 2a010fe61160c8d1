"""The prints of a credential, made from what it says: its signed JSON, its JWT, and its sealed PDF. It reads and writes no row."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from curriculum_app.credentials import agreement, documents, proofs, sealing, tokens
from curriculum_app.credentials.keys import Signer
from curriculum_app.credentials.models import CredentialPrint
from curriculum_app.credentials.printed_facts import Picture


class Disagrees(Exception):
    """A page was printed that says something else than what was signed; it is not issued."""


class Said(NamedTuple):
    """Everything that goes into the prints of one credential."""

    id: UUID
    unsigned: dict[str, Any]
    facts: dict[str, Any]
    issued_at: datetime
    pictures: Mapping[str, Picture]


def made(said: Said, signer: Signer, now: datetime) -> CredentialPrint:
    """All prints, to be stored. Raises Disagrees where the page does not say what is signed."""
    from curriculum_app.credentials import (
        rendering,  # WeasyPrint takes half a second to load, and only the worker prints
    )

    signed = proofs.serialise(proofs.sign(said.unsigned, signer.key, signer.method, now))
    token = tokens.sign(said.unsigned, signer.key, signer.method)
    page = rendering.pdf(said.facts, documents.address(said.id), signed, said.issued_at, said.pictures)
    if told := agreement.compare(page, json.loads(signed)):
        raise Disagrees(f"the page of certificate {said.id} does not say what is signed: {told}")
    pdf = sealing.seal(page, now)
    return CredentialPrint(
        credential_id=said.id, document=signed, document_sha256=sha256(signed).hexdigest(), pdf=pdf,
        pdf_sha256=sha256(pdf).hexdigest(), token=token, token_sha256=sha256(token).hexdigest(), printed_at=now,
    )  # fmt: skip
