"""Every printed credential is logged exactly once, and anybody may ask the log for proof."""

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import delete, select, update

from curriculum_app import jobs
from curriculum_app.credentials import checkpoints, keys, merkle, multibase, transparency
from curriculum_app.credentials.checkpoints import Tree
from curriculum_app.credentials.models import Checkpoint, CredentialPrint, LogEntry, LogNode
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn, work
from tests.credentials.printing import logged, printed


@pytest.fixture(autouse=True)
def signing_key(app):
    keys.ensure(utc_now())
    db.session.commit()


def document(credential):
    return db.session.get(CredentialPrint, credential.id).document


def leaves():
    return list(db.session.scalars(select(LogEntry.leaf_hash).order_by(LogEntry.index)))


def test_a_credential_is_logged_with_its_print(trainee, browser):
    credential = earn(trainee)
    (entry,) = db.session.query(LogEntry).all()
    assert (entry.index, entry.credential_id) == (0, credential.id)
    assert entry.leaf_hash == sha256(b"\0" + sha256(document(credential)).digest()).digest()
    assert transparency.holds(credential.id, document(credential)) is True
    jobs.enqueue("credentials.print", str(uuid4()), credential_id=str(credential.id))
    db.session.commit()
    work()
    assert db.session.query(LogEntry).count() == 1


def test_the_log_of_any_size_is_the_tree_of_its_leaves(app):
    for size in range(1, 21):
        logged([size])
        assert db.session.get(Checkpoint, size).root == merkle.root(leaves())
    assert db.session.query(LogNode).count() == 10 + 5 + 2 + 1


def test_each_credential_is_proved_under_the_newest_checkpoint_and_no_other_document_is(app):
    for credential in logged(range(1, 12)):
        assert transparency.holds(credential.id, document(credential)) is True
        assert transparency.holds(credential.id, document(credential) + b" ") is False


def test_what_is_not_logged_yet_is_neither_held_nor_denied(app):
    logged([1])
    assert transparency.holds(printed(2).id, b"") is None


def test_what_was_printed_before_there_was_a_log_is_logged_in_that_order(app):
    made = [printed(number) for number in (3, 1, 2)]
    db.session.commit()
    jobs.look_after()
    work()
    in_order = [made[1].id, made[2].id, made[0].id]
    assert list(db.session.scalars(select(LogEntry.credential_id).order_by(LogEntry.index))) == in_order
    assert not transparency.is_behind()
    jobs.look_after()
    work()
    assert [found.size for found in db.session.query(Checkpoint)] == [3]


def test_workers_at_the_same_time_leave_no_gap_and_log_nothing_twice(app):
    earlier = [printed(number).id for number in range(100, 110)]
    db.session.commit()

    def work_at(number):
        with app.app_context():
            if number % 10 == 0:
                transparency.append_missing(utc_now())
                db.session.commit()
                return []
            return [credential.id for credential in logged([number])]

    with ThreadPoolExecutor(8) as threads:
        made = sum(threads.map(work_at, range(1, 41)), [])
    db.session.rollback()
    assert list(db.session.scalars(select(LogEntry.index).order_by(LogEntry.index))) == list(range(46))
    assert set(db.session.scalars(select(LogEntry.credential_id))) == {*made, *earlier}
    assert checkpoints.read(transparency.newest().note).root == merkle.root(leaves())


def test_a_failed_print_leaves_no_entry(app):
    credential = printed(1)
    transparency.append(credential.id, "00" * 32, utc_now())
    db.session.rollback()
    assert db.session.query(LogEntry).count() == 0
    logged([2])
    assert [entry.index for entry in db.session.query(LogEntry)] == [0]


def test_a_proof_reads_a_few_rows_of_a_long_log(app, count_queries):
    (first, *_) = logged(range(1, 3))
    with count_queries() as short:
        assert transparency.holds(first.id, document(first))
    for number in range(3, 203):
        printed(number)
    transparency.append_missing(utc_now())
    db.session.commit()
    with count_queries() as long:
        assert transparency.holds(first.id, document(first))
    assert len(long) <= len(short)
    assert len(transparency.inclusion(first.id).proof) == 8


