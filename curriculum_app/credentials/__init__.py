"""Certificates: who has earned one, issuing it once, signing and printing it, revoking it, the status list and the log.

One stored record has two prints: an Open Badges 3.0 credential, signed, and a PDF that carries it. Once printed, neither
is ever made again. Only the worker opens the signing key.
"""
