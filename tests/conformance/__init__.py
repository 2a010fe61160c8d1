"""Conformance: the product's figures beside those of reference implementations, case by case.

    python -m tests.conformance DIR

reads every *.json of DIR: `{"meta": {...}, "cases": [...]}`, each case with its input and `expected` figures (null: the
reference gives NaN; {"raises": ...}: it raises). What a file is about is seen from the shape of its first case, so any
folder of the same form will do. A difference is allowed only where docs/grading.md documents it under a name.
"""
