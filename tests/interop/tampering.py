"""Kinds of tampering, one a line: its name, what is done, and which independent verifiers look at it at all.

Each must fail with ours. Who is named must refuse it too, and who is not named takes it: `vc` is @digitalbazaar/vc, `dcc` is
verifier-core, `ajv` the schema of 1EdTech in strict mode, `jose` reads JWTs, `pdfsig` reads seals. Where bytes differ and the
parsed JSON does not, the verifiers of documents have nothing to look at; ours holds a file to its one canonical form.
"""

import copy
import io
import json
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

import pypdf
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from curriculum_app.credentials import multibase, proofs

BOTH = "vc dcc"
INLINE = {"licenseNumber": "https://elsewhere.example/number"}


def leaves(node, path=()):
    """Every value of a document with its path."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(value, (*path, key))
    else:
        yield path, node


def put(document, path, value):
    """The document with another value at the path."""
    changed = copy.deepcopy(document)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def another(value):
    """A value of the same sort that is not the same: a digit up by one, a truth turned round, a letter added."""
    if isinstance(value, bool):
        return not value
    digit = re.search(r"\d", value)
    return value[: digit.start()] + str((int(digit[0]) + 1) % 10) + value[digit.end() :] if digit else value + "x"


def do(change):
    """A change of a parsed document, made on a copy of it."""

    def made(document, other):
        changed = copy.deepcopy(document)
        change(changed, other)
        return changed

    return made


# Changes of the parsed document: (document, another credential of the school) → document.
DOCUMENTS = {
    "an extra claim": (do(lambda c, _: c.update(level="expert")), BOTH),
    "an extra claim that the contexts define": (do(lambda c, _: c.update(description="Domain expert")), BOTH),
    "an extra claim inside the subject": (do(lambda c, _: c["credentialSubject"].update(level="expert")), BOTH),
    "an extra claim inside the achievement": (do(lambda c, _: c["credentialSubject"]["achievement"].update(level="expert")), BOTH),
    "a result added": (do(lambda c, _: c["credentialSubject"]["result"].append(dict(c["credentialSubject"]["result"][0], value="99.9"))), BOTH),
    "a result removed": (do(lambda c, _: c["credentialSubject"]["result"].pop()), BOTH),
    "results swapped": (do(lambda c, _: _swap(c["credentialSubject"]["result"], "value")), BOTH),
    "an evidence removed": (do(lambda c, _: c["evidence"].pop()), BOTH),
    "evidence taken from another": (do(lambda c, o: c.update(evidence=o["evidence"])), BOTH),
    "a field renamed": (do(lambda c, _: c.update(validFom=c.pop("validFrom"))), "vc dcc ajv"),
    "the end removed": (do(lambda c, _: c.pop("validUntil")), BOTH),
    "the end prolonged": (do(lambda c, _: c.update(validUntil="2099-01-01T00:00:00Z")), BOTH),
    "the subject removed": (do(lambda c, _: c.pop("credentialSubject")), "vc dcc ajv"),
    "the name in decomposed letters": (do(lambda c, _: _first(c).update(identityHash=unicodedata.normalize("NFD", _first(c)["identityHash"]))), BOTH),
    "the name with a space of another kind": (do(lambda c, _: _first(c).update(identityHash=_first(c)["identityHash"].replace(" ", "\u00a0"))), BOTH),
    "the name as a language map": (do(lambda c, _: c.update(name={"@value": c["name"], "@language": "ko"})), "vc dcc ajv"),
    "a number for a text": (do(lambda c, _: c["credentialSubject"]["result"][0].update(value=83.4)), "vc dcc ajv"),
    "another's subject": (do(lambda c, o: c.update(credentialSubject=o["credentialSubject"])), BOTH),
    "an inline context that changes nothing": (do(lambda c, _: c["@context"].append(INLINE)), ""),
    "an inline context that defines an extra claim": (
        do(lambda c, _: (c["@context"].append({"level": "https://elsewhere.example/level"}), c.update(level="expert"))), BOTH),
    "a nested context of one's own": (do(lambda c, _: c["credentialSubject"].update({"@context": INLINE})), ""),
    "a nested context of those known": (do(lambda c, _: c["credentialSubject"].update({"@context": proofs.V2})), ""),
    "a foreign context": (do(lambda c, _: c["@context"].append("https://elsewhere.example/context")), BOTH),
    "a context left out": (do(lambda c, _: c["@context"].pop()), BOTH),
    "the contexts in another order": (do(lambda c, _: c["@context"].reverse()), "vc dcc ajv"),
    "two proofs": (do(lambda c, _: c["proof"].append(copy.deepcopy(c["proof"][0]))), ""),
    "two proofs, one of another's": (do(lambda c, o: c["proof"].append(o["proof"][0])), ""),
    "a proof that is no array": (do(lambda c, _: c.update(proof=c["proof"][0])), "ajv"),
    "no proof in the array": (do(lambda c, _: c.update(proof=[])), BOTH),
    "the proof removed": (do(lambda c, _: c.pop("proof")), BOTH),
    "the proof of another credential": (do(lambda c, o: c.update(proof=o["proof"])), BOTH),
    "a proof with another cryptosuite": (do(lambda c, _: c["proof"][0].update(cryptosuite="eddsa-jcs-2022")), BOTH),
    "a proof of the old suite": (do(lambda c, _: c["proof"][0].update(type="Ed25519Signature2020")), BOTH),
    "a proof for another purpose": (do(lambda c, _: c["proof"][0].update(proofPurpose="authentication")), BOTH),
    "a proof made earlier": (do(lambda c, _: c["proof"][0].update(created="2020-01-01T00:00:00Z")), BOTH),
    "a proof with an end of its own": (do(lambda c, _: c["proof"][0].update(expires="2099-01-01T00:00:00Z")), BOTH),
    "a proof by an unknown key": (do(lambda c, _: c["proof"][0].update(verificationMethod=c["proof"][0]["verificationMethod"][:-1] + "9")), BOTH),
    "a proof by a key of elsewhere": (
        do(lambda c, _: c["proof"][0].update(verificationMethod="did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")), BOTH),
    "a proof value of nothing": (do(lambda c, _: c["proof"][0].update(proofValue="z" + "1" * 64)), BOTH),
    "a proof value in base64url": (do(lambda c, _: c["proof"][0].update(proofValue=_base64(c["proof"][0]["proofValue"]))), ""),
    "a foreign issuer": (do(lambda c, _: c["issuer"].update(id="did:web:elsewhere.example")), BOTH),
    "the issuer as a bare word": (do(lambda c, _: c.update(issuer=c["issuer"]["id"])), BOTH),
    "the place in the list": (do(lambda c, _: c["credentialStatus"].update(statusListIndex="7")), BOTH),
    "another list": (do(lambda c, _: c["credentialStatus"].update(statusListCredential="http://localhost:8000/status/2")), BOTH),
    "a status of another sort": (do(lambda c, _: c["credentialStatus"].update(statusPurpose="message")), BOTH),
    "the status removed": (do(lambda c, _: c.pop("credentialStatus")), BOTH),
    "two statuses": (do(lambda c, _: c.update(credentialStatus=[c["credentialStatus"], dict(c["credentialStatus"])])), "ajv"),
    "the schema removed": (do(lambda c, _: c.pop("credentialSchema")), BOTH),
    "another type": (do(lambda c, _: c.update(type=["VerifiableCredential"])), "vc dcc ajv"),
    "a type added": (do(lambda c, _: c["type"].append("EndorsementCredential")), BOTH),
    "an alignment changed": (do(lambda c, _: c["credentialSubject"]["achievement"]["alignment"][0].update(targetName="Surgeon")), BOTH),
    "the cut lowered": (do(lambda c, _: c["credentialSubject"]["achievement"]["resultDescription"][0].update(requiredValue="10")), BOTH),
}  # fmt: skip


def _first(document):
    return document["credentialSubject"]["identifier"][0]


def _swap(rows, name):
    rows[0][name], rows[1][name] = rows[1][name], rows[0][name]


def _base64(value):
    return "u" + urlsafe_b64encode(multibase.decode(value)).decode().rstrip("=")


def _without_order(data):
    document = json.loads(data)
    return json.dumps(dict(reversed(document.items())), ensure_ascii=False, separators=(",", ":")).encode()



def _forged(document, key, method, **more):
    """Signed anew by somebody who has no key of the school."""
    unsigned = {name: value for name, value in document.items() if name != "proof"} | more
    return proofs.sign(unsigned, key, method, datetime.now(UTC))


# Signed anew by another school: (document, school) → document.
FORGED = {
    "another key under the name of ours": (lambda c, s: _forged(c, s.foreign.key, s.method, name="Domain expert"), BOTH),
    "another school's key in our name": (lambda c, s: _forged(c, s.foreign.key, s.foreign.method), BOTH),
    "another school in its own name": (
        lambda c, s: _forged(c, s.foreign.key, s.foreign.method, issuer=c["issuer"] | {"id": s.foreign.did}), BOTH),
}  # fmt: skip

# Changes of the bytes that leave the parsed document as it is: bytes → bytes. No verifier of documents looks at them.
BYTES = {
    "keys in another order": _without_order,
    "white space added": lambda data: json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ": ")).encode(),
    "white space at the end": lambda data: data + b" ",
    "a line end at the end": lambda data: data + b"\n",
    "letters as escapes": lambda data: json.dumps(json.loads(data), sort_keys=True, separators=(",", ":")).encode(),
    "one letter as an escape": lambda data: data.replace(b'"id"', b'"\\u0069d"', 1),
    "a slash escaped": lambda data: data.replace(b"http://", b"http:\\/\\/", 1),
}  # fmt: skip

# Changes of the bytes after which they are no JSON, or none that says one thing.
UNREADABLE = {
    "a key twice": lambda data: data[:-1] + b',"name":"' + b'Domain expert"}',
    "a key twice, inside": lambda data: data.replace(b'"hashed":false', b'"hashed":true,"hashed":false', 1),
    "a byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "bytes behind the end": lambda data: data + b"{}",
    "a zero byte behind the end": lambda data: data + b"\0",
    "in UTF-16": lambda data: data.decode().encode("utf-16"),
    "cut off": lambda data: data[:-40],
    "in an array": lambda data: b"[" + data + b"]",
    "not a number": lambda data: data.replace(b'"hashed":false', b'"hashed":NaN', 1),
}  # fmt: skip


# Changes of a JWT: (token, school) → token.


def _parts(token):
    return [json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4))) for part in token.split(b".")[:2]]


def _b64(data):
    return urlsafe_b64encode(data).rstrip(b"=")


def _with(token, header=None, payload=None):
    """The token with another header or payload and the signature it had."""
    first, second, third = token.split(b".")
    return b".".join([_b64(proofs.serialise(header)) if header else first, _b64(proofs.serialise(payload)) if payload else second, third])


def _said(token, **more):
    return _with(token, payload=_parts(token)[1] | more)


def _headed(token, **more):
    return _with(token, header=_parts(token)[0] | more)


def _signed(token, key, algorithm, **more):
    header, payload = _parts(token)
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    return jws.serialize_compact(header | {"alg": algorithm} | more, proofs.serialise(payload), key, registry=registry).encode()


def _resized(token, school):
    """With the bits behind the last byte of the signature set, which most readers ignore."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1:]) + 1 :][:1]


