"""Try-outs for employers: making one of an export, looking at it, its link, and what came of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from curriculum_app.content.markdown import render
from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import Language, Task
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import feedback, messages
from curriculum_app.practice.models import Answer
from curriculum_app.tryouts import making, queries, reading, taking
from curriculum_app.tryouts.forms import LinkForm, TryoutForm
from curriculum_app.tryouts.models import Tryout, TryoutItem
from curriculum_app.tryouts.words import say
from curriculum_app.web.access import Role, only
from curriculum_app.web.addresses import public_url
from curriculum_app.web.errors import refusals
from curriculum_app.web.language import spoken

tryouts = Blueprint("tryouts", __name__, template_folder="templates", url_prefix="/try-outs")
LINK = "tryout_link"  # in the session: the address of a new link, shown once
_ = lazy_gettext


def init_app(app: Flask) -> None:
    """Wire the pages and the worker's part."""
    from curriculum_app.tryouts import candidate_views, tasks  # noqa: F401  their routes and jobs

    app.register_blueprint(tryouts)
    refusals({
        "tryout_closed": _("This try-out is closed."),
        "tryout_link_over": _("This link is no longer open. Ask the employer who sent it for a new one."),
        "tryout_full": _("As many people have taken this try-out as its link takes in. Ask the employer who sent it."),
    })  # fmt: skip


def _mine() -> frozenset[UUID]:
    found: frozenset[UUID] = current_user.organisations_as(Role.EMPLOYER)
    return found


def guideline_of(tryout: Tryout) -> Markup:
    """The guideline as safe HTML; pictures and links into the school are none of its business."""
    return Markup(render(tryout.guideline, lambda _target: "#"))


def verdict_context(task: Task, verdict: Verdict) -> dict[str, Any]:
    """What a page needs to show a verdict. The answer is in no session and in no table of practice."""
    nobodys = Answer(edition_id=task.id, item_id=task.id, try_number=1, answer={})
    return {"parts": messages.PARTS} | feedback.of_verdict(task, verdict, live(), nobodys)


@tryouts.get("")
@only(Role.EMPLOYER)
def listing() -> ResponseReturnValue:
    """The try-outs of one's organisations."""
    return render_template(
        "tryouts/listing.html", tryouts=queries.of_organisations(_mine()), belongs=bool(_mine()), ends_at=making.ends_at
    )


@tryouts.route("/new", methods=["GET", "POST"])
@only(Role.EMPLOYER)
def new() -> ResponseReturnValue:
    """Make a try-out of a guideline and an export; everything wrong with the export is named, and then nothing is kept."""
    form, problems = TryoutForm(), list[str]()
    form.organisation.choices = [
        SelectChoice(str(one.id), one.name_ko if spoken() == "ko" else one.name_en)
        for one in queries.organisations_named(_mine())
    ]
    if form.validate_on_submit():
        language: Language = "ko" if form.language.data == "ko" else "en"
        try:
            brought = reading.read(form.export.data.read(), language, form.instructions.data.strip())
            tryout = making.make(
                UUID(form.organisation.data), current_user.id, form.title.data.strip(), language, form.guideline.data, brought,
                form.shows_gold.data, utc_now(),
            )  # fmt: skip
            db.session.commit()
            return redirect(url_for(".tryout", tryout_id=tryout.id), 303)
        except reading.Unreadable as unreadable:
            problems = [say(problem) for problem in unreadable.problems]
            form.export.errors = [gettext("The export has problems; they are listed above.")]
    return render_template(
        "tryouts/new.html", form=form, problems=problems, belongs=bool(_mine())
    ), 422 if form.is_submitted() else 200


@tryouts.get("/<uuid:tryout_id>")
@only(Role.EMPLOYER)
def tryout(tryout_id: UUID) -> ResponseReturnValue:
    """What is in it, its link, and who took it."""
    found = queries.tryout_or_404(tryout_id, _mine())
    return _show(
        found,
        LinkForm(formdata=None),
        session.pop(LINK, None) if session.get(LINK, "").startswith(f"{tryout_id} ") else None,
    )


