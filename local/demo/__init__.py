"""Demo data: a believable company with eighteen months behind it, the same for the same seed and day."""

from local.demo.accounts import ACCOUNTS, ADMIN, PASSWORD, Account
from local.demo.seed import seed

__all__ = ["ACCOUNTS", "ADMIN", "PASSWORD", "Account", "seed"]
