"""Days as they are lived, by the rules: what signs of work, breaks, ends and silence come to. No plan, no worker, no clock but the signs'.

a sign of work    sets its minute and keeps its device's session; silence beyond the grace ended it there
a break           is no presence, its beats set no minute; it ends by hand, by a write, by leaving; after three hours it was the end
stop              ends the shift on all devices; beats do not open it again, writes and "go on" do
midnight          a device that begins after it joins the shift that another one keeps alive
sign-out          ends one device; another one that was silent since, within its grace, ended with it
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.kpi.calendar import local_day, midnight
from tests.kpi.history import GRACE, Session, Work

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SILENCE, FORGOTTEN = GRACE * MINUTE, 3 * HOUR


@dataclass
class Sign:
    """`what`: 'beat', 'write', 'return', 'break', 'stop' or 'leave', on one of his devices."""

    at: datetime
    device: int
    what: str


@dataclass
class Lived:
    """What has come of the signs so far."""

    work: Work = field(default_factory=Work)
    open: dict[int, Session] = field(default_factory=dict)
    rest: datetime | None = None
    left: list[datetime] = field(default_factory=list)
    stopped: tuple[datetime, date] | None = None

    def sign(self, sign: Sign) -> None:
        """One more."""
        self.silence(sign.at)
        if sign.what == "leave":
            self._leave(sign)
        elif sign.what == "stop":
            self._stop(sign)
        elif sign.what == "break":
            if self._work(sign.at, sign.device, "beat"):
                self.rest = sign.at
        else:
            self._work(sign.at, sign.device, sign.what)

    def silence(self, at: datetime) -> None:
        """What was over by then without anybody saying so."""
        if self.rest and at - self.rest > FORGOTTEN:
            for device, session in list(self.open.items()):
                self._end(device, max(session.since, min(self._silent_since(session), self.rest)))
            self.rest = None
        elif not self.rest:
            for device, session in list(self.open.items()):
                if session.until + SILENCE < at:
                    self._end(device, max(session.since, self._silent_since(session)))

    def _silent_since(self, session: Session) -> datetime:
        over = session.until + SILENCE
        return max((x for x in self.left if session.until <= x <= over), default=over)

    def _end(self, device: int, at: datetime) -> None:
        self.open.pop(device).until = at

    def _work(self, at: datetime, device: int, how: str) -> bool:
        """Whether he is at work now."""
        session = self.open.get(device)
        if self.rest and how == "beat":
            if session:
                session.until = at
            return False
        self._back(at)
        if session and session.day < local_day(at) - timedelta(days=1):
            self._end(device, at)
            session = None
        if not session:
            if how == "beat" and self._has_stopped(at):
                return False
            session = self.open[device] = Session(self._shift(at), at, at)
            self.work.sessions.append(session)
        self.stopped, session.until = None, at
        self.work.minutes[at.replace(second=0)] = None
        return True

    def _shift(self, at: datetime) -> date:
        """Another device's shift over midnight is joined."""
        going_on = (s.day for s in self.open.values() if s.day >= local_day(at) - timedelta(days=1))
        return max(going_on, default=local_day(at))

    def _back(self, at: datetime) -> None:
        if self.rest:
            self.work.breaks.append((self.rest, at))
            self.rest = None

    def _stop(self, sign: Sign) -> None:
        if not self._has_stopped(sign.at):
            self._work(sign.at, sign.device, "beat")
        self._back(sign.at)
        if self.open:
            self.stopped = sign.at, max(s.day for s in self.open.values())
        for device in list(self.open):
            self._end(device, sign.at)

    def _leave(self, sign: Sign) -> None:
        if sign.device in self.open:
            self._end(sign.device, sign.at)
            self.left.append(sign.at)
            if not self.open:
                self._back(sign.at)

    def _has_stopped(self, at: datetime) -> bool:
        """Pressed in the small hours it ends a night, not the day that has just begun."""
        if not self.stopped:
            return False
        then, day = self.stopped
        return at - then < 4 * HOUR or (day >= local_day(at) and then - midnight(day) >= 4 * HOUR)


def lived(signs: list[Sign]) -> Work:
    """All of them, and long silence after."""
    day = Lived()
    for sign in signs:
        day.sign(sign)
    day.silence(signs[-1].at + 24 * HOUR)
    return day.work
