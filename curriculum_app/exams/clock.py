"""The clock of a sitting. It runs on evenly when the server's clock is set, forward or back; docs/decisions says why."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from curriculum_app.database import utc_now
from curriculum_app.exams.models import Sitting

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Reading(NamedTuple):
    """Seconds since a start of a machine. Only readings of the same start can be subtracted."""

    boot_id: str
    seconds: float


def read() -> Reading | None:
    """What the clock says now; None where the system has none."""
    try:
        return Reading(_BOOT_ID.read_text("ascii").strip(), time.clock_gettime(time.CLOCK_BOOTTIME))
    except (AttributeError, OSError):  # not Linux
        return None


def moment(sitting: Sitting) -> datetime:
    """Now, as the sitting counts it: its start and what has passed since; by the wall clock where no better one is."""
    reading = read()
    if reading is None or sitting.boot_seconds is None or reading.boot_id != sitting.boot_id:
        return utc_now()
    return sitting.started_at + timedelta(seconds=reading.seconds - sitting.boot_seconds)


def left(sitting: Sitting) -> timedelta:
    """What is left until the deadline, never less than nothing."""
    return max(sitting.deadline_at - moment(sitting), timedelta())


def ends_at(sitting: Sitting) -> datetime:
    """The deadline as the wall clock of now will show it: whole seconds by which that clock was set are added."""
    return sitting.deadline_at + timedelta(seconds=round((utc_now() - moment(sitting)).total_seconds()))
