"""Why no signed list says "suspended": independent software reads one bit where a list has two (docs/decisions/0016-suspension.md).

When this fails, a newer version reads them, and the decision should be looked at again.
"""

import gzip
import json
import shutil
import subprocess
from base64 import urlsafe_b64encode
from pathlib import Path

HERE = Path(__file__).parent
SUSPENDED, REVOKED = 1, 2


def message_list(entries, standing):
    """A Bitstring Status List of the purpose "message" with statusSize 2 (valid, suspended, revoked)."""
    bits = bytearray(entries * 2 // 8)
    for index, value in standing.items():
        for place in (0, 1):
            if value & 2 >> place:
                bits[(index * 2 + place) // 8] |= 0x80 >> (index * 2 + place) % 8
    encoded = "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
    words = [{"status": f"0x{value}", "message": word} for value, word in enumerate(("valid", "suspended", "revoked"))]
    subject = {"id": "https://s.example/status/1#list", "type": "BitstringStatusList", "statusPurpose": "message", "statusSize": 2,
               "statusMessage": words, "encodedList": encoded}  # fmt: skip
    return {"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "https://s.example/status/1",
            "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": "did:web:s.example",
            "credentialSubject": subject}  # fmt: skip


def said_of(standing, indexes):
    node = shutil.which("node") or str(HERE.parents[1] / ".venv/bin/node")
    given = json.dumps({"list": message_list(131_072, standing), "indexes": indexes})
    done = subprocess.run([node, HERE / "status_size.mjs"], input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_suspended_and_a_revoked_credential_are_taken_for_valid():
    assert said_of({40: REVOKED, 41: SUSPENDED}, [40, 41]) == [False, False]


def test_a_valid_credential_is_taken_for_one_that_has_a_status():
    assert said_of({2: SUSPENDED}, [2, 5]) == [False, True]
