"""Signing in, profile, consents."""
