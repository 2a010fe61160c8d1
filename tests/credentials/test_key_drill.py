"""A key is stolen, and the school follows docs/stolen-key.md step by step: afterwards exactly the right certificates fail."""

import copy
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from curriculum_app import jobs
from curriculum_app.cli import main
from curriculum_app.credentials import (
    auditing,
    checkpoints,
    distrusting,
    following,
    key_statements,
    keys,
    proofs,
    queries,
    transparency,
)
from curriculum_app.credentials.models import Checkpoint, Credential, LogEntry, SigningKey
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification.examining import keys_of
from tests.credentials.earning import earn, work


@pytest.fixture
def graduate(browser, person):
    """Another trainee with a certificate, each time."""

    def earned(name):
        account = person(name)
        here = browser().sign_in(account)
        here.account = account
        assert here.post("/courses/sample/enrol").status_code == 302
        return earn(here)

    return earned


def logged_at(credential, moment):
    """As if it had been issued and logged then."""
    db.session.query(LogEntry).filter_by(credential_id=credential.id).update({"appended_at": moment})
    db.session.commit()


def state_at(browser, data):
    answer = browser().client.post("/api/v1/verify", data=data, headers={"Content-Type": "application/json"})
    return answer.json["state"]


def checks_at(browser, data):
    answer = browser().client.post("/api/v1/verify", data=data, headers={"Content-Type": "application/json"})
    return {check["code"]: check["passed"] for check in answer.json["checks"]}


def forged(credential, signer, **claims):
    """What a thief makes with the stolen key: any claim, under any date, in the place of a certificate that is good."""
    document = json.loads(queries.print_of(credential.id).document)
    unsigned = {name: value for name, value in document.items() if name != "proof"} | claims
    unsigned["credentialSubject"] = copy.deepcopy(unsigned["credentialSubject"])
    unsigned["credentialSubject"]["identifier"][0]["identityHash"] = "도둑"
    return proofs.serialise(proofs.sign(unsigned, signer.key, signer.method, credential.issued_at))


def command(app, *arguments):
    """A command of the operator's, on the database of the test."""
    db.session.commit()
    done = CliRunner().invoke(main, ["credentials", *arguments], obj=lambda: app)
    db.session.expire_all()
    return done


@pytest.fixture
def run(app, monkeypatch):
    """The operator's commands, on this application."""
    monkeypatch.setattr("curriculum_app.cli.create_app", lambda: app)
    return lambda *arguments: command(app, *arguments)


def test_the_whole_drill(app, browser, graduate, run):
    theft = utc_now() - timedelta(hours=2)
    early, late = graduate("김하늘"), graduate("이새봄")
    logged_at(early, theft - timedelta(hours=1))
    logged_at(late, theft + timedelta(hours=1))
    good, doubtful = (queries.print_of(one.id).document for one in (early, late))
    stolen, thief = str(db.session.query(SigningKey.id).scalar()), keys.signer()
    backdated = forged(early, thief, validFrom="2026-01-05T09:00:00Z")
    foreign = forged(early, thief, id=f"http://localhost:8000/verify/{uuid4()}")

    # 1. What would be lost is looked at first.
    listed = run("signed-by", stolen, "--since", theft.isoformat())
    assert (late.serial in listed.output, early.serial in listed.output) == (True, False)

    # 2. The key is distrusted; a new one signs from now on.
    done = run("distrust-key", stolen, "--since", theft.isoformat())
    assert done.exit_code == 0, done.output
    assert "1 certificates of ours are no longer believed" in done.output
    assert keys.current(utc_now()).id != UUID(stolen)

    # 3. At once, before the worker did anything, no forgery is valid.
    for forgery in (backdated, foreign):
        assert state_at(browser, forgery) == "broken"
    assert state_at(browser, good) != "valid"  # the checkpoint is by the stolen key still: nobody says valid

    # 4. The worker signs anew what the stolen key had signed.
    work()
    assert state_at(browser, good) == "valid"
    assert checks_at(browser, good)["key"] is True
    assert state_at(browser, doubtful) == "broken"
    assert checks_at(browser, doubtful)["key"] is False
    for forgery in (backdated, foreign):
        assert state_at(browser, forgery) == "broken"
    assert "유효한 증서입니다" in browser().get(f"/verify/{early.id}").text
    assert "믿을 수 없는 증서입니다" in browser().get(f"/verify/{late.id}").text

    # 5. What is issued afterwards is valid as ever, and needs no word about the theft.
    after = graduate("박가람")
    assert state_at(browser, queries.print_of(after.id).document) == "valid"
    assert "key" not in checks_at(browser, queries.print_of(after.id).document)


def test_auditors_go_on_after_it(app, browser, graduate, run):
    early, _ = graduate("김하늘"), graduate("이새봄")
    leaves = tuple(entry.leaf_hash for entry in db.session.query(LogEntry).order_by(LogEntry.index))
    stolen = str(db.session.query(SigningKey.id).scalar())
    run("distrust-key", stolen, "--since", utc_now().isoformat())
    work()
    here = browser()

    def fetch(address):
        return here.get(address.removeprefix("http://localhost:8000")).data

    seen = following.look("http://localhost:8000", auditing.Kept("localhost:8000/log", leaves), fetch)
    assert isinstance(auditing.judge("localhost:8000/log", auditing.Kept("localhost:8000/log", leaves), seen), auditing.Kept)
    assert stolen not in " ".join(seen.keys)  # and a checkpoint that the thief signs is by no key of the document
    thiefs = db.session.get(SigningKey, UUID(stolen))
    assert keys.method(thiefs) not in seen.keys
    assert queries.print_of(early.id)


