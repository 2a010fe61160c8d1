"""Catalogue, enrolments, editions of content, lessons, steps done, active minutes."""
