"""What programs ask of verification and are told, as JSON."""

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from curriculum_app.verification.bulk import LONGEST_NAME, LONGEST_NUMBER, MOST, Outcome
from curriculum_app.verification.checking import State
from curriculum_app.verification.shape import Certificate


class CheckTold(BaseModel):
    """One thing that was checked."""

    code: str
    passed: bool | None = Field(description="null: it could not be checked.")
    detail: str


class Verdict(BaseModel):
    """What is to be thought of a certificate."""

    state: State
    checks: list[CheckTold]
    credential: Certificate | None = Field(description="The signed credential, where its signature holds.")


class RowGiven(BaseModel):
    """A number with the name on the certificate; or a public id, or an address that holds one."""

    model_config = ConfigDict(extra="forbid")

    number: Annotated[str, StringConstraints(max_length=LONGEST_NUMBER)]
    name: Annotated[str, StringConstraints(max_length=LONGEST_NAME)] = ""


class BulkGiven(BaseModel):
    """Rows to be checked at once."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[RowGiven], Field(min_length=1, max_length=MOST)]


class BulkTold(BaseModel):
    """How far a check of many has come. Rows and results are deleted when it expires."""

    id: UUID
    size: int
    done: int
    finished: bool
    expires_at: AwareDatetime
    results: str = Field(description="The address of the results.")


class Titles(BaseModel):
    """A title in both languages."""

    ko: str
    en: str


class ResultTold(BaseModel):
    """The answer to a row. What stands on the certificate is told to whoever gave its public id."""

    number: str
    name: str
    outcome: Outcome
    state: State | None
    serial: str | None
    title: Titles | None
    course: Titles | None
    issued_on: str | None
    valid_until: str | None


class ResultsTold(BaseModel):
    """The results of a check that is done, in the order of its rows."""

    results: list[ResultTold]
