"""Measurement: how far raters agree, and what that says of a bank. Pure: neither Flask nor SQLAlchemy.

A figure that is not defined is None and is said to be so; it is never 0 or 1 by convention.
"""
