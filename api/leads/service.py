"""One submission from the outside world: find the site, check the sender, count, store, answer an id. No more."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from api.db.transaction import Transaction
from api.errors import Forbidden, Invalid
from api.leads import queries, rules
from api.leads.queries import Event, Kind, Site
from api.sources.vault import Vault
from channels import fields, forms
from channels.fields import Submission

# Stored with the event: enough to understand it and to judge it later, nothing that identifies more than needed.
KEPT_HEADERS = ("origin", "referer", "user-agent", "accept-language")


@dataclass(frozen=True)
class Arrival:
    """The HTTP side of a submission; header names are lower case."""

    kind: Kind
    content_type: str
    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    address: str | None

    @cached_property
    def sent(self) -> Submission | None:
        """The form by meaning; None when the body is not what it says it is."""
        try:
            return fields.read(forms.decode(self.content_type, self.body).fields)
        except forms.Unreadable:
            return None

    def field(self, name: str) -> str:
        """A field of the form, empty when there is none."""
        return self.sent.get(name) if self.sent else ""

    @property
    def site_key(self) -> str:
        """The public key: of a server in its header, else of the form, else of the address."""
        stated = self.headers.get("x-smena-key") or self.headers.get("x-site-key")
        named = stated or self.field("site_key") or self.query.get("site_key", "")
        return named.strip()[:200]

    @property
    def signature(self) -> str:
        """What proves that the site's own server sent it; empty when nothing claims to."""
        return rules.bare_signature(self.headers.get("x-smena-signature", ""))


async def find_site(tx: Transaction, arrival: Arrival) -> Site:
    """The site that the submission names; raises Forbidden for a missing, unknown or revoked key."""
    if not arrival.site_key:
        raise Forbidden("site_key_missing")
    site = await queries.find_site(tx, public_key=arrival.site_key)
    if site is None:
        raise Forbidden("site_key_unknown")
    return site


async def receive(
    tx: Transaction, arrival: Arrival, site: Site, vault: Vault, *, address_limit: int
) -> UUID | None:
    """Stores the submission and answers its event's id, or None when the sender is far over a limit.

    Raises Forbidden for a signature that does not hold and Invalid for a body without a single field. Doubt parks.
    """
    if arrival.signature:
        _check_signature(arrival, site, vault)
    if arrival.sent is not None and not arrival.sent.known and not arrival.sent.other:
        raise Invalid("submission_empty")
    prefix = "comment" if arrival.kind == "comment" else "lead"
    event = Event(
        arrival.kind,
        rules.dedupe_key(prefix, arrival.sent, arrival.headers, arrival.body, arrival.signature),
        {name: arrival.headers[name][:1000] for name in KEPT_HEADERS if name in arrival.headers},
        arrival.content_type[:200],
        arrival.body,
        arrival.address,
    )
    return await queries.receive(
        tx,
        site=site,
        event=event,
        quarantine_reason=_doubt(arrival, site),
        address_limit=None if arrival.signature else address_limit,
    )


def _doubt(arrival: Arrival, site: Site) -> str | None:
    if arrival.sent is None:
        return "unreadable"
    return None if arrival.signature else rules.doubt(arrival.sent, arrival.headers, site.origins)


def _check_signature(arrival: Arrival, site: Site, vault: Vault) -> None:
    timestamp = arrival.headers.get("x-smena-timestamp", "").strip()
    if not rules.is_fresh(timestamp):
        raise Forbidden("signature_expired")
    if site.secret_nonce is None or site.secret_ciphertext is None:
        raise Forbidden("signature_invalid")
    secret = vault.open(site.source_id, "site_hmac", site.secret_nonce, site.secret_ciphertext)
    if not rules.is_signed(secret, timestamp, arrival.body, arrival.signature):
        raise Forbidden("signature_invalid")
