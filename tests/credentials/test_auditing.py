"""An auditor who was here before notices whatever was done to the log since, and says it in a sentence."""

import json
from threading import Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update
from werkzeug.serving import make_server

from curriculum_app.cli import main
from curriculum_app.credentials import checkpoints, following, keys, merkle, transparency
from curriculum_app.credentials.auditing import Finding, Kept, Seen, Wrong, judge
from curriculum_app.credentials.checkpoints import Tree
from curriculum_app.credentials.models import Checkpoint, CredentialPrint, LogEntry, LogNode
from curriculum_app.database import db, utc_now
from tests.credentials.printing import logged

SITE = "http://localhost:8000"
LEAVES = [bytes([number]) * 32 for number in range(9)]


@pytest.fixture(autouse=True)
def signing_key(app):
    keys.ensure(utc_now())
    db.session.commit()


@pytest.fixture
def audit(browser, tmp_path):
    """Audits as the command does, with the test client for a network: audit() → a finding, or (entries, new ones)."""
    here = browser()

    def fetch(address):
        answer = here.get(address.removeprefix(SITE))
        if answer.status_code != 200:
            raise following.Declined(address)
        return answer.data

    return lambda: following.audit(SITE, tmp_path / "state.json", fetch)


def write_anew(credential_ids):
    """What a dishonest school can do that holds the key: another log, built and signed in full by the very code."""
    for table in (LogEntry, LogNode, Checkpoint):
        db.session.execute(delete(table))
    hashes = dict(db.session.execute(select(CredentialPrint.credential_id, CredentialPrint.document_sha256)).all())
    for id in credential_ids:
        transparency.append(id, hashes[id], utc_now())
    db.session.commit()


def set_leaf(index, leaf):
    db.session.execute(update(LogEntry).where(LogEntry.index == index).values(leaf_hash=leaf))


def leaf(index):
    return db.session.get(LogEntry, index).leaf_hash


def test_a_good_log_is_followed_as_it_grows(audit):
    logged(range(1, 6))
    assert audit() == (5, 5)
    logged(range(6, 9))
    assert audit() == (8, 3)
    assert audit() == (8, 0)


def test_a_rotated_key_is_no_trouble(audit):
    logged([1, 2])
    assert audit() == (2, 2)
    keys.rotate(utc_now())
    db.session.commit()
    assert audit() == (2, 0)
    logged([3])
    assert audit() == (3, 1)


@pytest.mark.parametrize("anew", [False, True], ids=["rows deleted", "log built and signed anew"])
def test_a_removed_last_entry_is_noticed(audit, anew):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    if anew:
        write_anew(ids[:-1])
    else:
        db.session.execute(delete(LogEntry).where(LogEntry.index == 4))
        db.session.execute(delete(Checkpoint).where(Checkpoint.size == 5))
        db.session.commit()
    assert audit() == Finding(Wrong.REMOVED, "Entries were removed: the log had 5 and has 4.")


def test_an_entry_removed_from_the_middle_is_noticed(audit):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    db.session.execute(delete(LogEntry).where(LogEntry.index == 2))
    db.session.commit()
    assert audit() == Finding(Wrong.REMOVED, "Entry 2 was removed: the log does not show it, though its checkpoint counts it.")
    later = [made.id for made in logged([6, 7])]
    write_anew([*ids[:2], *ids[3:], *later])
    assert audit() == Finding(Wrong.REMOVED, "Entry 2 was removed: those after it moved up.")


def test_a_log_that_is_gone_is_noticed(audit):
    logged([1, 2])
    audit()
    write_anew([])
    assert audit().wrong == Wrong.REMOVED


def test_a_changed_entry_is_noticed(audit):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    set_leaf(3, b"x" * 32)
    db.session.commit()
    assert audit() == Finding(Wrong.CHANGED, "Entry 3 was changed: it is not what it was before.")
    other, later = (made.id for made in logged([6, 7]))
    write_anew([*ids[:3], other, ids[4], later])
    assert audit().wrong == Wrong.CHANGED


def test_reordered_entries_are_noticed(audit):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    first, second = leaf(1), leaf(3)
    set_leaf(1, second)
    set_leaf(3, first)
    db.session.commit()
    assert audit() == Finding(Wrong.REORDERED, "The entries were reordered: entry 1 stands in another place than before.")
    later = logged([6])[0].id
    write_anew([ids[0], ids[3], ids[2], ids[1], ids[4], later])
    assert audit().wrong == Wrong.REORDERED


def test_an_entry_put_in_between_is_noticed(audit):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    backdated = logged([6])[0].id
    write_anew([*ids[:2], backdated, *ids[2:]])
    assert audit().wrong == Wrong.REORDERED


def test_a_forked_log_is_noticed(audit):
    ids = [made.id for made in logged(range(1, 6))]
    audit()
    other = logged([6])[0].id
    write_anew([*ids[:4], other])
    assert audit() == Finding(Wrong.FORKED, "The log was forked: two different logs of 5 entries were signed. "
                              "Entry 4 was changed: it is not what it was before.")  # fmt: skip


