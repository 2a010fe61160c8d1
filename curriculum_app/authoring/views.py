"""The author's bench: what is live, an item as trainees see it, its gold, and where trainees go wrong."""

import json
from collections import Counter
from difflib import unified_diff
from typing import Any

from flask import Blueprint, Flask, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app import shipped
from curriculum_app.authoring import heat, item_files
from curriculum_app.authoring.item_files import ItemFile
from curriculum_app.content import gold_editing
from curriculum_app.content.gold_editing import NotWritable, Path_
from curriculum_app.database import db
from curriculum_app.grading.kind import Gold, InvalidAnswer, Task
from curriculum_app.grading.marking import MarkedTask
from curriculum_app.learning import cosmetic, loading
from curriculum_app.learning.catalogue import ItemEntry, live
from curriculum_app.learning.models import Edition
from curriculum_app.practice import answering, feedback, messages, presenting
from curriculum_app.practice.models import Answer
from curriculum_app.practice.queries import task_of
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals

authoring = Blueprint("authoring", __name__, template_folder="templates", url_prefix="/author")
ITEM = "/items/<bank>/<slug>/<language>"
NOT_WRITABLE = {
    "gold_is_prose": lazy_gettext("The gold of this kind is prose or a list of accepted wordings; it is written in the file itself."),
    "gold_contested": lazy_gettext("This gold is contested, with shares and rationales of a panel; it is written in the file itself."),
}


def init_app(app: Flask) -> None:
    """Wire the pages."""
    app.register_blueprint(authoring)
    refusals({
        "item_file_missing": lazy_gettext("None of the content folders holds %(file)s any more."),
        "item_file_changed": lazy_gettext("%(file)s was saved elsewhere since you opened this page. Open it again; nothing was written."),
        "item_file_wrong": lazy_gettext("Nothing was written, because the file would be wrong: %(problem)s"),
        "item_file_closed": lazy_gettext("This installation may not write %(file)s. Change it where the content is kept, and load it."),
        "nothing_to_declare": lazy_gettext("There is no earlier question for which this edit could be cosmetic."),
        "edit_not_cosmetic": lazy_gettext("The edit is not proven to be cosmetic: %(field)s asks for another judgement."),
    })  # fmt: skip


def _entry(bank: str, slug: str, language: str) -> ItemEntry:
    return live().items.get((bank, slug, language)) or abort(404)


def _page(name: str, entry: ItemEntry, **context: Any) -> str:
    """A page about one item."""
    where = {"bank": entry.bank, "slug": entry.slug, "language": entry.language}
    return render_template(f"authoring/{name}.html", entry=entry, where=where, **context)


def _edition(entry: ItemEntry) -> Edition:
    return db.session.get(Edition, entry.edition) or abort(404)


@authoring.get("")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def bench() -> ResponseReturnValue:
    """What is live, and what is wrong with the files as they lie there now: file, line and field."""
    catalogue = live()
    banks = Counter((bank, language) for bank, _, language in catalogue.items)
    root = str(shipped.root()) + "/"
    problems = [problem.removeprefix(root) for problem in loading.check_files()]
    return render_template("authoring/bench.html", catalogue=catalogue, banks=banks, problems=problems)


@authoring.get("/banks/<bank>")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def bank(bank: str) -> ResponseReturnValue:
    """The items of a bank, each in its languages."""
    catalogue = live()
    items: dict[str, list[ItemEntry]] = {}
    for (name, slug, _), entry in sorted(catalogue.items.items()):
        if name == bank:
            items.setdefault(slug, []).append(entry)
    if not items:
        abort(404)
    return render_template("authoring/bank.html", bank=bank, items=items, kinds=messages.KINDS)


