"""Talent records: what certificates say of a person, found by employers only with that person's consent, and without a name."""
