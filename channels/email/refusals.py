"""What an SMTP server's refusal means: by its enhanced code (RFC 3463) where there is one, else by the code and its words."""

import re

from channels.failures import Failure

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NOBODY = re.compile(
    r"no such (user|mailbox|recipient|address)|(user|recipient|mailbox|address)( is)? (unknown|not found)|unknown (user|recipient)|does not exist|"
    r"doesn't exist|invalid (mailbox|recipient)|account (is )?(disabled|inactive|closed)|mailbox unavailable",
    re.IGNORECASE,
)
LIMIT = re.compile(r"limit|too many|quota of messages|rate", re.IGNORECASE)
A_QUARTER, AN_HOUR = 900, 3600


def classify(code: int, words: str) -> Failure:
    """Of a command that was answered: nothing happened. (What is not answered is another matter.)"""
    found = ENHANCED.search(words)
    enhanced = f"{found[1]}.{found[2]}.{found[3]}" if found else ""
    told = f"{code} {words}"[:300]
    if code in (530, 534, 535) or enhanced in ("5.7.8", "5.7.9"):
        return Failure("reauth", "smtp_login_refused", told)
    # Only this message waits: that the mailbox is read must not suffer. A greylisting server takes it a quarter of an hour later.
    if 400 <= code < 500:
        return Failure("retry", "not_now", told, AN_HOUR if LIMIT.search(words) else A_QUARTER)
    if enhanced == "5.4.5" or (enhanced.startswith("5.7") and "limit" in words.lower()):
        return Failure("retry", "too_often", told, AN_HOUR)
    if re.match(r"5\.1\.[0-36]$|5\.2\.1$", enhanced) or (
        code in (550, 551, 553) and not enhanced.startswith("5.7") and NOBODY.search(words)
    ):
        return Failure("recipient_gone", "recipient_gone", told)
    if code == 552 or enhanced in ("5.3.4", "5.2.3"):
        return Failure("permanent", "too_big", told)
    return Failure("permanent", "refused", told)