def test_a_fork_behind_honest_entries_is_noticed(audit):
    logged(range(1, 6))
    audit()
    fork = Tree("localhost:8000/log", 5, b"f" * 32)
    db.session.execute(update(Checkpoint).where(Checkpoint.size == 5).values(note=checkpoints.sign(fork, keys.signer().key)))
    db.session.commit()
    assert audit() == Finding(Wrong.FORKED, "The log was forked: two different logs of 5 entries were signed.")


def test_a_checkpoint_signed_by_a_foreign_key_is_noticed(audit):
    logged([1, 2])
    audit()
    note = transparency.newest().note
    db.session.execute(update(Checkpoint).values(note=note.replace("\n2\n", "\n3\n")))
    db.session.commit()
    assert audit().wrong == Wrong.BAD_SIGNATURE
    db.session.execute(update(Checkpoint).values(note="no checkpoint"))
    db.session.commit()
    assert audit() == Finding(Wrong.BAD_SIGNATURE, "What the log shows as its newest checkpoint is no checkpoint.")


def test_what_is_wrong_never_replaces_what_was_kept(audit, tmp_path):
    logged([1, 2])
    audit()
    kept, right = (tmp_path / "state.json").read_text(), leaf(0)
    set_leaf(0, b"x" * 32)
    db.session.commit()
    assert audit().wrong == audit().wrong == Wrong.CHANGED
    assert (tmp_path / "state.json").read_text() == kept
    set_leaf(0, right)
    db.session.commit()
    assert audit() == (2, 0)
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]


def seen(size, **other):
    """A log of the first so many leaves, signed by its key, seen by somebody who was there at size 4."""
    signer, nodes = keys.signer(), merkle.complete(LEAVES)
    note = checkpoints.sign(Tree("x/log", size, merkle.root(LEAVES[:size])), signer.key)
    proof = merkle.hashes(merkle.consistency(4, size), nodes)
    return Seen(note, keys.public_keys(), dict(enumerate(LEAVES[:size])), proof)._replace(**other)


def test_judging_is_of_what_is_given(app):
    kept = Kept("x/log", tuple(LEAVES[:4]))
    assert judge("x/log", None, seen(4)) == kept
    assert judge("x/log", kept, seen(7)) == Kept("x/log", tuple(LEAVES[:7]))
    assert judge("x/log", kept, seen(7, proof=[])).wrong == Wrong.NOT_PROVED
    assert judge("x/log", kept, seen(7, proof=[b"x" * 32] * 3)).wrong == Wrong.NOT_PROVED
    assert judge("x/log", kept, seen(7, entries=dict(enumerate([*LEAVES[:6], b"x" * 32])))).wrong == Wrong.OTHER_ROOT
    assert judge("x/log", kept, seen(7, keys={})).wrong == Wrong.BAD_SIGNATURE
    assert judge("x/log", kept, seen(7, note="no note")).wrong == Wrong.BAD_SIGNATURE
    assert judge("y/log", kept, seen(7)).wrong == Wrong.OTHER_LOG
    assert judge("x/log", Kept("y/log", kept.leaves), seen(7)).wrong == Wrong.OTHER_LOG


@pytest.fixture
def site(app, monkeypatch):
    """The application behind a real socket, under its public address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.port}"
    monkeypatch.setitem(app.config, "PUBLIC_URL", address)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield address
    server.shutdown()
    thread.join()
    server.server_close()


def command(address, state):
    db.session.commit()
    return CliRunner().invoke(main, ["credentials", "audit-log", address, "--state", str(state)])


def test_the_command_follows_a_log_over_http(site, tmp_path):
    state = tmp_path / "state.json"
    logged(range(1, 4))
    first = command(site, state)
    assert (first.exit_code, first.output) == (0, "All is well: the log has 3 entries, 3 of them new.\n")
    logged(range(4, 6))
    assert command(f"{site}/", state).output == "All is well: the log has 5 entries, 2 of them new.\n"
    set_leaf(1, b"x" * 32)
    changed = command(site, state)
    assert (changed.exit_code, changed.output) == (1, "Entry 1 was changed: it is not what it was before.\n")
    assert json.loads(state.read_text())["size"] == 5


def test_the_command_says_when_it_sees_nothing(site, tmp_path):
    state = tmp_path / "state.json"
    empty = command(site, state)
    assert (empty.exit_code, empty.output) == (2, f"There is no log at {site}, or nothing in it yet.\n")
    away = command("http://127.0.0.1:9", state)
    assert away.exit_code == 2
    assert "can't be reached" in away.output
    assert command("ftp://x", state).exit_code == 2
    assert not state.exists()
    logged([1])
    state.write_text('{"origin": "x", "size": 2, "root": "", "leaves": []}')
    damaged = command(site, state)
    assert damaged.exit_code == 2
    assert "damaged" in damaged.output


def test_more_than_a_page_of_entries_is_followed(audit, monkeypatch):
    monkeypatch.setattr(following, "PAGE", 4)
    logged(range(1, 12))
    assert audit() == (11, 11)