@authoring.get(ITEM)
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def item(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """The item as trainees see it, to be tried."""
    return _show_item(_entry(bank, slug, language), {})


@authoring.post(ITEM)
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def try_out(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """Grade a try-out. Nothing is kept."""
    entry = _entry(bank, slug, language)
    task, raw = task_of(entry.edition), dict[str, Any]()
    try:
        raw = task.read_form(request.form)
        answer = task.parse(raw)
    except InvalidAnswer as invalid:
        return _show_item(entry, raw, _problems(invalid)), 422
    verdict = answering.gold_of(entry.edition).assess(task, answer)
    tried = Answer(edition_id=entry.edition, item_id=entry.id, answer=answer.model_dump(mode="json"), try_number=1)
    return _page("tried", entry, parts=messages.PARTS, levels={}, key="",
                           **feedback.of_verdict(task, verdict, live(), tried))  # fmt: skip


def _problems(invalid: InvalidAnswer) -> list[tuple[str, str]]:
    return [(messages.control(field), messages.say(message)) for field, message in invalid.problems]


def _show_item(entry: ItemEntry, kept: dict[str, Any], errors: list[tuple[str, str]] | None = None) -> str:
    task, edition, file = task_of(entry.edition), _edition(entry), item_files.find(entry)
    earlier = cosmetic.before(edition)
    changes = cosmetic.compared(earlier, edition) if earlier else []
    return _page("item", entry, file=file, errors=errors or [], pictures=entry.pictures, changes=changes,
        declarable=bool(changes) and all(change.cosmetic for change in changes), is_live=file.hash == edition.source_hash,
        **presenting.form_context(task, live(), kept or task.suggested),
    )  # fmt: skip


@authoring.get(f"{ITEM}/state")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def state(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """Which text the file holds now; the page asks so as to reload when the file is saved."""
    return jsonify(hash=item_files.find(_entry(bank, slug, language)).hash)


@authoring.get(f"{ITEM}/answers")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def answers(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """Where trainees go wrong, from the tenth answer on."""
    entry = _entry(bank, slug, language)
    return _page("answers", entry, heat=heat.of_item(_edition(entry)), least=heat.LEAST,
                           sorts=messages.SORTS)  # fmt: skip


@authoring.post(f"{ITEM}/cosmetic")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def declare_cosmetic(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """Declare that the last edit left question and gold alone; refused where that is not proven."""
    entry = _entry(bank, slug, language)
    cosmetic.declare(_edition(entry), current_user.id)
    db.session.commit()
    flash(gettext("The edit counts as cosmetic: answers to both editions are answers to one question."), "success")
    return redirect(_address(entry))


def _address(entry: ItemEntry, endpoint: str = ".item") -> str:
    return url_for(endpoint, bank=entry.bank, slug=entry.slug, language=entry.language)


@authoring.get(f"{ITEM}/gold")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def gold(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """The gold as an answer on the form trainees use, to be changed."""
    entry = _entry(bank, slug, language)
    file = item_files.find(entry)
    if file.halves is None:
        return _page("closed", entry, file=file, why=None)
    task, standard = file.halves
    ideal = standard.ideal(task)
    try:
        gold_editing.with_gold(file.source, task, standard, ideal)
    except NotWritable as closed:
        return _page("closed", entry, file=file, why=NOT_WRITABLE[closed.code])
    kept = _with_hash(task, ideal.model_dump(mode="json"))
    return _show_gold(entry, file, task, kept)


def _with_hash(task: Task, answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "text_hash": task.hash} if isinstance(task, MarkedTask) else answer


def _show_gold(entry: ItemEntry, file: ItemFile, task: Task, kept: dict[str, Any], errors: list[tuple[str, str]] | None = None) -> str:
    return _page("gold", entry, file=file, errors=errors or [], pictures=entry.pictures,
                           **presenting.form_context(task, live(), kept))  # fmt: skip


@authoring.post(f"{ITEM}/gold")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def mark_gold(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """What the file would hold with this gold, with a reason to write for whatever is new."""
    entry = _entry(bank, slug, language)
    file = item_files.find(entry)
    task, standard = file.halves or abort(409)
    raw: dict[str, Any] = {}
    try:
        raw = task.read_form(request.form)
        answer = task.parse(raw)
    except InvalidAnswer as invalid:
        return _show_gold(entry, file, task, raw, _problems(invalid)), 422
    return _preview(entry, file, _with_hash(task, answer.model_dump(mode="json")), _written(file, task, standard, answer))


def _written(file: ItemFile, task: Task, standard: Gold, answer: Any) -> str:
    try:
        return gold_editing.with_gold(file.source, task, standard, answer)
    except NotWritable:
        abort(409)


def _preview(entry: ItemEntry, file: ItemFile, answer: dict[str, Any], written: str) -> str:
    _, problems = item_files.halves(file.path, file.language, written)
    shown = [(json.dumps(path), ".".join(map(str, path[1:])), text) for path, text in gold_editing.reasons(written).items()]
    return _page("preview", entry, file=file, answer=json.dumps(answer), problems=problems, reasons=shown,
        diff=list(unified_diff(file.source.splitlines(), written.splitlines(), lineterm="", n=1))[2:], opened=file.hash,
    )  # fmt: skip


@authoring.post(f"{ITEM}/gold/file")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def write_gold(bank: str, slug: str, language: str) -> ResponseReturnValue:
    """Write the file, or show anew what it would hold with the reasons as they are written now."""
    entry = _entry(bank, slug, language)
    file = item_files.find(entry)
    task, standard = file.halves or abort(409)
    try:
        raw = json.loads(request.form.get("answer", ""))
        answer = task.parse(raw)
    except (ValueError, TypeError, AttributeError, RecursionError, InvalidAnswer):
        abort(422)
    written = gold_editing.with_reasons(_written(file, task, standard, answer), dict(_reasons()))
    if "write" not in request.form or item_files.halves(file.path, file.language, written)[1]:
        return _preview(entry, file, raw, written), 200 if "write" not in request.form else 422
    item_files.write(file, request.form.get("opened", ""), written)
    flash(gettext("%(file)s is written.", file=file.path.name), "success")
    return redirect(_address(entry))


def _reasons() -> list[tuple[Path_, str]]:
    """The reasons of the form, by the path each has in the file."""
    try:
        return [
            (tuple(json.loads(name.removeprefix("reason:"))), text.strip())
            for name, text in request.form.items()
            if name.startswith("reason:")
        ]
    except (ValueError, TypeError):
        abort(422)


