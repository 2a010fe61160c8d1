"""Kinds of tampering with a document, one a line: its name, what is done, and which independent verifiers look at it at all.

Each must fail with ours. Who is named must refuse it too, and who is not named takes it: `vc` is @digitalbazaar/vc, `dcc` is
verifier-core, `ajv` the schema of 1EdTech in strict mode. Tokens and PDFs have tables of their own. Where bytes differ and the
parsed JSON does not, the verifiers of documents have nothing to look at; ours holds a file to its one canonical form.
"""

import copy
import json
import re
import unicodedata
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

from curriculum_app.credentials import multibase, proofs

BOTH = "vc dcc"
STRANGER = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
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


def proof(change):
    """A change of members of the one proof."""
    return do(lambda document, _: document["proof"][0].update(change(document["proof"][0])))


def name(change):
    """A change of the holder's name."""
    return do(lambda document, _: _first(document).update(identityHash=change(_first(document)["identityHash"])))


def result(change):
    """A change of the list of results."""
    return do(lambda document, _: change(document["credentialSubject"]["result"]))


def achievement(change):
    """A change of what was achieved."""
    return do(lambda document, _: change(document["credentialSubject"]["achievement"]))


# Changes of the parsed document: (document, another credential of the school) → document.
DOCUMENTS = {
    "an extra claim": (do(lambda c, _: c.update(level="expert")), BOTH),
    "an extra claim that the contexts define": (do(lambda c, _: c.update(description="Domain expert")), BOTH),
    "an extra claim inside the subject": (do(lambda c, _: c["credentialSubject"].update(level="expert")), BOTH),
    "an extra claim inside the achievement": (achievement(lambda a: a.update(level="expert")), BOTH),
    "a result added": (result(lambda r: r.append(r[0] | {"value": "99.9"})), BOTH),
    "a result removed": (result(lambda r: r.pop()), BOTH),
    "results swapped": (result(lambda r: _swap(r, "value")), BOTH),
    "an evidence removed": (do(lambda c, _: c["evidence"].pop()), BOTH),
    "evidence taken from another": (do(lambda c, o: c.update(evidence=o["evidence"])), BOTH),
    "a field renamed": (do(lambda c, _: c.update(validFom=c.pop("validFrom"))), "vc dcc ajv"),
    "the end removed": (do(lambda c, _: c.pop("validUntil")), BOTH),
    "the end prolonged": (do(lambda c, _: c.update(validUntil="2099-01-01T00:00:00Z")), BOTH),
    "the subject removed": (do(lambda c, _: c.pop("credentialSubject")), "vc dcc ajv"),
    "the name in decomposed letters": (name(lambda n: unicodedata.normalize("NFD", n)), BOTH),
    "the name with a space of another kind": (name(lambda n: n.replace(" ", "\u00a0")), BOTH),
    "the name as a language map": (do(lambda c, _: c.update(name={"@value": c["name"], "@language": "ko"})), "vc dcc ajv"),
    "a number for a text": (result(lambda r: r[0].update(value=83.4)), "vc dcc ajv"),
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
    "a proof with another cryptosuite": (proof(lambda p: {"cryptosuite": "eddsa-jcs-2022"}), BOTH),
    "a proof of the old suite": (proof(lambda p: {"type": "Ed25519Signature2020"}), BOTH),
    "a proof for another purpose": (proof(lambda p: {"proofPurpose": "authentication"}), BOTH),
    "a proof made earlier": (proof(lambda p: {"created": "2020-01-01T00:00:00Z"}), BOTH),
    "a proof with an end of its own": (proof(lambda p: {"expires": "2099-01-01T00:00:00Z"}), BOTH),
    "a proof by an unknown key": (proof(lambda p: {"verificationMethod": p["verificationMethod"][:-1] + "9"}), BOTH),
    "a proof by a key of elsewhere": (proof(lambda p: {"verificationMethod": f"did:key:{STRANGER}"}), BOTH),
    "a proof value of nothing": (proof(lambda p: {"proofValue": "z" + "1" * 64}), BOTH),
    "a proof value in base64url": (proof(lambda p: {"proofValue": _base64(p["proofValue"])}), ""),
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
    "an alignment changed": (achievement(lambda a: a["alignment"][0].update(targetName="Surgeon")), BOTH),
    "the cut lowered": (achievement(lambda a: a["resultDescription"][0].update(requiredValue="10")), BOTH),
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
