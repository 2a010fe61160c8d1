"""A school that needs no database, and what it issues: the same record as JSON, as JWT and as sealed PDF."""

import io
import json
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from curriculum_app import create_app
from curriculum_app.credentials import (
    certification,
    documents,
    keys,
    multibase,
    pades,
    proofs,
    rendering,
    sealing,
    statuses,
    tokens,
)
from curriculum_app.verification.examining import Trust, Unreadable, by_list, examine
from tests.credentials.school import FACTS, apart

NOW = datetime.now(UTC).replace(microsecond=0)
NEW = {
    "standard_error": 4.2, "score": 83.4, "questions": 5, "name_latin": "Kim Haneul", "band": {"low": 75.2, "high": 91.6},
    "found": {"planted": 12, "found": 9, "false_alarms": 1, "clean": 2}, "bank_version": "0123456789ab",
    "form": [{"kind": "choice", "items": 1}, {"kind": "hallucination_spans", "items": 3}, {"kind": "critique", "items": 1}],
    "conditions": {"supervised": True, "by": "박감독", "identity_seen": True}, "pedigree": "blind-checked", "kind": "level",
    "level": "reviewer", "qualification": None, "supersedes": "2026-0001", "serial": "2026-0002",
    "alignment": [{"framework": "ESCO", "code": "00000000-0000-4000-8000-000000000000", "name": {"ko": "가짜", "en": "Made up"},
                   "url": "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000000"}],
}  # fmt: skip


class School:
    """An issuer, its keys, its list of revocations, and what a reader keeps of them."""

    def __init__(self, data, url="http://localhost:8000"):
        self.app = create_app(DATA_DIR=str(data), TESTING=True, SECRET_KEY="tests only", PUBLIC_URL=url)
        self.key = Ed25519PrivateKey.generate()
        with self.app.app_context():
            certification.ensure(NOW)
            self.did, self.list_url = keys.did(), statuses.address(1)
            self.authorities = certification.authorities()
        self.method = f"{self.did}#3f0c0f5e-0000-4000-8000-000000000001"
        self.keys = {self.method: multibase.multikey(self.key.public_key().public_bytes_raw())}

    @property
    def did_document(self):
        methods = [{"id": id, "type": "Multikey", "controller": self.did, "publicKeyMultibase": key} for id, key in self.keys.items()]
        contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
        return {"@context": contexts, "id": self.did, "verificationMethod": methods, "assertionMethod": list(self.keys)}

    @cached_property
    def status_list(self):
        subject = {"id": f"{self.list_url}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
                   "encodedList": statuses.encode([666])}  # fmt: skip
        unsigned = {
            "@context": [proofs.V2], "id": self.list_url, "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.did, "validFrom": f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "validUntil": f"{NOW + timedelta(days=3):%Y-%m-%dT%H:%M:%SZ}",
            "credentialSubject": subject,
        }  # fmt: skip
        return proofs.sign(unsigned, self.key, self.method, NOW)

    def issue(self, number, index, **facts):
        """The record of a credential in its three forms, and unsealed."""
        issued_at, valid_until = NOW - timedelta(days=1), NOW + timedelta(days=700)
        days = {"issued_on": issued_at.date().isoformat(), "valid_until": valid_until.date().isoformat()}
        frozen = {**FACTS, **days, **facts}
        credential = SimpleNamespace(
            id=UUID(int=0x4000_8000_0000_0000_0000 + number), facts=frozen, issued_at=issued_at,
            valid_until=valid_until, status_list=1, status_index=index)  # fmt: skip
        with self.app.test_request_context():
            unsigned = documents.document(credential, "haneul@example.org")
            document = proofs.sign(unsigned, self.key, self.method, NOW)
            signed = proofs.serialise(document)
            unsealed = rendering.pdf(frozen, documents.address(credential.id), signed, credential.issued_at)
            return SimpleNamespace(
                unsigned=unsigned, document=document, json=signed, jwt=tokens.sign(unsigned, self.key, self.method),
                unsealed=unsealed, pdf=self.seal(unsealed))  # fmt: skip

    def _sealed(self, pdf):
        with self.app.app_context():
            return sealing.seal(pdf, NOW)

    def seal(self, pdf):
        """A PDF under this school's seal."""
        return apart(self._sealed, pdf)

    def sign_too(self, pdf):
        """A PDF with a signature of this school behind those it has; the word that forbids it is taken out first."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        del writer.root["/Perms"]
        writer.update_root()
        with self.app.app_context():
            signer = signers.PdfSigner(signers.PdfSignatureMetadata(field_name="Second"), pades._signer(certification.current(NOW)))
        return apart(signer.sign_pdf, writer, output=io.BytesIO()).getvalue()

    def says(self, data, now=NOW):
        """The word of the pure examiner on a file: a state, or why it can't be read."""
        revoked = by_list(json.dumps(self.status_list).encode(), self.did, self.keys, now)
        try:
            return str(examine(data, Trust(self.did, self.keys, self.authorities, revoked), now).state)
        except Unreadable as unreadable:
            return unreadable.code
