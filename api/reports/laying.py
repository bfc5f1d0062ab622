"""Lays the answers of api.kpi out as a document: who asks, for which days, by whose clock."""

from datetime import date, timedelta

from api.messages import Language
from api.reports.charts import day_charts, day_strips
from api.reports.document import Document
from api.reports.tabulate import Answer, Report, tables
from api.reports.words import words

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
    "en": "January February March April May June July August September October November December".split(),
}


WEEKDAYS = {
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    "uk": "понеділок вівторок середа четвер п’ятниця субота неділя".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def day(value: date, language: Language) -> str:
    """As "26 ноября 2026"."""
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year}"


def days(from_day: str, to_day: str, language: Language) -> str:
    """A stretch whose end is the day after its last, as people say it; one day with its weekday: it is compared by it."""
    first = date.fromisoformat(from_day)
    last = date.fromisoformat(to_day) - timedelta(days=1)
    if first == last:
        return f"{WEEKDAYS[language][first.weekday()]}, {day(first, language)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, language)}"
    start = day(first, language)
    # A year is said once.
    return f"{start.removesuffix(f' {first.year}') if first.year == last.year else start} – {day(last, language)}"


def lines(period: Answer, language: Language, *, whose: str = "", made: str = "") -> tuple[str, ...]:
    """What stands under the title."""
    said = words(language)
    running = f" ({said['live']})" if period["live"] else ""
    found = (
        whose,
        said["period"].format(days=days(period["from_day"], period["to_day"], language)) + running,
        said["before"].format(days=days(period["before_from"], period["before_to"], language)),
        f"{said['zone'].format(zone=period['time_zone'])}. {said['currency'].format(currency=period['currency'])}",
        said["made"].format(at=made) if made else "",
    )
    return tuple(line for line in found if line)


def lay_out(
    report: Report,
    answer: Answer,
    language: Language,
    *,
    company: str,
    whose: str = "",
    sort: str | None = None,
    down: bool = True,
) -> Document:
    """One report as a document."""
    period = answer["period"]
    last = date.fromisoformat(period["to_day"]) - timedelta(days=1)
    return Document(
        title=words(language)["tab"][report],
        company=company,
        currency=period["currency"],
        language=language,
        lines=lines(period, language, whose=whose),
        tables=tuple(tables(report, answer, language, sort, down)),
        charts=day_charts(answer["days"], language) if "days" in answer else (),
        strips=day_strips(answer["strips"], period["time_zone"]) if "strips" in answer else (),
        name=f"{report}-{period['from_day']}-{last.isoformat()}",
    )