def test_a_checkpoint_by_the_stolen_key_is_believed_no_more(app, browser, graduate, run):
    credential = graduate("김하늘")
    by_thief = db.session.query(Checkpoint).one().note
    run("distrust-key", str(db.session.query(SigningKey.id).scalar()), "--since", (utc_now() - timedelta(days=1)).isoformat())
    assert transparency.holds(credential.id, queries.print_of(credential.id).document) is None
    work()
    newest = db.session.query(Checkpoint).one()
    assert checkpoints.read(newest.note) == checkpoints.read(by_thief)  # the same tree, which auditors know
    _, asserting = keys_of(json.dumps(keys.did_document()).encode())
    assert checkpoints.signed_by(newest.note, asserting)
    assert checkpoints.signed_by(by_thief, asserting) is None


def test_the_lists_are_signed_anew_at_once(app, graduate, run):
    credential = graduate("김하늘")
    run("distrust-key", str(db.session.query(SigningKey.id).scalar()), "--since", utc_now().isoformat())
    work()
    signed = json.loads(queries.status_list(credential.status_list).document)
    assert signed["proof"][0]["verificationMethod"] == keys.method(keys.current(utc_now()))


def test_the_did_document_says_that_it_was_stolen(app, graduate, run):
    graduate("김하늘")
    stolen, since = db.session.query(SigningKey.id).scalar(), utc_now() - timedelta(hours=1)
    run("distrust-key", str(stolen), "--since", since.isoformat())
    document = keys.did_document()
    (entry,) = [one for one in document["verificationMethod"] if one["id"].endswith(str(stolen))]
    assert entry["revoked"] == f"{since:%Y-%m-%dT%H:%M:%SZ}"
    assert entry["id"] not in document["assertionMethod"]


def test_the_statement_is_public_and_signed_by_a_key_that_is_not_stolen(app, browser, graduate, run):
    since = utc_now().replace(microsecond=0)
    logged_at(graduate("김하늘"), since - timedelta(minutes=1))
    stolen = db.session.query(SigningKey).one()
    run("distrust-key", str(stolen.id), "--since", since.isoformat())
    assert browser().get("/.well-known/distrusted-keys.json").json["distrusted"] == []
    work()
    (told,) = browser().get("/.well-known/distrusted-keys.json").json["distrusted"]
    statement = key_statements.read(told["statement"])
    assert (statement.method, statement.since, statement.size) == (keys.method(stolen), since, 1)
    assert statement.root == db.session.query(Checkpoint).one().root
    _, asserting = keys_of(json.dumps(keys.did_document()).encode())
    assert checkpoints.signed_by(told["statement"], asserting)
    with pytest.raises(ValueError, match="not a statement"):
        key_statements.read(db.session.query(Checkpoint).one().note)


def test_a_new_key_that_is_stolen_too_states_nothing_more(app, graduate, run):
    graduate("김하늘")
    first = db.session.query(SigningKey.id).scalar()
    run("distrust-key", str(first), "--since", utc_now().isoformat())
    work()
    second = keys.current(utc_now()).id
    run("distrust-key", str(second), "--since", utc_now().isoformat())
    assert not distrusting.is_stated()
    work()
    assert distrusting.is_stated()
    _, asserting = keys_of(json.dumps(keys.did_document()).encode())
    assert len(asserting) == 1
    assert len(distrusting.statements()) == 2
    assert all(checkpoints.signed_by(note, asserting) for note in distrusting.statements().values())


def test_the_moment_can_be_set_earlier_and_never_later(app, graduate):
    credential, now = graduate("김하늘"), utc_now()
    key = db.session.query(SigningKey).one()
    logged_at(credential, now - timedelta(hours=2))
    distrusting.distrust(key.id, now - timedelta(hours=1), now)
    db.session.commit()
    assert key.trusted_entries == 1
    with pytest.raises(Refused, match="already_distrusted"):
        distrusting.distrust(key.id, now - timedelta(minutes=30), now)
    distrusting.distrust(key.id, now - timedelta(hours=3), now)
    assert (key.trusted_entries, key.statement) == (0, "")
    with pytest.raises(Refused, match="in_the_future"):
        distrusting.distrust(key.id, now + timedelta(hours=1), now)
    with pytest.raises(Refused, match="key_unknown"):
        distrusting.distrust(uuid4(), now, now)


def test_what_was_appended_after_a_later_one_is_not_trusted(app, graduate):
    """Two workers' clocks may differ by a moment; the place in the log decides, and only a beginning of it is trusted."""
    first, second, now = graduate("김하늘"), graduate("이새봄"), utc_now()
    logged_at(first, now - timedelta(minutes=10))
    logged_at(second, now - timedelta(minutes=20))
    assert transparency.entries_until(now - timedelta(minutes=15)) == 0
    assert transparency.entries_until(now - timedelta(minutes=5)) == 2


def test_the_commands_say_what_is_wrong(run, app, graduate):
    graduate("김하늘")
    unknown = run("distrust-key", str(uuid4()), "--since", "2026-01-01T00:00:00Z")
    assert (unknown.exit_code, "There is no key" in unknown.output) == (1, True)
    assert run("distrust-key", str(uuid4()), "--since", "yesterday").exit_code == 2
    assert "signs" in run("keys").output
    assert db.session.query(Credential).count() == 1


def test_the_regular_round_finds_what_a_crash_left_unsigned(app, graduate, run):
    graduate("김하늘")
    run("distrust-key", str(db.session.query(SigningKey.id).scalar()), "--since", utc_now().isoformat())
    db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).delete()
    db.session.commit()
    jobs.look_after()
    work()
    assert distrusting.is_stated()
    assert transparency.is_signed_by_the_key_in_use(utc_now())
