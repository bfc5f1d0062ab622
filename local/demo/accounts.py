"""Who works in the demo company."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

PASSWORD = "smena-demo-1"  # noqa: S105 - printed by `./smena up --demo` for everybody to see


@dataclass(frozen=True)
class Account:
    """One person: `hired` and `left` are days before today, `weight` the share of leads, `skill` the factor on winning."""

    number: int
    login: str
    full_name: str
    phone: str
    role: Literal["admin", "manager"]
    locale: Literal["ru", "uk", "en"]
    hired: int
    left: int | None
    weight: float
    skill: float
    starts: int = 9
    ends: int = 18

    @property
    def id(self) -> UUID:
        """A fixed id, so that links into a demo keep working when it is made anew."""
        return UUID(int=0xDE300000_0000_4000_8000_000000000000 + self.number)

    @property
    def email(self) -> str:
        """The sign-in address."""
        return f"{self.login}@demo.example"


ADMIN = Account(1, "admin", "Марина Гончарова", "+380671110001", "admin", "ru", 900, None, 0.0, 1.0)
ACCOUNTS: tuple[Account, ...] = (
    ADMIN,
    Account(2, "anna", "Анна Коваленко", "+380671110002", "manager", "ru", 700, None, 1.25, 1.2),
    Account(3, "bohdan", "Богдан Ткаченко", "+380671110003", "manager", "uk", 560, None, 1.1, 1.0),
    Account(4, "olena", "Олена Савчук", "+380671110004", "manager", "uk", 540, None, 1.0, 1.3, 10, 19),
    Account(5, "dmytro", "Дмитро Мельник", "+380671110005", "manager", "uk", 330, None, 0.9, 0.8),
    Account(6, "iryna", "Ирина Соколова", "+380671110006", "manager", "ru", 150, None, 1.0, 0.9, 12, 21),
    Account(7, "serhii", "Сергій Бондар", "+380671110007", "manager", "uk", 800, 75, 1.0, 0.7),
)
MANAGERS = tuple(account for account in ACCOUNTS if account.role == "manager")
