"""When a line of the story is said."""

import re
from datetime import datetime, timedelta

from local.demo import calendar

AGO = re.compile(r"(\d+)m")
DAY = re.compile(r"(\d+)d (\d\d):(\d\d)")


def moment(words: str, now: datetime) -> datetime:
    """ "26m": so many minutes before `now`; "3d 10:24": three working days before its day, by the company's clock."""
    if (found := AGO.fullmatch(words)) is not None:
        return now - timedelta(minutes=int(found[1]))
    found = DAY.fullmatch(words)
    if found is None:
        raise ValueError(words)
    day = calendar.working_days_ago(now.astimezone(calendar.ZONE).date(), int(found[1]))
    return calendar.at(day, int(found[2]) + int(found[3]) / 60)
