"""What a plan must be before the database is asked: words for the field that is wrong."""

from api.errors import Invalid
from api.schedule.schemas import ExceptionEdit, WeekEdit


def check_week(edit: WeekEdit) -> None:
    """One shift a weekday; raises Invalid."""
    if len({each.weekday for each in edit.days}) < len(edit.days):
        raise Invalid(fields={"days": "weekday_twice"})


def check_exception(edit: ExceptionEdit) -> None:
    """A swapped shift has times and nothing else has; only a holiday is everybody's. Raises Invalid."""
    times = (edit.starts is not None, edit.ends is not None)
    if edit.kind == "swap" and not all(times):
        raise Invalid(fields={"starts": "missing"})
    if edit.kind != "swap" and any(times):
        raise Invalid(fields={"starts": "none_required"})
    if edit.manager_id is None and edit.kind != "holiday":
        raise Invalid(fields={"manager_id": "missing"})
