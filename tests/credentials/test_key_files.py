"""Private keys lie encrypted where there is a passphrase; the authority and its seals are made once and renewed on command."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from cryptography import x509

from curriculum_app.cli import main
from curriculum_app.credentials import certification, commands, key_files, keys, sealing
from curriculum_app.database import db, utc_now
from tests.credentials.school import CREDENTIAL, NOW, founded, printed, school

SECRET = "correct horse"


def files(app):
    with app.app_context():
        return sorted(key_files.folder().iterdir())


def run(app, command):
    return CliRunner().invoke(commands.credentials, [command], obj=lambda: app)


def seals(app):
    """Whether the school can seal, and its seal holds."""
    with app.app_context():
        return sealing.check(sealing.seal(printed(), NOW), sealing.authorities()) == ("sealed", CREDENTIAL)


def test_the_authority_and_its_seal_are_made_once(tmp_path):
    app = founded(tmp_path)
    made = files(app)
    assert sorted(file.name.split("-")[0] + file.name[-8:] for file in made) == [
        "authority.crt.pem", "authority.key.pem", "seal.crt.pem", "seal.key.pem",
    ]  # fmt: skip
    with app.app_context():
        certification.ensure(NOW + timedelta(days=1))
    assert files(app) == made


def test_private_keys_are_for_their_owner_and_certificates_for_everybody(tmp_path):
    for file in files(founded(tmp_path)):
        assert file.stat().st_mode & 0o777 == (0o600 if ".key." in file.name else 0o644)


def test_the_certificates_say_what_they_are_for(tmp_path):
    app = founded(tmp_path)
    with app.app_context():
        _, seal, authority = certification.current(NOW)
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert not seal.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    of_authority = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    of_seal = seal.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (of_authority.key_cert_sign, of_authority.crl_sign, of_authority.digital_signature) == (True, True, False)
    assert (of_seal.digital_signature, of_seal.content_commitment, of_seal.key_cert_sign) == (True, True, False)
    assert authority.not_valid_after_utc - NOW > timedelta(days=29 * 365)
    assert seal.subject.rfc4514_string() == "CN=AI Trainer School certificate seal,O=트레이너 학교"


def test_a_school_with_a_long_name_gets_its_authority_too(tmp_path):
    long = {"ISSUER_NAME_KO": "가" * 200, "ISSUER_NAME_EN": "An Institute " * 20}
    assert seals(founded(tmp_path, **long))


def test_a_renewed_seal_seals_and_the_old_one_stays(tmp_path, monkeypatch):
    app = founded(tmp_path)
    with app.app_context():
        old, early = certification.current(NOW), sealing.seal(printed(), NOW)
        monkeypatch.setattr(commands, "utc_now", lambda: NOW + timedelta(days=4 * 365))
        told = run(app, "renew-seal")
        assert "until 2035-11-" in told.output, told.output
        later = NOW + timedelta(days=4 * 365, hours=1)
        new = certification.current(later)
        assert new.certificate != old.certificate
        assert new.authority == old.authority
        assert sealing.check(early, sealing.authorities()).code == "sealed"
        assert sealing.check(sealing.seal(printed(), later), sealing.authorities()).code == "sealed"
    assert len(files(app)) == 6


def test_a_seal_that_ended_seals_nothing_and_says_what_to_do(tmp_path):
    app = founded(tmp_path)
    with app.app_context(), pytest.raises(LookupError, match="curriculum credentials renew-seal"):
        sealing.seal(printed(), NOW + timedelta(days=6 * 365))


def test_no_seal_is_renewed_without_an_authority(tmp_path):
    told = run(school(tmp_path), "renew-seal")
    assert told.exit_code == 1
    assert "curriculum prepare" in told.output


def test_with_a_passphrase_new_keys_are_encrypted(tmp_path):
    app = founded(tmp_path, KEY_PASSPHRASE=SECRET)
    private = [file for file in files(app) if ".key." in file.name]
    assert len(private) == 2
    assert all(b"BEGIN ENCRYPTED PRIVATE KEY" in file.read_bytes() for file in private)
    assert seals(app)


@pytest.mark.parametrize("given", ["", "wrong"])
def test_a_missing_or_wrong_passphrase_is_told_by_the_name_of_its_setting(tmp_path, given):
    founded(tmp_path, KEY_PASSPHRASE=SECRET)
    app = school(tmp_path, KEY_PASSPHRASE=given)
    with app.app_context(), pytest.raises(key_files.Locked, match="CURRICULUM_KEY_PASSPHRASE") as told:
        sealing.seal(printed(), NOW)
    assert SECRET not in str(told.value)
    assert "CURRICULUM_KEY_PASSPHRASE" in run(app, "renew-seal").output


def test_keys_that_lie_open_still_open_once_a_passphrase_is_set_and_are_encrypted_on_command(tmp_path):
    founded(tmp_path)
    app = school(tmp_path, KEY_PASSPHRASE=SECRET)
    assert seals(app)
    told = run(app, "encrypt-keys")
    assert told.output == "2 keys encrypted.\n"
    assert not [file for file in files(app) if b"BEGIN PRIVATE KEY" in file.read_bytes()]
    assert {file.stat().st_mode & 0o777 for file in files(app) if ".key." in file.name} == {0o600}
    assert len(files(app)) == 4  # nothing half-written is left
    assert seals(app)
    assert run(app, "encrypt-keys").output == "0 keys encrypted.\n"


def test_nothing_is_encrypted_with_an_empty_passphrase(tmp_path):
    app = founded(tmp_path)
    told = run(app, "encrypt-keys")
    assert told.exit_code == 1
    assert "CURRICULUM_KEY_PASSPHRASE is empty" in told.output
    assert seals(app)


def test_the_key_of_credentials_is_encrypted_as_well(app, monkeypatch):
    monkeypatch.setitem(app.config, "KEY_PASSPHRASE", SECRET)
    made = keys.ensure(utc_now())
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in keys._file(made).read_bytes()
    assert keys.signer().key.sign(b"x")
    monkeypatch.setitem(app.config, "KEY_PASSPHRASE", "another")
    with pytest.raises(key_files.Locked, match="CURRICULUM_KEY_PASSPHRASE"):
        keys.signer()
    db.session.rollback()


def test_the_authoritys_certificate_is_served_to_everybody(app, browser):
    certification.ensure(utc_now())
    served = browser().get("/.well-known/seal-ca.pem")
    assert served.data == b"".join(certification.authorities())
    assert served.headers["Access-Control-Allow-Origin"] == "*"
    assert b"PRIVATE" not in served.data


def test_the_commands_stand_on_the_command_line():
    told = CliRunner().invoke(main, ["credentials", "--help"]).output
    assert "renew-seal" in told
    assert "encrypt-keys" in told
