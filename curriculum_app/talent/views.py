"""One's own record."""

from uuid import UUID

from flask import Blueprint, Flask, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import queries as credentials
from curriculum_app.learning.catalogue import live
from curriculum_app.talent import recording, searching
from curriculum_app.web.access import Role, only

talent = Blueprint("talent", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for certificates."""
    from curriculum_app.talent import api_views, employer_views, own_views  # noqa: F401  their views hang themselves on this blueprint

    app.register_blueprint(talent)
    employer_views.init_app(app)
    own_views.init_app(app)
    recording.init_app(app)


@talent.get("/talent/mine")
@only(Role.LEARNER)
def mine() -> ResponseReturnValue:
    """One's own record, as an employer would see it, and whether they can."""
    return render_template(
        "talent/mine.html", skills=searching.own(current_user.id), catalogue=live(), listed=_listed(current_user.id)
    )


@talent.get("/talent/mine.json")
@only(Role.LEARNER)
def export() -> ResponseReturnValue:
    """One's own record, to take along."""
    account = current_user
    held = {credential.id: credential for credential in credentials.of_account(account.id)}
    response = jsonify(
        name=account.name, name_latin=account.name_latin, email=account.email, listed=_listed(account.id),
        certificates=[
            {
                "id": str(credential.id), "number": credential.serial, "course": credential.facts["course"],
                "issued_at": credential.issued_at.isoformat(), "valid_until": credential.valid_until.isoformat(),
                "revoked_at": credential.revoked_at.isoformat() if credential.revoked_at else None,
                "suspended_at": credential.suspended_at.isoformat() if credential.suspended_at else None,
                "score": credential.facts["score"], "standard_error": credential.facts["standard_error"],
                "language": credential.facts["language"], "demonstration": credential.facts["demonstration"],
            }
            for credential in held.values()
        ],
        skills=[
            {"skill": row.skill, "score": row.score, "questions": row.questions, "language": row.language,
             "certificate": str(row.credential_id), "assessed_at": row.assessed_at.isoformat()}
            for row in searching.own(account.id)
        ],
    )  # fmt: skip
    response.headers["Content-Disposition"] = 'attachment; filename="talent-record.json"'
    return response


def _listed(account_id: UUID) -> bool:
    return Purpose.TALENT_POOL in consents.in_force(account_id)
