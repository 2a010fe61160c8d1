"""After a theft a reader without the server believes what the log proves, leaves open what nobody proves, and never says valid to it."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from curriculum_app.credentials import distrusting, keys, proofs, queries
from curriculum_app.credentials.models import LogEntry, SigningKey
from curriculum_app.database import db, utc_now
from curriculum_app.verification import evidence
from curriculum_app.verification.examining import Trust, Unreadable, examine
from tests.credentials.earning import earn, work


class Reader:
    """What an employer keeps in a folder, fetched from the school's site."""

    def __init__(self, folder, here):
        self.folder, self.here = folder, here

    def fetch(self, name, address):
        (self.folder / name).write_bytes(self.here.get(address).data)
        return str(self.folder / name)

    def put(self, name, data):
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def verify(self, certificate, *more):
        usual = ("--did-doc", str(self.folder / "did.json"), "--status-list", str(self.folder / "list.json"))
        return CliRunner().invoke(main, ["verify", certificate, *usual, *more])


@pytest.fixture
def credential(trainee):
    return earn(trainee)


@pytest.fixture
def reader(tmp_path, browser):
    return Reader(tmp_path, browser())


def distrusted(credential, older):
    """The key was stolen before or after the certificate was logged; the reader fetches everything anew."""
    now = utc_now()
    logged_at = now - timedelta(hours=3 if older else 1)
    db.session.query(LogEntry).update({"appended_at": logged_at})
    distrusting.distrust(db.session.query(SigningKey.id).scalar(), now - timedelta(hours=2), now)
    db.session.commit()
    work()
    return queries.print_of(credential.id).document


def fetched(reader, credential):
    reader.fetch("did.json", "/.well-known/did.json")
    reader.fetch("list.json", f"/status/{credential.status_list}")
    return reader.fetch("proof.json", f"/log/inclusion/{credential.id}")


def test_before_any_theft_a_proof_only_adds_the_check_of_the_log(reader, credential):
    file, proof = reader.put("c.json", queries.print_of(credential.id).document), fetched(reader, credential)
    assert reader.verify(file).exit_code == 0
    done = reader.verify(file, "--log-proof", proof)
    assert done.exit_code == 0, done.output
    assert "✓ Public log" in done.output
    assert "Whether it is suspended for the time being stands only on its page" in done.output


def test_one_from_before_the_theft_is_valid_with_its_proof_and_undecided_without(reader, credential):
    file, proof = reader.put("c.json", distrusted(credential, older=True)), fetched(reader, credential)
    without = reader.verify(file)
    assert without.exit_code == 2
    assert "could not be checked in full" in without.output
    assert "? Key" in without.output
    done = reader.verify(file, "--log-proof", proof)
    assert done.exit_code == 0, done.output
    assert "✓ Key: Its key was stolen later." in done.output


def test_one_from_after_the_theft_is_never_valid(reader, credential):
    file, proof = reader.put("c.json", distrusted(credential, older=False)), fetched(reader, credential)
    assert reader.verify(file).exit_code == 2
    done = reader.verify(file, "--log-proof", proof)
    assert done.exit_code == 1
    assert "✕ Key" in done.output


def test_a_forgery_does_not_borrow_anothers_proof(reader, credential):
    thief = keys.signer()
    good = distrusted(credential, older=True)
    document = {name: value for name, value in json.loads(good).items() if name != "proof"}
    document["credentialSubject"]["result"][0]["value"] = "99.0"
    forged = proofs.serialise(proofs.sign(document, thief.key, thief.method, credential.issued_at))
    file, proof = reader.put("c.json", forged), fetched(reader, credential)
    assert reader.verify(file).exit_code == 2
    done = reader.verify(file, "--log-proof", proof)
    assert done.exit_code == 1
    assert "✕ Key" in done.output


def test_a_statement_that_the_thief_signed_proves_nothing(reader, credential):
    from curriculum_app.credentials import key_statements, transparency
    from curriculum_app.credentials.key_statements import Statement

    thief = keys.signer()
    file = reader.put("c.json", distrusted(credential, older=False))
    proof = fetched(reader, credential)
    whole = transparency.tree_of(1)
    given = json.loads((reader.folder / "proof.json").read_text())
    statement = Statement(whole.origin, thief.method, utc_now(), 1, whole.root)
    given["stolen_key"] = {"statement": key_statements.sign(statement, thief.key), "proof": []}
    reader.put("proof.json", json.dumps(given).encode())
    assert reader.verify(file, "--log-proof", proof).exit_code == 2


def test_a_list_that_the_thief_signed_is_refused(reader, credential, app):
    old_list = queries.status_list(credential.status_list).document
    file = reader.put("c.json", distrusted(credential, older=True))
    proof = fetched(reader, credential)
    reader.put("list.json", old_list)
    done = reader.verify(file, "--log-proof", proof)
    assert done.exit_code == 2
    assert "was not signed by this school" in done.stderr


@pytest.mark.parametrize("data", [b"{}", b"[]", b'{"index": "0", "checkpoint": "", "proof": [], "stolen_key": null}',
                                  b'{"index": 0, "checkpoint": "", "proof": ["zz"], "stolen_key": null}'])  # fmt: skip
def test_what_is_no_proof_says_so(reader, credential, data):
    file = reader.put("c.json", queries.print_of(credential.id).document)
    fetched(reader, credential)
    assert reader.verify(file, "--log-proof", reader.put("proof.json", data)).exit_code == 2


def test_an_expired_key_vouches_for_what_has_ended_and_for_nothing_longer(credential, app):
    """Whoever finds the key of years ago could write certificates that are valid today; none of them is believed."""
    keys.rotate(utc_now())
    later = credential.valid_until + timedelta(days=1)
    old = keys.public_keys()
    known = evidence.known_of(json.dumps(keys.did_document(later)).encode())
    assert len(known.expired) == 1
    trust = Trust(keys.did(), known.all, (), lambda _: False, evidence.doubts(known, None))
    assert examine(queries.print_of(credential.id).document, trust, later).state == "expired"
    document = {name: value for name, value in json.loads(queries.print_of(credential.id).document).items() if name != "proof"}
    from curriculum_app.credentials import key_files

    ((method, _),) = known.expired.items()
    found = key_files.opened(key_files.folder() / f"{method.partition('#')[2]}.pem")
    longer = proofs.sign({**document, "validUntil": "2099-01-01T00:00:00Z"}, found, method, utc_now())
    assert examine(proofs.serialise(longer), trust, later).state == "broken"
    assert len(old) == 2


def test_a_did_document_that_is_none_is_refused():
    for data in (b"{}", b'{"verificationMethod": 1}', b'{"verificationMethod": [{"id": "a", "publicKeyMultibase": "z", "expires": "x"}]}'):
        with pytest.raises(Unreadable, match="no_did_document"):
            evidence.known_of(data)
