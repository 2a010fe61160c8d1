"""Checking a certificate: by its QR code, or by number and name. Shows everything its prints claim, and no name without consent."""
