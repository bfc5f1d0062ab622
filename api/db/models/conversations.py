"""Who a client is to each vendor, his threads, what his messages said before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


def of_client(client: str = "client_id", owner: str = "owner_id", *, cascade: bool) -> ForeignKeyConstraint:
    """The client with the copy of his owner."""
    return ForeignKeyConstraint(
        [client, owner],
        ["clients.id", "clients.owner_id"],
        onupdate="CASCADE",
        ondelete="CASCADE" if cascade else None,
    )


class ClientIdentity(Base):
    """An id by which a vendor knows a client."""

    __tablename__ = "client_identities"
    __table_args__ = (
        of_client(cascade=True),
        UniqueConstraint("kind", "scope", "external_id"),
        Index("client_identities_client_idx", "client_id", "owner_id"),
        Index("client_identities_owner_idx", "owner_id"),
        Index(
            "client_identities_username_idx",
            "kind",
            "scope",
            "username",
            postgresql_where=text("username <> ''::text"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    kind: Mapped[str]
    scope: Mapped[str] = mapped_column(server_default=text("''::text"))
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(server_default=text("''::text"))
    username: Mapped[str] = mapped_column(server_default=text("''::text"))
    first_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    last_seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Conversation(Base):
    """A thread of one client with one account."""

    __tablename__ = "conversations"
    __table_args__ = (
        of_client(cascade=False),
        UniqueConstraint("source_id", "thread_key"),
        Index("conversations_client_idx", "client_id", "owner_id"),
        Index("conversations_owner_idx", "owner_id"),
        Index(
            "conversations_waiting_owner_idx",
            "owner_id",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since is not null"),
        ),
        Index(
            "conversations_waiting_idx",
            "waiting_since",
            "id",
            postgresql_where=text("waiting_since is not null"),
        ),
        Index("conversations_last_owner_idx", "owner_id", text("last_at desc"), text("id desc")),
        Index("conversations_last_idx", text("last_at desc"), text("id desc")),
        Index(
            "conversations_address_idx", "source_id", "address", postgresql_where=text("address <> ''::text")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    source_id: Mapped[UUID] = mapped_column(ForeignKey("lead_sources.id"))
    kind: Mapped[str]
    thread_key: Mapped[str]
    address: Mapped[str] = mapped_column(server_default=text("''::text"))
    last_in_at: Mapped[datetime | None]
    last_out_at: Mapped[datetime | None]
    unreachable: Mapped[str | None]
    reach_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    waiting_since: Mapped[datetime | None]
    last_at: Mapped[datetime] = mapped_column(
        Computed("COALESCE(GREATEST(last_in_at, last_out_at), created_at)", persisted=True)
    )


class InteractionRevision(Base):
    """What an edited message said before."""

    __tablename__ = "interaction_revisions"
    __table_args__ = (
        of_client(cascade=False),
        Index("interaction_revisions_interaction_idx", "interaction_id"),
        Index("interaction_revisions_client_idx", "client_id", "owner_id"),
        Index("interaction_revisions_owner_idx", "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    interaction_id: Mapped[UUID] = mapped_column(ForeignKey("interactions.id"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    body: Mapped[str]
    replaced_at: Mapped[datetime]


class MergeSuggestion(Base):
    """Two clients who may be one person."""

    __tablename__ = "merge_suggestions"
    __table_args__ = (
        of_client(cascade=True),
        of_client("other_id", "other_owner_id", cascade=True),
        UniqueConstraint("client_id", "other_id", "reason"),
        Index("merge_suggestions_client_idx", "client_id", "owner_id"),
        Index("merge_suggestions_other_idx", "other_id", "other_owner_id"),
        Index("merge_suggestions_owner_idx", "owner_id"),
        Index(
            "merge_suggestions_open_idx",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("NOT dismissed"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    other_id: Mapped[UUID]
    other_owner_id: Mapped[UUID]
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(server_default=text("''::text"))
    dismissed: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ClientMerge(Base):
    """Who was merged into a client, and whether that was taken back."""

    __tablename__ = "client_merges"
    __table_args__ = (
        of_client(cascade=False),
        Index("client_merges_client_idx", "client_id", text("merged_at DESC")),
        Index("client_merges_owner_idx", "owner_id"),
        Index("client_merges_loser_idx", "loser_id"),
        Index("client_merges_merged_by_idx", "merged_by"),
        Index("client_merges_undone_by_idx", "undone_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    loser_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    reason: Mapped[str]
    evidence: Mapped[str] = mapped_column(server_default=text("''::text"))
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    merged_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    undone_at: Mapped[datetime | None]