def _own_key(token, school):
    key = OKPKey.generate_key("Ed25519")
    return _signed(token, key, "Ed25519", jwk=key.as_dict(private=False))


TOKENS = {
    "no algorithm": (lambda t, s: _headed(t, alg="none").rsplit(b".", 1)[0] + b".", "jose"),
    "no algorithm, the signature kept": (lambda t, s: _headed(t, alg="none"), "jose"),
    "HS256 by the public key": (lambda t, s: _signed(t, OctKey.import_key(s.key.public_key().public_bytes_raw()), "HS256"), "jose"),
    "HS256 by the public key as text": (lambda t, s: _signed(t, OctKey.import_key(s.keys[s.method]), "HS256"), "jose"),
    "the algorithm by its old name": (lambda t, s: _headed(t, alg="EdDSA"), "jose"),
    "a foreign key": (lambda t, s: _headed(t, kid="did:web:elsewhere.example#key"), "jose"),
    "signed by another key under our name": (lambda t, s: _signed(t, OKPKey.generate_key("Ed25519"), "Ed25519"), "jose"),
    "signed by a key it brings along": (_own_key, "jose"),
    "no key named": (lambda t, s: _with(t, header={k: v for k, v in _parts(t)[0].items() if k != "kid"}), "jose"),
    "a critical extension": (lambda t, s: _headed(t, crit=["exp"], exp=1), "jose"),
    "an unencoded payload": (lambda t, s: _headed(t, b64=False, crit=["b64"]), "jose"),
    "a key set by address": (lambda t, s: _headed(t, jku="https://elsewhere.example/keys"), "jose"),
    "another type": (lambda t, s: _headed(t, typ="JWT"), "jose"),
    "an extra header": (lambda t, s: _headed(t, x="y"), "jose"),
    "another name in the payload": (lambda t, s: _said(t, name="Domain expert"), "jose"),
    "a later end in the payload": (lambda t, s: _said(t, exp=4070908800, validUntil="2099-01-01T00:00:00Z"), "jose"),
    "an end that says two things": (lambda t, s: _said(t, exp=4070908800), "jose"),
    "a foreign issuer": (lambda t, s: _said(t, iss="did:web:elsewhere.example"), "jose"),
    "an extra claim": (lambda t, s: _said(t, level="expert"), "jose"),
    "the claim vc of the old data model": (lambda t, s: _said(t, vc={"name": "Domain expert"}), "jose"),
    "the payload of another": (lambda t, s: b".".join([t.split(b".")[0], s.other.jwt.split(b".")[1], t.split(b".")[2]]), "jose"),
    "the signature of another": (lambda t, s: b".".join([*t.split(b".")[:2], s.other.jwt.split(b".")[2]]), "jose"),
    "the signature removed": (lambda t, s: t.rsplit(b".", 1)[0] + b".", "jose"),
    "a part removed": (lambda t, s: t.rsplit(b".", 1)[0], "jose"),
    "a part added": (lambda t, s: t + b".AAAA", "jose"),
    "one byte of the signature": (lambda t, s: t[:-10] + (b"A" if t[-10:-9] != b"A" else b"B") + t[-9:], "jose"),
    "bits behind the signature": (_resized, ""),
    "padding": (lambda t, s: t + b"==", ""),
    "the payload with white space": (lambda t, s: b".".join([t.split(b".")[0], _b64(json.dumps(_parts(t)[1]).encode()), t.split(b".")[2]]), "jose"),
    "a line end": (lambda t, s: t + b"\n", ""),
    "a JSON serialisation": (lambda t, s: json.dumps(dict(zip(("protected", "payload", "signature"), t.decode().split("."), strict=True))).encode(), "jose"),
}  # fmt: skip


