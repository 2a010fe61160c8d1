"""Tenants, their members and roles."""
