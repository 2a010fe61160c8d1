"""Things that act on somebody's behalf: they work for as long as their maker holds the role in which they were made."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.database import db
from curriculum_app.web.access import Role

ROLES = (Role.INSTRUCTOR, Role.EMPLOYER, Role.ADMINISTRATOR)


class ActsFor:
    """Who made it, and the role (in an organisation, or everywhere) in which they did."""

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(20))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)

    @classmethod
    def in_force(cls) -> ColumnElement[bool]:
        """Whether its maker still holds that role there."""
        same_place = Grant.organisation_id.is_not_distinct_from(cls.organisation_id)
        return exists(select(Grant.id).where(Grant.account_id == cls.account_id, Grant.role == cls.role, same_place))

    @classmethod
    def seen_by(cls, account: Account) -> ColumnElement[bool]:
        """What a person may see and end: their own, and their colleagues' in the same role; administrators, everything."""
        if Role.ADMINISTRATOR in account.roles:
            return cls.account_id.is_not(None)
        colleagues = ((cls.role == g.role) & (cls.organisation_id == g.organisation_id) for g in account.grants if g.organisation_id)
        return or_(cls.account_id == account.id, *colleagues)


def makers(rows: Iterable[ActsFor]) -> dict[UUID, str]:
    """Who made each, by the account."""
    query = select(Account.id, Account.name).where(Account.id.in_({row.account_id for row in rows}))
    return {row[0]: row[1] for row in db.session.execute(query)}


def roles_of(account: Account) -> list[Grant]:
    """The roles somebody may let a program act in."""
    return [grant for grant in account.grants if grant.role in ROLES]
