"""Reads of organisations."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation


def by_ids(ids: Collection[UUID]) -> list[Organisation]:
    """Organisations by id, in the order of their names."""
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name_ko)))
