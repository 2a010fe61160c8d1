"""What each endpoint of the API does, takes and answers: one table, from which the description and the page are made."""

from pydantic import BaseModel, Field

from curriculum_app.api.openapi import JSON, Operation
from curriculum_app.credentials.log_views import PAGE
from curriculum_app.deliveries.told import ChangesAsked, ChangesTold
from curriculum_app.talent.publishing import PublicRecord
from curriculum_app.verification.api_models import BulkGiven, BulkTold, ResultsTold, Verdict
from curriculum_app.verification.shape import Certificate, StatusList
from curriculum_app.web.access import Scope

Number = Field(ge=0, le=999_999_999)


class Entry(BaseModel):
    """A leaf of the log."""

    index: int
    leaf_hash: str


class Entries(BaseModel):
    """A page of the log."""

    start: int
    entries: list[Entry]


class EntriesAsked(BaseModel):
    """Which page of the log."""

    start: int = Field(0, ge=0, le=999_999_999)
    count: int = Field(PAGE, ge=1, le=PAGE)


class Inclusion(BaseModel):
    """Where a credential stands in the log, and the proof under the newest checkpoint."""

    index: int
    size: int
    leaf_hash: str
    proof: list[str]
    checkpoint: str
    signed_by: str | None


class ConsistencyAsked(BaseModel):
    """Two sizes of the log."""

    first: int = Number
    second: int = Number


class Consistency(BaseModel):
    """The proof that the log at one size is the beginning of the log at a larger one."""

    first: int
    second: int
    proof: list[str]


class VerificationMethod(BaseModel):
    """A key of the issuer's."""

    id: str
    type: str
    controller: str
    publicKeyMultibase: str


class DidDocument(BaseModel):
    """The issuer's DID document (W3C DID Core 1.0)."""

    context: list[str] = Field(alias="@context")
    id: str
    verificationMethod: list[VerificationMethod]
    assertionMethod: list[str]


class StolenKey(BaseModel):
    """A key that was stolen, and the signed note that says which of its certificates hold."""

    id: str
    statement: str


class StolenKeys(BaseModel):
    """What the school says of keys that were stolen."""

    issuer: str
    distrusted: list[StolenKey]


CHECKING, MANY, KEYS, LOG, CHANGES, TALENT = "Checking", "Checking many", "Keys and status", "Public log", "Changes", "Talent pool"
VC = "application/vc"

OPERATIONS = {
    "verification.verify": Operation(
        CHECKING, "The verdict on a certificate that is the body: its JSON or its PDF", {JSON: Verdict}, (422, 429),
        body={JSON: None, VC: None, "application/pdf": None}),
    "credentials.public_credential": Operation(
        CHECKING, "The signed credential, where its holder shows it to the public, or to a key of the school that issued it",
        {VC: Certificate}, (404,), key_widens=True, headers={"ETag": "The hash of the credential."}),
    "verification.ask_bulk": Operation(
        MANY, "Have up to 5,000 numbers with names, or public ids, checked", {JSON: BulkTold}, (400, 415, 422), 202,
        body={JSON: BulkGiven}, scopes=(Scope.VERIFY_BULK,), headers={"Location": "Where the progress is told."}),
    "verification.bulk_progress": Operation(
        MANY, "How far a check of many has come", {JSON: BulkTold}, (404,), scopes=(Scope.VERIFY_BULK,)),
    "verification.bulk_results": Operation(
        MANY, "The results, once the check is done", {JSON: ResultsTold}, (404, 409), scopes=(Scope.VERIFY_BULK,)),
    "credentials.did_document": Operation(KEYS, "The issuer's keys, as a DID document", {"application/did+json": DidDocument}),
    "credentials.seal_authorities": Operation(
        KEYS, "The authorities of the seals of PDFs", {"application/x-pem-file": None}, (404,)),
    "credentials.distrusted_keys": Operation(KEYS, "What is said of stolen keys", {JSON: StolenKeys}),
    "credentials.status_list": Operation(KEYS, "A signed list of revocations", {VC: StatusList}, (404,)),
    "log.checkpoint": Operation(LOG, "The newest checkpoint, a signed note", {"text/plain": None}, (404,)),
    "log.entries": Operation(LOG, "A page of leaf hashes", {JSON: Entries}, (422, 429), query=EntriesAsked),
    "log.inclusion": Operation(LOG, "The proof that a credential stands in the log", {JSON: Inclusion}, (404, 429)),
    "log.consistency": Operation(LOG, "The proof that the log only grew", {JSON: Consistency}, (404, 422, 429), query=ConsistencyAsked),
    "changes.page": Operation(
        CHANGES, "What changed since a cursor, in an order that never changes", {JSON: ChangesTold}, (422,), query=ChangesAsked,
        scopes=(Scope.CREDENTIALS_READ, Scope.TALENT_READ)),
    "talent.record": Operation(
        TALENT, "What a listed person can do, without a name", {JSON: PublicRecord}, (404,), scopes=(Scope.TALENT_READ,)),
}  # fmt: skip
