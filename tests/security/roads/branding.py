"""An instructor says what stands on the organisation's certificates: who signs, logo, seal, registered qualification."""

from io import BytesIO

from curriculum_app.database import db
from curriculum_app.organisations import branding
from curriculum_app.organisations.models import Organisation, PictureUse
from curriculum_app.web.access import Role
from tests.security.roads.walking import road

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'


@road("organisations.brand")
def of_branding(walker):
    """Everything is filled in once, then the logo is taken away."""
    teacher = walker.teacher("강사", Role.INSTRUCTOR)
    address = f"/organisations/{walker.school_id}/branding"
    form = {"signatory_ko": "원장", "signatory_en": "Director", "head_ko": "김한별", "head_en": "Kim", "number": "2026-001234",
            "notice_ko": "고지", "notice_en": "Notice", "remove_logo": "", "remove_seal": ""}  # fmt: skip
    teacher.post(address, {**form, "logo": (BytesIO(SVG), "logo.svg"), "seal": (BytesIO(SVG), "seal.svg")})
    walker.look()
    teacher.post(address, {**form, "remove_logo": "y", "logo": "", "seal": ""})
    school = db.session.get(Organisation, walker.school_id)
    kept = [getattr(school, name) for name in ("kind", "time_zone", *branding.Signing._fields)]
    held = branding.qualification_of(school.id)
    pictures = [(use, branding.picture_of(school.id, use) is not None) for use in PictureUse]
    return [*kept, held.number, held.notice_ko, held.notice_en, pictures]
