"""A seal holds for the very bytes it was put on, and says what became of any others."""

import io
import random
import re
import subprocess
import sys
import zlib
from datetime import timedelta

import pypdf
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from curriculum_app.credentials import certification, pades, queries, sealing
from tests.credentials.earning import earn
from tests.credentials.school import CREDENTIAL, NOW, apart, founded, printed


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def authorities(school):
    with school.app_context():
        return certification.authorities()


@pytest.fixture(scope="module")
def sealed(school):
    return seal_of(school, printed())


def seal_of(school, pdf, now=NOW):
    with school.app_context():
        return sealing.seal(pdf, now)


def gap(pdf):
    """Where the hexadecimal of the signature stands, and where the zeros begin that fill its place."""
    start, end = map(int, re.search(rb"/ByteRange \[0 (\d+) (\d+) ", pdf).groups())
    return start + 1, start + 1 + len(pdf[start + 1 : end - 1].rstrip(b"0")), end - 1


READING = """
import sys
from curriculum_app.credentials import sealing
found = sealing.check(open(sys.argv[1], "rb").read(), (open(sys.argv[2], "rb").read(),))
print(found.code, "curriculum_app.credentials.pades" in sys.modules)
"""


def test_a_process_that_never_wrote_a_seal_reads_one(sealed, authorities, tmp_path):
    (tmp_path / "certificate.pdf").write_bytes(sealed)
    (tmp_path / "authority.pem").write_bytes(authorities[0])
    command = [sys.executable, "-c", READING, tmp_path / "certificate.pdf", tmp_path / "authority.pem"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == ["sealed", "False"]


def with_byte(pdf, at, byte):
    return pdf[:at] + bytes([byte]) + pdf[at + 1 :]


def test_a_sealed_print_is_whole_and_ours_and_carries_its_credential(sealed, authorities):
    assert sealing.check(sealed, authorities) == ("sealed", CREDENTIAL)


def by_pyhanko(pdf, authorities):
    """The signature of a PDF, and what pyHanko's own validation says of it."""
    context = ValidationContext(trust_roots=list(load_certs_from_pemder_data(authorities[0])), moment=NOW)
    (found,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return found, apart(validate_pdf_signature, found, context)


def test_another_implementation_finds_the_seal_whole_valid_trusted_and_final(sealed, authorities):
    found, status = by_pyhanko(sealed, authorities)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert found.docmdp_level.name == "NO_CHANGES"
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.self_reported_timestamp == NOW


def test_the_pages_metadata_and_tags_stay_as_they_were_printed(sealed):
    assert sealed.startswith(printed())
    before, after = (PdfFileReader(io.BytesIO(pdf)) for pdf in (printed(), sealed))
    assert after.trailer["/Info"] == before.trailer["/Info"]
    assert after.root["/Metadata"].data == before.root["/Metadata"].data
    assert b'pdfaid:part="3" pdfaid:conformance="A"' in after.root["/Metadata"].data
    assert after.root["/MarkInfo"] == {"/Marked": True}
    assert "/Version" not in after.root  # PDF/A-3 rests on 1.7


def test_what_is_issued_is_stored_sealed(trainee):
    stored = queries.print_of(earn(trainee).id)
    assert sealing.check(bytes(stored.pdf), sealing.authorities()) == ("sealed", stored.document)


def test_a_print_without_a_seal_is_told(authorities):
    assert sealing.check(printed(), authorities) == ("unsealed", CREDENTIAL)


def test_a_flipped_byte_is_told_wherever_it_stands(sealed, authorities):
    start, zeros, end = gap(sealed)
    for at in (1000, start - 5, start, start + 40, zeros - 10, zeros + 1, end - 1, end + 100, len(sealed) - 2):
        code = sealing.check(with_byte(sealed, at, sealed[at] ^ 1), authorities).code
        assert code in {"changed", "not_pdf"}, at


def test_hexadecimal_in_capitals_is_told(sealed, authorities):
    start, _, end = gap(sealed)
    capitals = sealed[:start] + sealed[start:end].upper() + sealed[end:]
    assert sealing.check(capitals, authorities) == ("changed", CREDENTIAL)


def test_something_in_the_padding_is_told(sealed, authorities):
    _, zeros, end = gap(sealed)
    for at in (zeros + 2, end - 1):
        assert sealing.check(with_byte(sealed, at, ord("1")), authorities) == ("changed", CREDENTIAL)


def test_the_other_signature_that_ecdsa_lets_anybody_make_of_one_is_told(sealed, authorities):
    start, zeros, end = gap(sealed)
    der = bytes.fromhex(sealed[start : zeros + (zeros - start) % 2].decode())
    signature = cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
    r, s = decode_dss_signature(signature)
    other = encode_dss_signature(r, certification.ORDER - s)
    longer = len(other) - len(signature)  # the higher value may need a byte in front
    made = cms.ContentInfo.load(der).copy()
    made["content"]["signer_infos"][0]["signature"] = other
    swapped = made.dump(force=True)
    assert len(swapped) == len(der) + longer
    forged = sealed[:start] + swapped.hex().encode().ljust(end - start, b"0") + sealed[end:]
    assert by_pyhanko(forged, authorities)[1].bottom_line
    assert sealing.check(forged, authorities) == ("changed", CREDENTIAL)


def test_appended_bytes_are_told(sealed, authorities):
    for more in (b"\n", b"%%EOF", b"\0" * 100):
        assert sealing.check(sealed + more, authorities) == ("appended", CREDENTIAL)


def test_bytes_in_front_are_told(sealed, authorities):
    assert sealing.check(b"\n" + sealed, authorities).code == "not_pdf"


def test_an_incremental_update_is_told(sealed, authorities):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/PageMode"] = generic.NameObject("/UseAttachments")
    writer.update_root()
    made = io.BytesIO()
    writer.write(made)
    assert sealing.check(made.getvalue(), authorities) == ("appended", CREDENTIAL)


def test_a_cut_file_is_told(sealed, authorities):
    start, _, end = gap(sealed)
    assert sealing.check(sealed[:-1], authorities) == ("changed", CREDENTIAL)
    assert sealing.check(sealed[: end + 10], authorities) == ("unsealed", CREDENTIAL)
    assert sealing.check(sealed[: start - 100], authorities) == ("unsealed", CREDENTIAL)
    for length in (0, 4, 5, 500):
        assert sealing.check(sealed[:length], authorities).credential is None


def test_a_locked_file_is_told(sealed, authorities):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sealed))
    writer.encrypt("secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    assert sealing.check(made.getvalue(), authorities) == ("encrypted", None)


def test_a_file_written_anew_is_told(sealed, authorities):
    made = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(sealed)).write(made)
    assert sealing.check(made.getvalue(), authorities).code not in {"sealed", "unsealed"}


