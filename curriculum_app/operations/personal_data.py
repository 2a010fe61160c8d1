"""What becomes of every column of every table when a person is erased. A test fails on a column that nothing here covers.

A table whose rows are a person's `goes`: their rows are deleted whole, every column with them, and all of it but what is named
as secret or left out is taken along. A table that `stays` names each of its columns: anonymised, or kept and why. Where a row
that stays mentions a person (who decided, who opened the room), the mention is taken out of it.

A new table is written into the group it belongs to, and one whose rows are a person's needs no more than `goes("account_id")`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Table, or_, select

from curriculum_app.database import Model

Values = Mapping[str, Any]


class Declared(NamedTuple):
    """What becomes of a table. `by`: the columns that lead to the person, over other tables where need be."""

    by: tuple[str, ...] = ()
    goes: bool = False
    mentions: Mapping[str, Values] = {}  # a column that names a person in a row that stays → what the row then holds
    anonymised: frozenset[str] = frozenset()
    kept: Mapping[str, str] = {}  # column → why
    secret: frozenset[str] = frozenset()  # never taken along: hashes of secrets, gold, what other people wrote for themselves

    def covers(self, column: str) -> bool:
        """Whether something is said of the column of a row that stays."""
        return column in self.mentions or column in self.anonymised or column in self.kept


NOBODY = "says nothing of a person"
PROOF = "shows that a certificate of this number was issued, and whether it holds, without saying to whom"
BUSINESS = "belongs to an organisation and is public on its certificates"
TRAIL = "ids only: proves who used power over others, chained so that nothing can be taken out unseen"
SHORT = "is deleted by itself within a day"


def goes(*by: str, mentions: Mapping[str, Values] | None = None, secret: str = "") -> Declared:
    """Rows of a person, deleted whole."""
    return Declared(by, True, mentions or {}, secret=frozenset(secret.split()))


def stays(
    *by: str, mentions: Mapping[str, Values] | None = None, anonymised: str = "", secret: str = "", **kept: tuple[str, str]
) -> Declared:
    """Rows that stay: what is emptied, and per reason what is kept."""
    why = {column: reason for reason, columns in kept.values() for column in columns.split()}
    return Declared(by, False, mentions or {}, frozenset(anonymised.split()), why, frozenset(secret.split()))


def out(column: str, **also: Any) -> dict[str, Values]:
    """The mention in this column becomes nothing, and what else the person wrote in the row as given."""
    return {column: {column: None, **also}}


DECLARED: dict[str, Declared] = {
    # The person
    "account": stays(
        "id", anonymised="email email_confirmed_at password_hash session_stamp name name_latin birth_date language",
        secret="password_hash session_stamp", kept=("rows of others and the trail point at it", "id created_at erased_at")),
    "role_grant": goes("account_id"),
    "consent": goes("account_id"),
    "token": goes("account_id", secret="secret_hash"),
    "idempotency_key": goes("account_id", secret="body_hash"),
    "data_export": goes("account_id", secret="content"),
    "failed_sign_in": stays(kept=(SHORT + ", and at once where it was this person's", "id email_hash address_hash at")),
    # Learning and practice
    "enrolment": goes("account_id"),
    "active_minute": goes("account_id", "enrolment_id"),
    "reading_place": goes("enrolment_id"),
    "step_result": goes("enrolment_id"),
    "note": goes("account_id"),
    "answer": goes("account_id"),
    "verdict": goes("answer_id", secret="verdict"),  # its details show gold, also of exams
    "draft": goes("account_id"),
    "mirrored_answer": goes("answer_id", "first_answer_id"),
    "appeal": goes("account_id", mentions=out("decided_by")),
    "notice": goes("account_id"),
    "placement": goes("account_id"),
    "review_card": goes("account_id"),
    "project_run": goes("account_id", secret="form"),  # the project itself, with what only shows once it is done
    "project_answer": goes("answer_id"),
    # Exams
    "sitting": goes("account_id", secret="boot_id boot_seconds"),
    "admission": goes("enrolment_id", mentions=out("admitted_by", invigilator="–"), secret="invigilator"),
    "exam_room": stays(mentions=out("opened_by"),
                       kept=(NOBODY, "id created_at organisation_id course_id label code opened_at closes_at closed_at")),
    "recheck": goes("credential_id", mentions=out("asked_by")),
    # Certificates: number, hash and standing are all that is left of one
    "credential": stays(
        "account_id", mentions=out("revoked_by"), anonymised="account_id enrolment_id facts revocation_reason suspension_reason",
        kept=(PROOF, "id created_at organisation_id course_id year number status_list status_index issued_at valid_until revoked_at cause "
                     "supersedes_id superseded_at revocation_ground suspended_at suspension_ground erased_at")),
    "credential_print": stays(
        "credential_id", anonymised="document pdf token", secret="document pdf token",
        kept=(PROOF, "credential_id document_sha256 pdf_sha256 token_sha256 printed_at key_id")),
    "credential_correction": goes("account_id", mentions=out("decided_by")),
    "log_entry": stays("credential_id", kept=(PROOF, "index credential_id leaf_hash appended_at")),
    "log_node": stays(kept=(NOBODY, "level index hash")),
    "log_checkpoint": stays(kept=(NOBODY, "size root note signed_at")),
    "status_list": stays(kept=(NOBODY, "number document signed_at")),
    "serial_counter": stays(kept=(NOBODY, "year last")),
    "signing_key": stays(kept=(NOBODY, "id created_at public_key signs_from retired_at distrusted_since trusted_entries statement")),
    "standing_change": stays(
        mentions={**out("asked_by"), **out("decided_by")},
        kept=("grounds of a decision about many certificates, written by staff and shown in public",
              "id created_at kind state organisation_id ground reason unknown asked_at decided_at decision_reason done_at")),
    "standing_change_item": stays("credential_id", kept=(PROOF, "change_id credential_id place outcome")),
    "change": stays("account_id", mentions=out("account_id"),
                    kept=("who was told of something may be told that it ended; ids only",
                          "sequence id created_at kind subject_id credential_id record_id at")),
    # Schools and companies
    "organisation": stays(kept=(BUSINESS, "id created_at name_ko name_en kind time_zone signatory_ko signatory_en two_person_approval "
                                          "head_ko head_en")),
    "organisation_picture": stays(mentions=out("uploaded_by"),
                                  kept=(BUSINESS, "id created_at organisation_id use media_type data sha256 replaced_at")),
    "private_qualification": stays(kept=(BUSINESS, "organisation_id number notice_ko notice_en")),
    "staff_invitation": stays(mentions=out("used_by"), kept=(NOBODY, "id created_at organisation_id role secret_hash expires_at used_at")),
    "employer_registration": goes("account_id", mentions=out("decided_by"), secret="secret_hash"),
    "cohort": stays(mentions=out("created_by"), kept=(NOBODY, "id created_at organisation_id name course_id starts_on ends_on join_code "
                                                              "join_until")),
    "cohort_member": goes("enrolment_id"),
    "cohort_issue": stays(mentions=out("started_by"), kept=(NOBODY, "id created_at cohort_id")),
    "cohort_issue_place": goes("enrolment_id"),
    # Programs
    "api_key": goes("account_id", mentions=out("revoked_by"), secret="secret_hash prefix"),
    "webhook_endpoint": goes("account_id", secret="sealed earlier_sealed"),
    "webhook_delivery": goes("endpoint_id"),
    "bulk_check": goes("account_id"),
    "bulk_part": goes("check_id"),
    "bulk_sheet": goes("account_id"),
    # The talent pool: a person's side, and what they wrote there for an employer
    "talent_record": goes("account_id"),
    "talent_skill": goes("record_id"),
    "talent_look": goes("record_id", mentions=out("account_id")),
    "talent_block": goes("record_id"),
    "talent_shortlist": goes("record_id", mentions=out("account_id", note=""), secret="note"),
    "talent_contact": goes("record_id", mentions=out("account_id", message="–")),
    "talent_report": goes("account_id", "record_id", mentions=out("decided_by"), secret="reason"),
    "talent_search": goes("account_id"),
    "talent_term": stays(kept=(NOBODY, "sort name bit")),
    "talent_figures": goes("record_id"),
    "person_fact": goes("account_id", mentions=out("proven_by")),
    "talent_excluded": stays(mentions=out("by"), kept=(NOBODY, "organisation_id at")),
    # Try-outs: the company's test, and what its candidates did
    "tryout": stays(mentions=out("created_by"), kept=(BUSINESS, "id created_at organisation_id title language guideline losses "
                                                                  "shows_gold state secret_hash link_until most")),
    "tryout_item": stays(kept=(BUSINESS, "id tryout_id place task gold")),
    "tryout_candidate": goes("account_id"),
    "tryout_answer": goes("candidate_id", secret="verdict"),  # its details show gold
    # The curriculum, and how the site runs
    "edition": stays(kept=(NOBODY, "id created_at content_id sort language kind source_hash task_hash schema_version task gold "
                                   "changed_gold cosmetic_of")),
    "revision": stays(kept=(NOBODY, "number digest manifest loaded_at")),
    "audit_entry": stays(kept=(TRAIL, "id created_at actor_id organisation_id deed subject_id particulars number hash")),
    "audit_head": stays(kept=(NOBODY, "id number hash")),
    "job": stays(anonymised="arguments", kept=(NOBODY + " once it is done: its arguments are emptied",
                                               "id created_at name key lease_until tries done_at")),
}  # fmt: skip

# What a person wrote or did in rows about somebody else, and may take along: the columns that are theirs.
AUTHORED: dict[str, tuple[str, tuple[str, ...]]] = {
    "talent_look": ("account_id", ("organisation_id", "sort", "at")),
    "talent_shortlist": ("account_id", ("organisation_id", "note", "created_at")),
    "talent_contact": ("account_id", ("organisation_id", "message", "state", "created_at")),
    "talent_report": ("account_id", ("organisation_id", "reason", "created_at")),
}


def table(name: str) -> Table:
    """A table by its name."""
    return Model.metadata.tables[name]


def whose(name: str, account_id: UUID) -> ColumnElement[bool]:
    """What makes a row of this table the person's."""
    return or_(False, *(_leads(name, column, account_id) for column in DECLARED[name].by))


def _leads(name: str, column: str, account_id: UUID) -> ColumnElement[bool]:
    own = table(name).c[column]
    if name == "account":
        return own == account_id
    (key,) = own.foreign_keys
    target = key.column
    if target.table.name == "account":
        return own == account_id
    return own.in_(select(target).where(whose(target.table.name, account_id)))


def people_in(name: str) -> set[str]:
    """The columns of a table that name an account."""
    return {column.name for column in table(name).c if any(key.column.table.name == "account" for key in column.foreign_keys)}
