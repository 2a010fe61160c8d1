"""The words of a record: levels, proofs, documents, states, scales."""

from flask_babel import lazy_gettext as _

LEVELS = {"associate": _("Associate"), "reviewer": _("Reviewer"), "domain-expert": _("Domain Expert")}
PROOFS = {
    "self_declared": _("Self-declared"),
    "document_seen": _("Document seen"),
    "issuer_confirmed": _("Confirmed by the issuer"),
}
TONES = {"self_declared": "", "document_seen": "blue", "issuer_confirmed": "ok"}
DOCUMENTS = {
    "certificate": _("Certificate or diploma"), "transcript": _("Transcript"), "licence": _("Licence or registration"),
    "test_report": _("Test report"), "work_record": _("Record of employment"),
}  # fmt: skip
SORTS = {"language": _("Languages"), "degree": _("Degrees"), "licence": _("Licences"), "hours": _("Hours worked")}
DEGREES = {
    "associate": _("Associate degree"),
    "bachelor": _("Bachelor's degree"),
    "master": _("Master's degree"),
    "doctor": _("Doctorate"),
}
STATES = {
    "valid": _("Valid"), "expired": _("Expired"), "replaced": _("Replaced"), "suspended": _("Suspended"),
    "revoked": _("Revoked"),
}  # fmt: skip
STATE_TONES = {"valid": "ok", "expired": "", "replaced": "", "suspended": "gold", "revoked": "miss"}
PEDIGREES = {
    "drafted": _("questions as drafted"), "blind-checked": _("questions answered blind by a reviewer"),
    "expert-approved": _("questions approved by experts"),
}  # fmt: skip
SCALES = {
    "claim_verdict": _("supported, refuted or not enough"), "preference": _("which answer is better"), "verdict": _("overall verdict"),
    "outcome": _("success or failure"),
}  # fmt: skip
RATING = _("levels of a rating scale")
MEASURES = {"kappa": _("Cohen's kappa"), "alpha": _("Krippendorff's alpha")}
