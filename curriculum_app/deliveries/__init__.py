"""Telling other systems what changed: a feed they ask, and webhooks that are sent to them. Each is told only what it may know."""