def test_a_second_seal_is_told(school, sealed, authorities):
    with school.app_context():
        ours = pades._signer(certification.current(NOW))
    says = pades.signers.PdfSignatureMetadata(field_name="Second")
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    for field in writer.prev.embedded_signatures:  # the first forbids a second, so a forger takes that away
        assert field.docmdp_level.name == "NO_CHANGES"
    signer = pades.signers.PdfSigner(says, ours)
    signer._enforce_certification_constraints = lambda reader: None
    made = io.BytesIO()
    apart(signer.sign_pdf, writer, output=made)
    assert sealing.check(made.getvalue(), authorities) == ("two_seals", CREDENTIAL)


def test_the_seal_of_another_authority_of_the_same_name_is_told(tmp_path, authorities):
    forged = seal_of(founded(tmp_path), printed())
    assert sealing.check(forged, authorities) == ("foreign", CREDENTIAL)
    assert sealing.check(forged, ()) == ("foreign", CREDENTIAL)


def test_the_authority_itself_seals_nothing(school, authorities):
    with school.app_context():
        seal = certification.current(NOW)
        (file, authority) = certification._in_force("authority", NOW)
        root = certification.Seal(certification._private(file), authority, seal.authority)
    made = sealing._in_small_letters(pades.certified(printed(), root, NOW, "x", ""))
    assert sealing.check(made, authorities).code != "sealed"


def test_a_seal_put_on_after_its_certificate_ended_is_told(school, authorities):
    with school.app_context():
        seal = certification.current(NOW)
    for years, code in ((4, "sealed"), (6, "out_of_date"), (-1, "out_of_date")):
        at = NOW + timedelta(days=365 * years)
        made = sealing._in_small_letters(pades.certified(printed(), seal, at, "x", ""))
        assert sealing.check(made, authorities).code == code