def _show(found: Tryout, form: LinkForm, link: str | None = None) -> str:
    items = queries.items(found.id)
    return render_template(
        "tryouts/tryout.html", tryout=found, tasks=[taking.task_of(item) for item in items], form=form, guideline=guideline_of(found),
        candidates=queries.candidates(found.id), link=link.split(" ", 1)[1] if link else None, ends_at=making.ends_at(found), now=utc_now(),
    )  # fmt: skip


@tryouts.post("/<uuid:tryout_id>/link")
@only(Role.EMPLOYER)
def open_link(tryout_id: UUID) -> ResponseReturnValue:
    """Open it by a new link, which is shown once."""
    found, form = queries.tryout_or_404(tryout_id, _mine()), LinkForm()
    if not form.validate_on_submit():
        return _show(found, form), 422
    secret = making.open_link(found, form.days.data, form.most.data, current_user.id, utc_now())
    db.session.commit()
    session[LINK] = f"{tryout_id} {public_url('tryouts.invitation', secret=secret)}"
    return redirect(url_for(".tryout", tryout_id=tryout_id), 303)


@tryouts.post("/<uuid:tryout_id>/close")
@only(Role.EMPLOYER)
def close(tryout_id: UUID) -> ResponseReturnValue:
    """Take no answers any more."""
    making.close(queries.tryout_or_404(tryout_id, _mine()), current_user.id)
    db.session.commit()
    flash(gettext("The try-out is closed."), "success")
    return redirect(url_for(".tryout", tryout_id=tryout_id), 303)


@tryouts.post("/<uuid:tryout_id>/remove")
@only(Role.EMPLOYER)
def remove(tryout_id: UUID) -> ResponseReturnValue:
    """Delete it with everything in it."""
    making.remove(queries.tryout_or_404(tryout_id, _mine()), current_user.id)
    db.session.commit()
    flash(gettext("The try-out is deleted, with every answer."), "success")
    return redirect(url_for(".listing"), 303)


@tryouts.get("/<uuid:tryout_id>/preview/<int:place>")
@only(Role.EMPLOYER)
def preview(tryout_id: UUID, place: int) -> ResponseReturnValue:
    """An item with its gold, as it was carried: the verdict on the gold itself."""
    found = queries.tryout_or_404(tryout_id, _mine())
    item = queries.item_or_404(tryout_id, place)
    task, gold = taking.task_of(item), taking.gold_of(item)
    verdict = gold.assess(task, gold.ideal(task))
    return render_template(
        "tryouts/preview.html",
        tryout=found,
        item=item,
        all=len(queries.items(tryout_id)),
        **verdict_context(task, verdict),
    )


@tryouts.get("/<uuid:tryout_id>/candidates/<uuid:candidate_id>")
@only(Role.EMPLOYER)
def candidate(tryout_id: UUID, candidate_id: UUID) -> ResponseReturnValue:
    """What one candidate answered."""
    found = queries.tryout_or_404(tryout_id, _mine())
    row, given = queries.candidate_or_404(tryout_id, candidate_id), queries.answers_of(candidate_id)
    works = [(item, taking.task_of(item), given.get(item.id)) for item in queries.items(tryout_id)]
    return render_template("tryouts/candidate.html", tryout=found, candidate=row, works=works)


@tryouts.get("/<uuid:tryout_id>/candidates/<uuid:candidate_id>/items/<int:place>")
@only(Role.EMPLOYER)
def candidate_answer(tryout_id: UUID, candidate_id: UUID, place: int) -> ResponseReturnValue:
    """One answer of a candidate beside the gold."""
    found, row = queries.tryout_or_404(tryout_id, _mine()), queries.candidate_or_404(tryout_id, candidate_id)
    item = queries.item_or_404(tryout_id, place)
    return show_answer("tryouts/candidate_answer.html", found, item, candidate_id, candidate=row)


def show_answer(template: str, found: Tryout, item: TryoutItem, candidate_id: UUID, **more: Any) -> str:
    """An answer with its verdict; 404 where none was given."""
    answer = queries.answers_of(candidate_id).get(item.id) or abort(404)
    return render_template(
        template,
        tryout=found,
        item=item,
        given=answer,
        **more,
        **verdict_context(taking.task_of(item), queries.verdict_of(answer)),
    )
