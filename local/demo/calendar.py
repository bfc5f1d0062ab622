"""When things happen in the demo: working days and hours in the company's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")
DAYS = 548  # eighteen months


def at(day: date, hours: float) -> datetime:
    """The moment `hours` after midnight of a company day."""
    return (datetime.combine(day, time(), ZONE) + timedelta(hours=hours)).astimezone(UTC)


def lead_day(random: Random, today: date) -> date:
    """A day of the last eighteen months: the company grows, and week-ends are quieter."""
    while True:
        age = int(DAYS * (1 - random.random() ** 0.75))
        day = today - timedelta(days=min(age, DAYS - 1))
        if day.isoweekday() <= 5 or random.random() < 0.35:
            return day


def lead_hour(random: Random) -> float:
    """Most people write before noon and in the evening."""
    return min(
        max(random.choice((random.gauss(11, 2), random.gauss(14.5, 2.5), random.gauss(19.5, 1.5))), 7.0), 23.2
    )


def lead_moment(random: Random, now: datetime) -> datetime:
    """When somebody wrote first. What would come later today came yesterday: at eight in the morning the day has hardly begun."""
    day = lead_day(random, now.astimezone(ZONE).date())
    moment = at(day, lead_hour(random))
    return moment if moment < now else at(day - timedelta(days=1), lead_hour(random))


def next_working(moment: datetime, starts: int, ends: int) -> datetime:
    """The same moment if it is within working hours, else soon after the next opening."""
    local = moment.astimezone(ZONE)
    day, hour = local.date(), local.hour + local.minute / 60
    if hour >= ends:
        day, hour = day + timedelta(days=1), 0.0
    while day.isoweekday() > 5:
        day, hour = day + timedelta(days=1), 0.0
    if hour >= starts and day == local.date():
        return moment
    # Not everything happens at the stroke of nine: the minute of the moment spreads it over the first hour.
    return at(day, starts + 0.1 + local.minute / 70)


def working_days_ago(today: date, number: int) -> date:
    """The company's day that many working days before `today`."""
    day = today
    while number:
        day -= timedelta(days=1)
        number -= day.isoweekday() <= 5
    return day
