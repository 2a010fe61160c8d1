"""Reads of organisations."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation


def by_ids(ids: Collection[UUID] | None) -> list[Organisation]:
    """Organisations by id, or (None) all, in the order of their names."""
    query = select(Organisation).order_by(Organisation.name_ko)
    return list(db.session.scalars(query if ids is None else query.where(Organisation.id.in_(ids))))
