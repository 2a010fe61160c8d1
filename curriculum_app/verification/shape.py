"""The shape of a signed certificate, closed: what is not named here is in no certificate of this school.

RDF canonicalisation ignores what no context defines, and hostile graphs can keep it busy for hours. So a file is held to
this shape first: nothing unknown is in it, nothing is nested or repeated without end, and only known contexts are named.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from curriculum_app.credentials import documents, proofs, tokens

Text = Annotated[str, StringConstraints(max_length=4000)]
Word = Annotated[str, StringConstraints(max_length=300)]
Types = Annotated[list[Word], Field(min_length=1, max_length=3)]


class Closed(BaseModel):
    """An object whose members are all known; values are taken as they are, not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Proof(Closed):
    """One Data Integrity proof."""

    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Word
    verificationMethod: Word
    proofPurpose: Literal["assertionMethod"]
    proofValue: Word


class Profile(Closed):
    """Who issued it."""

    id: Word
    type: Types
    name: Word


class Identity(Closed):
    """A name as it is, or an e-mail address hashed with its salt."""

    type: Literal["IdentityObject"]
    hashed: bool
    identityHash: Word
    identityType: Literal["name", "emailAddress"]
    salt: Word | None = None


class ResultDescription(Closed):
    """What a result means: its scale, and the cut where there is one."""

    id: Word
    type: Types
    name: Word
    resultType: Word
    valueMin: Word
    valueMax: Word | None = None
    requiredValue: Word | None = None


class Result(Closed):
    """One result, by the id of its description."""

    type: Types
    resultDescription: Word
    value: Word


class Criteria(Closed):
    """What it took."""

    narrative: Text


class Alignment(Closed):
    """Where a skill stands in a public framework."""

    type: Types
    targetName: Word
    targetUrl: Word
    targetCode: Word
    targetFramework: Word


class Achievement(Closed):
    """What was achieved."""

    id: Word
    type: Types
    achievementType: Word
    name: Word
    description: Text
    inLanguage: Word
    criteria: Criteria
    tag: Annotated[list[Word], Field(max_length=50)]
    resultDescription: Annotated[list[ResultDescription], Field(max_length=20)]
    alignment: Annotated[list[Alignment], Field(max_length=50)] | None = None


class Subject(Closed):
    """Who achieved it, when, and with which results."""

    type: Types
    identifier: Annotated[list[Identity], Field(max_length=4)]
    activityStartDate: Word
    activityEndDate: Word
    licenseNumber: Word
    achievement: Achievement
    result: Annotated[list[Result], Field(max_length=20)]


class Evidence(Closed):
    """Under which conditions."""

    id: Word
    type: Types
    name: Word
    narrative: Text


class Schema(Closed):
    """The JSON Schema it keeps to."""

    id: Word
    type: Word


class Status(Closed):
    """Where a revocation would be seen."""

    id: Word
    type: Literal["BitstringStatusListEntry"]
    statusPurpose: Literal["revocation"]
    statusListIndex: Word
    statusListCredential: Word


class ListSubject(Closed):
    """The bits themselves, gzipped."""

    id: Word
    type: Literal["BitstringStatusList"]
    statusPurpose: Literal["revocation"]
    encodedList: Annotated[str, StringConstraints(max_length=200_000)]


class StatusList(Closed):
    """A signed list of who is revoked (W3C Bitstring Status List v1.0)."""

    context: Annotated[list[Word], Field(alias="@context", min_length=1, max_length=1)]
    id: Word
    type: list[Literal["VerifiableCredential", "BitstringStatusListCredential"]] = Field(min_length=2, max_length=2)
    issuer: Word
    validFrom: Word
    validUntil: Word
    credentialSubject: ListSubject
    proof: Annotated[list[Proof], Field(min_length=1, max_length=1)]


class Claims(Closed):
    """What a certificate says, however it is signed."""

    context: Annotated[list[Word], Field(alias="@context", min_length=3, max_length=3)]
    id: Word
    type: list[Literal["VerifiableCredential", "OpenBadgeCredential"]] = Field(min_length=2, max_length=2)
    name: Word
    issuer: Profile
    validFrom: Word
    validUntil: Word
    credentialSubject: Subject
    evidence: Annotated[list[Evidence], Field(max_length=8)]
    credentialSchema: Annotated[list[Schema], Field(max_length=2)]
    credentialStatus: Status

    @property
    def names_known_contexts(self) -> bool:
        """Whether it names the three contexts of a certificate, in their order."""
        return self.context == [proofs.V2, *proofs.BADGES]

    @property
    def holder(self) -> str:
        """The name it was issued to, Korean and Latin in one text."""
        return next((one.identityHash for one in self.credentialSubject.identifier if one.identityType == "name"), "")

    @property
    def is_demonstration(self) -> bool:
        """Whether it was earned on a public demonstration bank, or issued by a test installation."""
        return "localhost" in self.issuer.id or any(documents.DEMONSTRATION in one.narrative for one in self.evidence)

    def result(self, name: str) -> str | None:
        """The value of the result described as `name`; None where there is none."""
        return next((one.value for one in self.credentialSubject.result if one.resultDescription.endswith(f"#{name}")), None)

    @property
    def further_results(self) -> list[tuple[str, str]]:
        """What is measured beside the score, with its meaning: the band, the errors found."""
        meaning = {one.id: one.name for one in self.credentialSubject.achievement.resultDescription if not one.id.endswith("#score")}
        results = self.credentialSubject.result
        return [(meaning[one.resultDescription], one.value) for one in results if one.resultDescription in meaning]

    @property
    def cut(self) -> str | None:
        """The score it took to pass."""
        described = self.credentialSubject.achievement.resultDescription
        return next((one.requiredValue for one in described if one.id.endswith("#score")), None)


class Certificate(Claims):
    """An OpenBadgeCredential as this school signs it (Open Badges 3.0.3 on the W3C VC Data Model 2.0)."""

    proof: Annotated[list[Proof], Field(min_length=1, max_length=1)]


class TokenHeader(Closed):
    """The header of a VC-JWT: nothing in it asks a reader to understand or to fetch more."""

    alg: Literal["Ed25519"]
    cty: Literal["vc"]
    kid: Word
    typ: Literal["vc+jwt"]


class TokenClaims(Claims):
    """The payload of a VC-JWT: a certificate, and the same four things once more as a JWT says them."""

    iss: Word
    jti: Word
    nbf: int
    exp: int

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        once_more = (self.iss, self.jti, self.nbf, self.exp)
        if once_more != (self.issuer.id, self.id, tokens.seconds(self.validFrom), tokens.seconds(self.validUntil)):
            raise ValueError("the registered claims say another thing")
        return self
