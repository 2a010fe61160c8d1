"""What one agrees to: every purpose apart with its whole text, and the history of it all."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.accounts import consent_texts, consents
from curriculum_app.accounts.forms import ConfirmForm, ConsentsForm
from curriculum_app.accounts.models import Ending, Purpose
from curriculum_app.accounts.views import accounts
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken

_ = lazy_gettext
PAGE = "/profile/consents"
REFUSALS = {
    "text_changed": _("The texts changed while you read. Read them again and choose anew."),
    "too_early_to_renew": _("You can agree again in the last 30 days."),
}
TITLES = {
    Purpose.PUBLIC_VERIFICATION: _("Show my name on the public verification page"),
    Purpose.TALENT_POOL: _("List me in the talent pool"),
    Purpose.NOTICES_BY_MAIL: _("Send my notices by e-mail too"),
    Purpose.WORK_SAMPLES: _("Attach samples of my exam work to my talent record"),
    Purpose.RESEARCH: _("Let my answers be used for research, without my name"),
    Purpose.REVEAL: _("Show my name and e-mail to one employer"),
}
ENDINGS = {Ending.WITHDRAWN: _("withdrawn"), Ending.EXPIRED: _("ran out"), Ending.RENEWED: _("agreed again")}


@accounts.route(PAGE, methods=["GET", "POST"])
@only(Role.LEARNER)
def choose_consents() -> ResponseReturnValue:
    """Give or withdraw consents; they hold from the next request on."""
    form, now = ConsentsForm(), utc_now()
    if form.is_submitted():
        if not form.validate():
            abort(422)
        if form.shown.data and form.shown.data not in {consent_texts.shown(language) for language in consent_texts.LANGUAGES}:
            raise Refused("text_changed")
        wanted = [purpose for purpose in consents.ON_THE_PAGE if form[purpose].data]
        consents.choose(current_user.id, wanted, now, language=_language_of(form.shown.data), page=PAGE)
        db.session.commit()
        flash(gettext("Saved."), "success")
        return redirect(url_for(".choose_consents"), 303)
    held, language = consents.in_force(current_user.id, now), spoken()
    agreed = ConsentsForm(formdata=None, data={purpose: purpose in held for purpose in consents.ON_THE_PAGE})
    agreed.shown.data = consent_texts.shown(language)
    history = consents.history(current_user.id)
    return render_template(
        "accounts/consents.html", agreed=agreed, purposes=consents.ON_THE_PAGE, titles=TITLES, endings=ENDINGS, history=history,
        texts={purpose: consent_texts.newest(purpose, language) for purpose in consents.ON_THE_PAGE}, now=now,
        ending=[row for row in history if row.withdrawn_at is None and row.expires_at and row.expires_at <= now + consents.NOTICE],
    )  # fmt: skip


def _language_of(shown: str | None) -> str:
    """The language in which the texts were on the page that was sent."""
    return next((language for language in consent_texts.LANGUAGES if consent_texts.shown(language) == shown), spoken())


@accounts.post(f"{PAGE}/renew")
@only(Role.LEARNER)
def renew_listing() -> ResponseReturnValue:
    """Agree to be listed for another twelve months."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    consents.renew(current_user.id, Purpose.TALENT_POOL, utc_now(), language=spoken(), page=PAGE)
    db.session.commit()
    flash(gettext("You are listed for another 12 months."), "success")
    return redirect(url_for(".choose_consents"), 303)


@accounts.get(f"{PAGE}/<purpose>/<wording>")
@only(Role.LEARNER)
def consent_text(purpose: str, wording: str) -> ResponseReturnValue:
    """A text as it stood when it was agreed to, in the language it was read in; `wording` is version.language."""
    version, _, language = wording.partition(".")
    if purpose not in set(Purpose) or (Purpose(purpose), version, language) not in consent_texts.every():
        abort(404)
    text = consent_texts.every()[Purpose(purpose), version, language]
    return render_template("accounts/consent_text.html", text=text, title=TITLES[text.purpose])