# Changes of a sealed PDF: (issued, school) → PDF.


def _updated(pdf, change):
    """The PDF with an incremental update, as editors write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _rewritten(pdf, change=None):
    """The PDF as a program writes it that reads everything and writes it anew."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer):
    return writer.root["/Pages"]["/Kids"][0].get_object()


def _annotate(writer):
    rectangle = generic.ArrayObject(map(generic.NumberObject, (50, 50, 300, 90)))
    note = generic.DictionaryObject({
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"), generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Rect"): rectangle, generic.pdf_name("/Contents"): generic.pdf_string("Domain expert"),
    })  # fmt: skip
    page = _page(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    writer.update_container(page)


def _overprint(writer):
    stream = generic.StreamObject(stream_data=b"BT /F1 40 Tf 100 400 Td (100) Tj ET")
    page = _page(writer)
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def _reattach(other):
    def change(writer):
        writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]["/F"] = writer.add_object(
            generic.StreamObject({generic.pdf_name("/Type"): generic.pdf_name("/EmbeddedFile")}, stream_data=other)
        )
        writer.update_container(writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object())

    return change


def _emptied(pdf):
    """The signature's hexadecimal as zeros."""
    start, end = (int(n) for n in re.search(rb"/ByteRange\s*\[\s*\d+\s+(\d+)\s+(\d+)", pdf).groups())
    return pdf[: start + 1] + b"0" * (end - start - 2) + pdf[end - 1 :]


