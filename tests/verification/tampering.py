"""Ways to tamper with a certificate's files, for every verifier to refuse."""

import copy
import json
import re
import zlib

from curriculum_app.credentials import proofs


def altered(document, change):
    """The certificate's JSON, changed and written as the school writes."""
    altered = json.loads(document)
    change(altered)
    return proofs.serialise(altered)


CLAIMS = {
    "a name": lambda c: c["credentialSubject"]["identifier"][0].update(identityHash="이새봄"),
    "a score": lambda c: c["credentialSubject"]["result"][0].update(value="99.9"),
    "an end": lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
    "a cut": lambda c: c["credentialSubject"]["achievement"]["resultDescription"][0].update(requiredValue="10"),
    "an issuer's name": lambda c: c["issuer"].update(name="다른 학교"),
    "a foreign issuer": lambda c: c["issuer"].update(id="did:web:elsewhere.example"),
    "conditions": lambda c: c["evidence"][0].update(narrative="supervised"),
    "a place in the list": lambda c: c["credentialStatus"].update(statusListIndex="7"),
    "a proof's date": lambda c: c["proof"][0].update(created="2020-01-01T00:00:00Z"),
    "a signature": lambda c: c["proof"][0].update(proofValue="z" + "1" * 64),
    "no signature": lambda c: c["proof"][0].update(proofValue="not base58"),
    "another's key": lambda c: c["proof"][0].update(verificationMethod="did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"),
    "an order of contexts": lambda c: c["@context"].reverse(),
    "an unknown context": lambda c: c["@context"].__setitem__(2, "https://elsewhere.example/context"),
    "a result left out": lambda c: c["credentialSubject"]["result"].pop(),
    "an extra claim": lambda c: c.update(level="expert"),
    "an extra claim inside": lambda c: c["credentialSubject"].update(level="expert"),
    "an inline context": lambda c: c["@context"].__setitem__(2, {"score": "https://elsewhere.example/score"}),
    "a nested context": lambda c: c["credentialSubject"].update({"@context": "https://www.w3.org/ns/credentials/v2"}),
    "two proofs": lambda c: c["proof"].append(copy.deepcopy(c["proof"][0])),
    "no proof": lambda c: c.pop("proof"),
    "another suite": lambda c: c["proof"][0].update(cryptosuite="eddsa-jcs-2022"),
    "another purpose": lambda c: c["proof"][0].update(proofPurpose="authentication"),
    "a number for a text": lambda c: c["credentialSubject"]["result"][0].update(value=99),
    "half a letter": lambda c: c.update(name="\ufffd"),
}

BYTES = {
    "written anew": lambda d: json.dumps(json.loads(d), indent=1, ensure_ascii=False).encode(),
    "cut off": lambda d: d[:-40],
    "a line more": lambda d: d + b"\n",
    "a name twice": lambda d: d[:-1] + b',"validUntil":"2099-01-01T00:00:00Z"}',
    "an escaped letter": lambda d: d.replace(b'"OpenBadgeCredential"', b'"\\u004fpenBadgeCredential"'),
    "a byte order mark": lambda d: b"\xef\xbb\xbf" + d,
    "a lone surrogate": lambda d: d.replace(b'"name":"', b'"name":"\\ud800', 1),
    "nothing": lambda d: b"",
    "a list": lambda d: b"[" + d + b"]",
    "deep nesting": lambda d: b"[" * 60_000,
    "large": lambda d: d + b" " * 70_000,
}


def _gap(pdf):
    _, start, end, _ = map(int, re.search(rb"/ByteRange\s*\[([^\]]*)\]", pdf).group(1).split())
    return start, end


def _in_gap(change):
    def made(pdf):
        start, end = _gap(pdf)
        return pdf[:start] + change(pdf[start:end]) + pdf[end:]

    return made


def _flip(place):
    return lambda pdf: pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def _other_attachment(pdf):
    """The attached JSON with another number, the rest as it was."""
    at = re.search(rb"stream\r?\n", pdf[pdf.index(b"/EmbeddedFile") :]).end() + pdf.index(b"/EmbeddedFile")
    reader = zlib.decompressobj()
    document = reader.decompress(pdf[at:])
    length = len(pdf[at:]) - len(reader.unused_data)
    squeezed = zlib.compress(document.replace(b"2026-0", b"2026-1"), 9)
    return pdf[:at] + squeezed + b"\0" * max(0, length - len(squeezed)) + pdf[at + max(length, len(squeezed)) :]


PDFS = {
    "a byte of a page": _flip(2000),
    "a byte near the end": lambda pdf: _flip(len(pdf) - 40)(pdf),
    "a byte more": lambda pdf: pdf + b"\n",
    "an update appended": lambda pdf: pdf + b"1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n",
    "a second seal": lambda pdf: pdf + b"\n/ByteRange [0 1 2 3]\n%%EOF\n",
    "cut off": lambda pdf: pdf[:-200],
    "cut in the middle": lambda pdf: pdf[: len(pdf) // 2],
    "the seal in capitals": _in_gap(bytes.upper),
    "something in the padding": _in_gap(lambda gap: gap[:-3] + b"11>"),
    "a byte of the seal": _in_gap(lambda gap: gap[:400] + (b"0" if gap[400:401] != b"0" else b"1") + gap[401:]),
    "no seal": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangx"),
    "encrypted": lambda pdf: pdf + b"\n/Encrypt 9 0 R\n",
    "another attachment": _other_attachment,
    "an attachment more": lambda pdf: pdf + b"\n/Type /EmbeddedFile\n",
    "no attachment": lambda pdf: pdf.replace(b"/EmbeddedFile", b"/EmbeddedFilx"),
    "something before it": lambda pdf: b"\n" + pdf,
    "no PDF": lambda pdf: b"%PDF-1.7 and nothing else",
    "a bomb": lambda pdf: b"%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile >>\nstream\n" + zlib.compress(b" " * 50_000_000, 9) + b"\nendstream",
}