def test_an_ordinary_signature_that_allows_changes_is_told(school, authorities):
    with school.app_context():
        ours = pades._signer(certification.current(NOW))
    says = pades.signers.PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256", subfilter=pades.SigSeedSubFilter.PADES
    )
    made = io.BytesIO()
    sealer = pades.Sealer(says, ours)
    sealer.sealed_at = NOW
    apart(sealer.sign_pdf, pades.Appending(io.BytesIO(printed())), output=made)
    assert sealing.check(sealing._in_small_letters(made.getvalue()), authorities) == ("changed", CREDENTIAL)


def test_an_exchanged_attachment_is_told(sealed, authorities):
    other = b'{"name":"\xec\x9d\xb4\xec\x83\x88\xeb\xb4\x84"}'
    assert len(other) == len(CREDENTIAL)
    start, end = re.search(rb"/EmbeddedFile\b.*?stream\n(.*?)\nendstream", sealed, re.DOTALL).span(1)
    assert zlib.decompress(sealed[start:end]) == CREDENTIAL
    swapped = sealed[:start] + zlib.compress(other, 9).ljust(end - start, b"\0") + sealed[end:]
    assert len(swapped) == len(sealed)
    assert sealing.check(swapped, authorities) == ("changed", other)


def test_no_pdf_is_told(authorities):
    for data in (b"", b"PK\x03\x04", b"{}", b"\0" * 100, b"%PDF", b"x%PDF-1.7"):
        assert sealing.check(data, authorities) == ("not_pdf", None)


def test_a_pdf_without_an_attachment_or_with_two_is_told(authorities):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    for number, expected in ((0, "no_credential"), (1, "unsealed"), (2, "no_credential")):
        if number:
            writer.add_attachment(f"credential{number}.json", CREDENTIAL)
        made = io.BytesIO()
        writer.write(made)
        assert sealing.check(made.getvalue(), authorities).code == expected


def test_six_megabytes_of_anything_are_too_large(authorities):
    junk = random.Random(1).randbytes(6 * 2**20)
    assert sealing.check(junk, authorities) == ("too_large", None)
    assert sealing.check(b"%PDF-1.7\n" + junk, authorities) == ("too_large", None)


def bomb(layers):
    """A PDF whose attachment grows to 200 MB."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(2**20)) for _ in range(200)) + packer.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data)
    head = b"1 0 obj\n<</Type /EmbeddedFile /Filter [%s]>>\nstream\n" % (b"/FlateDecode " * layers)
    return b"%PDF-1.7\n" + head + data + b"\nendstream\nendobj\n"


def test_an_attachment_that_explodes_is_not_inflated(authorities):
    assert sealing.check(bomb(1), authorities) == ("too_large", None)
    assert len(sealing.check(bomb(2), authorities).credential) < sealing.LARGEST_ATTACHMENT


@pytest.mark.parametrize("tail", [b"/ByteRange [0 1 2 3]", b"/ByteRange [", b"/ByteRange [0 999999999 999999999 9]"])
def test_nonsense_where_a_seal_should_be_is_told(authorities, tail):
    assert sealing.check(printed() + tail, authorities).code in {"changed", "appended"}


def test_hostile_bytes_in_place_of_the_signature_are_told(sealed, authorities):
    start, _, end = gap(sealed)
    chance = random.Random(7)
    fillings = [b"30" * 5000, b"3080" * 2500, b"ff" * 5000, b"00" * 5000, b"30847fffffff", b"3082ffff" * 2000]
    for filling in fillings + [chance.randbytes(2000).hex().encode() for _ in range(50)]:
        given = filling[: end - start].ljust(end - start, b"0")
        assert sealing.check(sealed[:start] + given + sealed[end:], authorities) == ("changed", CREDENTIAL)


@pytest.mark.long
def test_none_of_a_thousand_random_edits_of_one_byte_passes(sealed, authorities):
    chance = random.Random(20261120)
    for _ in range(1000):
        at, byte = chance.randrange(len(sealed)), chance.randrange(256)
        edited = with_byte(sealed, at, byte if byte != sealed[at] else byte ^ 1)
        assert sealing.check(edited, authorities).code != "sealed", at


@pytest.mark.long
def test_no_digit_of_the_signature_or_its_padding_can_be_another(sealed, authorities):
    start, _, end = gap(sealed)
    for at in range(start, end):
        assert sealing.check(with_byte(sealed, at, sealed[at] ^ 1), authorities).code != "sealed", at
        assert sealing.check(with_byte(sealed, at, sealed[at] ^ 32), authorities).code != "sealed", at
