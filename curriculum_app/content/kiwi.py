"""Tells the morphemes of Korean texts: JSON in, JSON out. Only ever run as a process of its own, see morphemes.py.

Loading the analyser takes some 2 s and 520 MB, which no web worker should keep.
"""

import json
import sys

from kiwipiepy import Kiwi


def main() -> None:
    """Reads a list of texts; writes for each its morphemes as [start, end, tag], in code points."""
    found = Kiwi(num_workers=1).tokenize(json.load(sys.stdin))
    json.dump([[[token.start, token.end, str(token.tag)] for token in tokens] for tokens in found], sys.stdout)


if __name__ == "__main__":
    main()
