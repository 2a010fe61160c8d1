"""Talent records people choose to show, and the employers' blind search."""