def test_a_checkpoint_is_a_signed_note_that_any_auditor_reads(browser):
    logged(range(1, 4))
    served = browser().get("/log/checkpoint")
    assert (served.status_code, served.mimetype) == (200, "text/plain")
    body, signature = served.text.split("\n\n")
    origin, size, root = body.split("\n")
    assert (origin, size, b64decode(root)) == ("localhost:8000/log", "3", merkle.root(leaves()))
    dash, name, encoded = signature.rstrip("\n").split(" ")
    assert (dash, name) == ("—", origin)
    ((method, multikey),) = keys.public_keys().items()
    public, signed = multibase.ed25519(multikey), b64decode(encoded)
    assert signed[:4] == sha256(origin.encode() + b"\n\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], f"{body}\n".encode())
    assert checkpoints.signed_by(served.text, keys.public_keys()) == method


def test_a_note_another_key_signed_or_somebody_altered_is_not_signed(app):
    ours, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    known = {"did:web:x#1": multibase.multikey(ours.public_key().public_bytes_raw())}
    tree = Tree("x/log", 3, b"r" * 32)
    note = checkpoints.sign(tree, ours)
    assert checkpoints.read(note) == tree
    assert checkpoints.signed_by(note, known) == "did:web:x#1"
    assert checkpoints.signed_by(checkpoints.sign(tree, other), known) is None
    for was, now in (("\n3\n", "\n4\n"), ("x/log\n", "y/log\n"), ("— x/log", "— y/log"), ("— ", "- "), ("=\n\n", "=\n")):
        assert checkpoints.signed_by(note.replace(was, now, 1), known) is None
    for no_note in ("", "x\n", "x/log\n03\n" + note.split("\n")[2] + "\n", "x/log\n3\nAAAA\n\n"):
        with pytest.raises(ValueError, match="not a checkpoint"):
            checkpoints.read(no_note)


def test_earlier_checkpoints_hold_after_the_key_was_rotated(app):
    logged([1])
    old = keys.signer().method
    keys.rotate(utc_now())
    logged([2])
    notes = [found.note for found in db.session.query(Checkpoint).order_by(Checkpoint.size)]
    assert [checkpoints.signed_by(note, keys.public_keys()) for note in notes] == [old, keys.signer().method]


def test_entries_come_by_the_page_and_name_nobody(browser):
    logged(range(1, 6))
    page = json.loads(browser().get("/log/entries?start=1&count=2").data)
    assert page == {"start": 1, "entries": [{"index": at, "leaf_hash": leaves()[at].hex()} for at in (1, 2)]}
    assert len(json.loads(browser().get("/log/entries").data)["entries"]) == 5
    assert json.loads(browser().get("/log/entries?start=99").data)["entries"] == []


def test_inclusion_and_consistency_are_proved_to_anybody(browser):
    made = logged(range(1, 8))
    answer = json.loads(browser().get(f"/log/inclusion/{made[4].id}").data)
    tree, path = checkpoints.read(answer["checkpoint"]), [bytes.fromhex(hash) for hash in answer["proof"]]
    leaf = merkle.leaf_hash(sha256(document(made[4])).digest())
    assert (answer["index"], answer["size"], answer["leaf_hash"]) == (4, 7, leaf.hex())
    assert merkle.proves_inclusion(leaf, 4, 7, path, tree.root)
    assert answer["signed_by"] in keys.public_keys()
    proof = json.loads(browser().get("/log/consistency?first=3&second=6").data)["proof"]
    roots = [db.session.get(Checkpoint, size).root for size in (3, 6)]
    assert merkle.proves_consistency(3, roots[0], 6, roots[1], [bytes.fromhex(hash) for hash in proof])


@pytest.mark.parametrize("address", ["/log/checkpoint", "/log/entries", "/log/consistency?first=1&second=2"])
def test_answers_are_for_every_site_kept_by_their_tag_and_set_no_cookie(browser, address):
    logged([1, 2])
    here = browser()
    answer = here.get(address)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert here.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(("address", "status", "code"), [
    ("entries?start=-1", 422, "bad_number"), ("entries?count=0", 422, "bad_number"), ("entries?count=1001", 422, "bad_number"),
    ("entries?start=1e3", 422, "bad_number"), ("entries?start=9999999999", 422, "bad_number"), ("entries?start=١", 422, "bad_number"),
    ("consistency", 422, "bad_number"), ("consistency?first=2&second=1", 422, "bad_number"),
    ("consistency?first=1&second=3", 422, "beyond_the_log"), (f"inclusion/{UUID(int=0)}", 404, "not_logged"),
])  # fmt: skip
def test_what_can_not_be_answered_is_refused_with_a_reason(browser, address, status, code):
    logged([1, 2])
    answer = browser().get(f"/log/{address}")
    assert (answer.status_code, answer.json["error"]) == (status, code)
    assert answer.json["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_empty_log_says_that_it_is_empty(browser):
    assert browser().get("/log/checkpoint").json["error"] == "nothing_logged"
    assert browser().get("/log/consistency?first=0&second=0").status_code == 404
    assert browser().get("/log/entries").json["entries"] == []


def test_a_log_with_a_hole_proves_nothing(browser):
    made = logged(range(1, 6))
    db.session.execute(delete(LogNode).where(LogNode.level == 2))
    db.session.execute(delete(LogEntry).where(LogEntry.index == 1))
    db.session.commit()
    assert browser().get("/log/consistency?first=4&second=5").status_code == 200  # needs neither
    assert browser().get(f"/log/inclusion/{made[0].id}").json["error"] == "broken_log"
    assert transparency.holds(made[0].id, document(made[0])) is False


def test_a_changed_leaf_is_not_held(app):
    made = logged(range(1, 6))
    db.session.execute(update(LogEntry).where(LogEntry.index == 2).values(leaf_hash=b"x" * 32))
    db.session.commit()
    assert transparency.holds(made[2].id, document(made[2])) is False
    assert transparency.holds(made[3].id, document(made[3])) is False  # its proof runs over the changed one
    assert transparency.holds(made[0].id, document(made[0])) is True
