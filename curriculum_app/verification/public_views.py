"""What belongs to a certificate's page: the picture its links are shown with, and the file where its holder shows it to all."""

from uuid import UUID

from flask import Response, abort
from flask.typing import ResponseReturnValue

from curriculum_app.credentials.views import for_the_world
from curriculum_app.database import utc_now
from curriculum_app.verification import preview, showing
from curriculum_app.verification.views import verification
from curriculum_app.web.access import anyone
from curriculum_app.web.language import spoken


@verification.get("/verify/<uuid:public_id>/picture.png")
@anyone
def picture(public_id: UUID) -> ResponseReturnValue:
    """The preview picture; no name stands on it unless its holder shows it."""
    shown = showing.find(public_id, utc_now()) or abort(404)
    if shown.credential.erased_at is not None:
        abort(404)
    return for_the_world(Response(preview.png(preview.words_of(shown, spoken())), mimetype="image/png"))


@verification.get("/verify/<uuid:public_id>/certificate.pdf")
@anyone
def certificate_file(public_id: UUID) -> ResponseReturnValue:
    """The sealed PDF, where its holder shows it to everybody; else the 404 of an unknown one."""
    credential, printed = showing.public_print(public_id) or abort(404)
    response = Response(printed.pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{credential.serial}.pdf"'
    return for_the_world(response)
