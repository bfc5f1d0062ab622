"""What Facebook knows: a person with pages, who writes to them, posts with comments, lead forms."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from simulator.core.clock import Clock
from simulator.core.ids import Ids
from simulator.meta.apps import META_APP_ID, META_APP_SECRET, VERIFY_TOKEN
from simulator.meta.tokens import Code, Tokens
from simulator.meta.webhooks import App

SCOPES = (
    *("pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement"),
    *("pages_read_user_content", "pages_manage_engagement", "leads_retrieval"),
)
FIELDS = frozenset(
    "messages messaging_postbacks message_deliveries message_reads message_edits message_reactions "
    "message_echoes messaging_referrals feed leadgen standby".split()
)
USER, PAGE, SECOND_PAGE, FORM = "500100000000001", "100200000000001", "100200000000002", "777000000000001"


@dataclass
class Page:
    """A page of the user."""

    id: str
    name: str
    subscribed: set[str] = field(default_factory=set)
    failing_since: float | None = None


@dataclass
class Person:
    """Somebody, as one page sees him."""

    id: str
    page: str
    name: str
    blocks: bool = False
    offline: bool = False


@dataclass
class Post:
    """A post of a page; its id is page_number."""

    id: str
    page: str
    text: str
    at: float


@dataclass
class Comment:
    """Under a post or under another comment (`parent`)."""

    id: str
    post: str
    parent: str
    author: str
    name: str
    text: str
    at: float
    hidden: bool = False
    deleted: bool = False
    answered_privately: bool = False


@dataclass
class Message:
    """One message of a thread."""

    mid: str
    thread: str
    outgoing: bool
    text: str
    at: float
    attachments: list[dict[str, Any]] = field(default_factory=list)
    edits: int = 0
    deleted: bool = False


@dataclass
class Thread:
    """A conversation of a page with a person."""

    id: str
    page: str
    person: str
    messages: list[Message] = field(default_factory=list)
    heard: float = 0.0

    @property
    def updated(self) -> float:
        """When anything was last written."""
        return self.messages[-1].at if self.messages else 0.0


@dataclass
class Lead:
    """A form that somebody sent from an ad."""

    id: str
    form: str
    page: str
    ad_id: str
    at: float
    fields: dict[str, str]
    platform: str = "fb"


class Messenger:
    """The whole of it, with one user and two pages."""

    def __init__(self, clock: Clock, ids: Ids | None = None) -> None:
        self.clock = clock
        self.ids = ids or Ids()
        self.app = App(META_APP_ID, META_APP_SECRET, "page", set(FIELDS), verify_token=VERIFY_TOKEN)
        self.tokens = Tokens(clock, "EAA")
        self.codes: dict[str, Code] = {}
        self.chosen = [PAGE]
        self.pages = {
            PAGE: Page(PAGE, "Магазин (simulated)"),
            SECOND_PAGE: Page(SECOND_PAGE, "Студія (simulated)"),
        }
        self.forms = {FORM: "Заявка (simulated)"}
        self.people: dict[str, Person] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.comments_of: dict[str, list[Comment]] = defaultdict(list)
        self.threads: dict[str, Thread] = {}
        self.messages: dict[str, Message] = {}
        self.leads: dict[str, Lead] = {}
        self._people_by_name: dict[tuple[str, str], Person] = {}
        self._threads_by_person: dict[str, Thread] = {}
        for page in self.pages:
            self.post(page, "Осіння колекція")

    def page(self, name: str) -> Page | None:
        """By id or name."""
        return next((p for p in self.pages.values() if name in (p.id, p.name)), None)

    def person(self, page: str, name: str) -> Person:
        """The person of this name as the page sees him; he appears when he is first named."""
        known = self._people_by_name.get((page, name))
        if known is not None:
            return known
        made = Person(self.ids.next("70", 16), page, name)
        self.people[made.id] = self._people_by_name[page, name] = made
        return made

    def post(self, page: str, text: str) -> Post:
        """A new post."""
        made = Post(f"{page}_{self.ids.next('3', 9)}", page, text, self.clock.now())
        self.posts[made.id] = made
        return made

    def newest_post(self, page: str) -> Post:
        """Where comments go that name no post."""
        return max((p for p in self.posts.values() if p.page == page), key=lambda p: p.at)

    def comment(self, post: Post, parent: str, author: str, name: str, text: str) -> Comment:
        """A comment; `parent` is the post's id, or a comment's."""
        number = post.id.split("_")[1]
        made = Comment(
            f"{number}_{self.ids.next('4', 10)}", post.id, parent, author, name, text, self.clock.now()
        )
        self.comments[made.id] = made
        self.comments_of[post.id].append(made)
        return made

    def thread(self, person: Person) -> Thread:
        """The conversation, opened when there is none."""
        known = self._threads_by_person.get(person.id)
        if known is not None:
            return known
        made = Thread(f"t_{self.ids.next('9', 14)}", person.page, person.id)
        self.threads[made.id] = self._threads_by_person[person.id] = made
        return made

    def message(self, thread: Thread, text: str, *, outgoing: bool, **more: Any) -> Message:
        """A message; one from a person opens his 24 hours."""
        made = Message(f"m_{self.ids.next('A', 20)}", thread.id, outgoing, text, self.clock.now(), **more)
        thread.messages.append(made)
        self.messages[made.mid] = made
        if not outgoing:
            thread.heard = made.at
        return made