def _streams(pdf):
    return list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL))


def _edited(pdf):
    """One byte of the page's own drawing changed."""
    at = max(_streams(pdf)[:3], key=lambda found: len(found[1])).start(1) + 20
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def _swapped_attachment(pdf, other):
    """The bytes of another's attachment over one's own, the rest of the stream left as it was."""
    mine, theirs = (re.search(rb"/EmbeddedFile.*?stream\r?\n(.*?)\r?\nendstream", one, re.DOTALL) for one in (pdf, other))
    data = theirs[1][: len(mine[1])].ljust(len(mine[1]), b"\0")
    return pdf[: mine.start(1)] + data + pdf[mine.end(1) :]


PDFS = {
    "bytes behind the end": (lambda i, s: i.pdf + b"\n%%EOF\n", "pdfsig"),
    "one byte behind the end": (lambda i, s: i.pdf + b"\0", "pdfsig"),
    "bytes before the beginning": (lambda i, s: b"\n" + i.pdf, "pdfsig"),
    "cut off": (lambda i, s: i.pdf[:-200], "pdfsig"),
    "cut in the middle": (lambda i, s: i.pdf[: len(i.pdf) // 2], "pdfsig"),
    "one byte of the drawing": (lambda i, s: _edited(i.pdf), "pdfsig"),
    "one letter of the structure": (lambda i, s: i.pdf.replace(b"/Pages", b"/Pagfs", 1), "pdfsig"),
    "the title edited": (lambda i, s: i.pdf.replace(b"/Lang", b"/Lanh", 1), "pdfsig"),
    "an incremental update that does nothing": (lambda i, s: _updated(i.pdf, lambda w: w.update_root()), "pdfsig"),
    "an annotation added": (lambda i, s: _updated(i.pdf, _annotate), "pdfsig"),
    "the page drawn over": (lambda i, s: _updated(i.pdf, _overprint), "pdfsig"),
    "the attachment replaced by an update": (lambda i, s: _updated(i.pdf, _reattach(s.other.json)), "pdfsig"),
    "the attachment of another, in place": (lambda i, s: _swapped_attachment(i.pdf, s.other.pdf), "pdfsig"),
    "written anew": (lambda i, s: _rewritten(i.pdf), "pdfsig"),
    "the page of another": (lambda i, s: _rewritten(i.pdf, lambda w: _paged(w, s.other.pdf)), "pdfsig"),
    "a page added": (lambda i, s: _rewritten(i.pdf, lambda w: w.add_blank_page()), "pdfsig"),
    "the attachment removed": (lambda i, s: _rewritten(i.pdf, _unattached), "pdfsig"),
    "the seal removed": (lambda i, s: i.unsealed, "pdfsig"),
    "the seal's bytes emptied": (lambda i, s: _emptied(i.pdf), "pdfsig"),
    "the seal's numbers in capitals": (lambda i, s: _capitals(i.pdf), ""),
    "a number behind the seal": (lambda i, s: _padded(i.pdf), "pdfsig"),
    "a seal by a foreign authority": (lambda i, s: s.foreign.seal(i.unsealed), "pdfsig"),
    "a second signature behind the seal": (lambda i, s: s.foreign.sign_too(i.pdf), "pdfsig"),
}  # fmt: skip


def _paged(writer, other):
    writer.add_page(pypdf.PdfReader(io.BytesIO(other)).pages[0])
    writer.remove_page(0)


def _unattached(writer):
    del writer.root_object["/Names"]


def _hex(pdf):
    return [int(n) for n in re.search(rb"/ByteRange\s*\[\s*\d+\s+(\d+)\s+(\d+)", pdf).groups()]


def _capitals(pdf):
    start, end = _hex(pdf)
    return pdf[:start] + pdf[start:end].upper() + pdf[end:]


def _padded(pdf):
    end = _hex(pdf)[1]
    return pdf[: end - 2] + b"1" + pdf[end - 1 :]
