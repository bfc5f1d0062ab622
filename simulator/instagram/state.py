"""What Instagram knows: accounts, their posts and comments, people, and the threads of Direct."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import Ids
from simulator.meta.apps import VERIFY_TOKEN
from simulator.meta.refusals import not_found
from simulator.meta.tokens import Code, Tokens
from simulator.meta.webhooks import App

APP_ID, APP_SECRET = "990000000000101", "simulated-instagram-app-secret"

BASIC, MESSAGES, COMMENTS = (
    "instagram_business_basic",
    "instagram_business_manage_messages",
    "instagram_business_manage_comments",
)
SCOPES = (BASIC, MESSAGES, COMMENTS)
FIELDS = frozenset(
    "comments live_comments messages message_edit message_reactions messaging_postbacks messaging_seen messaging_referral".split()
)
SHOP, STUDIO = "17841400000000001", "17841400000000002"


@dataclass
class Account:
    """A professional account. `id` is what webhooks call it; `app_scoped_id` is `id` of /me and matches nothing else."""

    id: str
    app_scoped_id: str
    username: str
    name: str
    subscribed: set[str] = field(default_factory=set)


@dataclass
class Person:
    """Somebody, as one account sees him: his id belongs to that account."""

    id: str
    account: str
    username: str
    name: str
    consents: bool = False  # he has written, so his profile may be read
    blocks: bool = False
    restricted: bool = False  # his comments are left out of the lists


@dataclass
class Media:
    """A post, a reel, a broadcast or an ad."""

    id: str
    account: str
    caption: str
    at: float
    product_type: str = "FEED"
    ad_id: str = ""
    ad_title: str = ""
    original: str = ""


@dataclass
class Comment:
    """`author` is a person's id, or the account's."""

    id: str
    media: str
    author: str
    username: str
    text: str
    at: float
    parent: str = ""
    live: bool = False
    hidden: bool = False
    deleted: bool = False
    answered_privately: bool = False


@dataclass
class Message:
    """One message of Direct."""

    mid: str
    thread: str
    outgoing: bool
    text: str
    at: float
    attachments: list[dict[str, Any]] = field(default_factory=list)
    reply_to: dict[str, Any] | None = None
    edits: int = 0
    deleted: bool = False


@dataclass
class Thread:
    """A conversation of an account with a person. `heard`: when he last wrote, 0 for never."""

    id: str
    account: str
    person: str
    messages: list[Message] = field(default_factory=list)
    heard: float = 0.0
    read: float = 0.0

    @property
    def updated(self) -> float:
        """When anything was last written."""
        return self.messages[-1].at if self.messages else 0.0


class Instagram:
    """The whole of it, with two accounts that have a few posts."""

    def __init__(self, clock: Clock, ids: Ids | None = None) -> None:
        self.clock = clock
        self.ids = ids or Ids()
        self.app = App(APP_ID, APP_SECRET, "instagram", set(FIELDS), verify_token=VERIFY_TOKEN)
        self.tokens = Tokens(clock, "IGAA")
        self.codes: dict[str, Code] = {}
        self.accounts: dict[str, Account] = {}
        self.people: dict[str, Person] = {}
        self.media: dict[str, Media] = {}
        self.comments: dict[str, Comment] = {}
        self.threads: dict[str, Thread] = {}
        self.messages: dict[str, Message] = {}
        self.comments_of: dict[str, list[Comment]] = defaultdict(list)
        self._people_by_name: dict[tuple[str, str], Person] = {}
        self._threads_by_sides: dict[tuple[str, str], Thread] = {}
        self._seed()

    def _seed(self) -> None:
        for id_, username, name in (
            (SHOP, "simulated_shop", "Магазин (simulated)"),
            (STUDIO, "simulated_studio", "Студія (simulated)"),
        ):
            self.accounts[id_] = Account(id_, id_.replace("17841", "26100"), username, name)
            for days, caption, kind in ((20, "Осіння колекція", "FEED"), (3, "Новинки тижня", "REELS")):
                self.post(id_, caption, kind, self.clock.now() - days * 86400)

    def account(self, name: str) -> Account:
        """By id, app-scoped id or username; GraphError when there is none."""
        for account in self.accounts.values():
            if name in (account.id, account.app_scoped_id, account.username):
                return account
        raise not_found(name)

    def person(self, account: str, username: str, name: str = "") -> Person:
        """The person with this username as the account sees him; he appears when he is first named."""
        known = self._people_by_name.get((account, username))
        if known is not None:
            return known
        made = Person(
            self.ids.next("8261", 15), account, username, name or username.replace("_", " ").title()
        )
        self.people[made.id] = self._people_by_name[account, username] = made
        return made

    def post(self, account: str, caption: str, product_type: str = "FEED", at: float | None = None) -> Media:
        """A new post."""
        media = Media(self.ids.next("1799"), account, caption, at or self.clock.now(), product_type)
        self.media[media.id] = media
        return media

    def newest_post(self, account: str) -> Media:
        """Where comments go that name no post."""
        return max(
            (m for m in self.media.values() if m.account == account and not m.ad_id), key=lambda m: m.at
        )

    def comment(self, media: Media, author: str, username: str, text: str, parent: str = "") -> Comment:
        """A comment; an answer to an answer hangs on the top one."""
        above = self.comments.get(parent)
        top = above.parent or above.id if above else ""
        made = Comment(self.ids.next("1803"), media.id, author, username, text, self.clock.now(), top)
        self.comments[made.id] = made
        self.comments_of[media.id].append(made)
        return made

    def thread(self, account: str, person: str) -> Thread:
        """The conversation, opened when there is none."""
        known = self._threads_by_sides.get((account, person))
        if known is not None:
            return known
        made = Thread(f"aWdfZAG06{self.ids.next('1')}", account, person)
        self.threads[made.id] = self._threads_by_sides[account, person] = made
        return made

    def message(self, thread: Thread, text: str, *, outgoing: bool, **more: Any) -> Message:
        """A message in the thread; what a person writes opens his 24 hours."""
        made = Message(
            f"aWdfZAG1faXRlbTox{self.ids.next('2')}", thread.id, outgoing, text, self.clock.now(), **more
        )
        thread.messages.append(made)
        self.messages[made.mid] = made
        if not outgoing:
            thread.heard = made.at
            self.people[thread.person].consents = True
        return made
