"""Clients, contacts, timeline, ownership, saved filters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models.base import Base


class Client(Base):
    """A lead or customer."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint("id", "owner_id"),
        Index(
            "clients_archived_idx",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id"],
            postgresql_where=text(
                "(archived_at IS NOT NULL) AND (merged_into IS NULL) AND (erased_at IS NULL)"
            ),
        ),
        Index(
            "clients_owner_archived_idx",
            "owner_id",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_where=text(
                "(archived_at IS NOT NULL) AND (merged_into IS NULL) AND (erased_at IS NULL)"
            ),
        ),
        Index(
            "clients_first_owner_idx",
            "first_owner_id",
            "received_at",
            postgresql_where=text("excluded IS NULL"),
        ),
        Index(
            "clients_left_out_idx",
            "id",
            postgresql_where=text("excluded = ANY (ARRAY['test'::text, 'spam'::text])"),
        ),
        Index(
            "clients_answered_idx",
            "first_answer_at",
            postgresql_include=["first_answer_by", "source_id"],
            postgresql_where=text("excluded IS NULL AND first_answer_at IS NOT NULL"),
        ),
        Index(
            "clients_leads_idx",
            "received_at",
            postgresql_include=["first_owner_id", "source_id", "first_answer_at", "first_won_at"],
            postgresql_where=text("excluded IS NULL"),
        ),
        Index(
            "clients_waiting_idx",
            "owner_id",
            "waiting_since",
            "id",
            postgresql_where=text(
                "(waiting_since IS NOT NULL) AND (archived_at IS NULL) AND (excluded IS NULL)"
            ),
        ),
        Index("clients_merged_into_idx", "merged_into", postgresql_where=text("merged_into IS NOT NULL")),
        Index(
            "clients_origin_campaign_idx",
            "origin_campaign",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id", "origin_channel", "origin_type"],
            postgresql_where=text("(archived_at IS NULL) AND (origin_campaign IS NOT NULL)"),
        ),
        Index(
            "clients_origin_type_idx",
            "origin_channel",
            "origin_type",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id", "origin_campaign"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_owner_origin_idx",
            "owner_id",
            "origin_channel",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["origin_type", "origin_campaign"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_owner_received_idx",
            "owner_id",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["status", "source_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_owner_source_received_idx",
            "owner_id",
            "source_id",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["status"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_owner_status_received_idx",
            "owner_id",
            "status",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["source_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_received_idx",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_search_idx",
            "owner_id",
            "search",
            postgresql_using="gin",
            postgresql_ops={"search": "extensions.gin_trgm_ops"},
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_source_received_idx",
            "source_id",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id", "archived_at"],
        ),
        Index(
            "clients_source_status_received_idx",
            "source_id",
            "status",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_tags_idx",
            "owner_id",
            "tags",
            postgresql_using="gin",
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index(
            "clients_status_received_idx",
            "status",
            text("received_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id"],
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    name: Mapped[str]
    company: Mapped[str | None]
    job_title: Mapped[str | None]
    city: Mapped[str | None]
    note: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    status: Mapped[str] = mapped_column(server_default=text("'lead'::text"))
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_sources.id"))
    first_touch: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    received_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    phone: Mapped[str | None]
    email: Mapped[str | None]
    contact_keys: Mapped[str] = mapped_column(server_default=text("''::text"))
    search: Mapped[str] = mapped_column(
        Computed(
            "lower(((((name || ' '::text) || COALESCE(company, ''::text)) || ' '::text) || contact_keys))",
            persisted=True,
        )
    )
    excluded: Mapped[str | None]
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("clients.id"))
    first_owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    first_answer_at: Mapped[datetime | None]
    first_won_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    first_answer_by: Mapped[UUID | None]
    first_owned_at: Mapped[datetime | None]
    origin_channel: Mapped[str | None]
    origin_type: Mapped[str | None]
    origin_campaign: Mapped[str | None]
    origin_decided: Mapped[dict[str, Any] | None]
    archived_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ClientContact(Base):
    """A phone, address or handle of a client."""

    __tablename__ = "client_contacts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"],
            ["clients.id", "clients.owner_id"],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        UniqueConstraint("client_id", "kind", "scope", "normalized"),
        Index(
            "client_contacts_match_idx",
            "match_key",
            postgresql_include=["client_id", "strength", "verified_at"],
        ),
        Index("client_contacts_owner_idx", "owner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[str]
    normalized: Mapped[str]
    match_key: Mapped[str] = mapped_column(Computed("app.match_key(kind, normalized)", persisted=True))
    strength: Mapped[str] = mapped_column(
        Computed("app.contact_strength(kind, value, normalized)", persisted=True)
    )
    scope: Mapped[str] = mapped_column(server_default=text("''::text"))
    label: Mapped[str | None]
    is_primary: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Interaction(Base):
    """One entry of the timeline; append-only."""

    __tablename__ = "interactions"
    __table_args__ = (
        UniqueConstraint("id", "owner_id", name="interactions_id_owner_key"),
        ForeignKeyConstraint(
            ["client_id", "owner_id"], ["clients.id", "clients.owner_id"], onupdate="CASCADE"
        ),
        Index(
            "interactions_attested_idx",
            "occurred_at",
            postgresql_include=["author_id", "duration_seconds"],
            postgresql_where=text("kind IN ('call', 'meeting') AND duration_seconds > 0"),
        ),
        Index("interactions_author_idx", "author_id", text("occurred_at DESC")),
        Index(
            "interactions_conversation_idx",
            "conversation_id",
            text("occurred_at DESC"),
            postgresql_where=text("conversation_id IS NOT NULL"),
        ),
        Index(
            "interactions_client_idx",
            "client_id",
            text("occurred_at DESC"),
            text("id DESC"),
            postgresql_include=["owner_id"],
        ),
        Index("interactions_deal_idx", "deal_id", postgresql_where=text("deal_id IS NOT NULL")),
        Index(
            "interactions_external_key",
            "source_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
        Index("interactions_owner_idx", "owner_id", text("occurred_at DESC"), text("id DESC")),
        Index(
            "interactions_touches_idx",
            "occurred_at",
            postgresql_include=["direction", "kind", "author_id", "credited_to", "client_id"],
            postgresql_where=text("kind <> 'note' AND direction <> 'internal'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    deal_id: Mapped[UUID | None]
    channel: Mapped[str] = mapped_column(server_default=text("'manual'::text"))
    kind: Mapped[str]
    direction: Mapped[str]
    author_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("profiles.id"), server_default=text("auth.uid()")
    )
    author_name: Mapped[str | None]
    subject: Mapped[str | None]
    body: Mapped[str] = mapped_column(server_default=text("''::text"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    duration_seconds: Mapped[int | None]
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_sources.id"))
    external_id: Mapped[str | None]
    reply_until: Mapped[datetime | None]
    attachments: Mapped[dict[str, Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    credited_to: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"))
    reply_to: Mapped[str | None]
    status: Mapped[str | None]
    status_at: Mapped[datetime | None]
    edit_sequence: Mapped[int | None]
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class OwnershipEvent(Base):
    """Who owned a client from when, and why."""

    __tablename__ = "ownership_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["client_id", "owner_id"], ["clients.id", "clients.owner_id"], onupdate="CASCADE"
        ),
        Index("ownership_events_actor_idx", "actor_id"),
        Index("ownership_events_client_idx", "client_id", "occurred_at"),
        Index("ownership_events_from_owner_idx", "from_owner_id"),
        Index("ownership_events_occurred_idx", "occurred_at"),
        Index("ownership_events_owner_idx", "owner_id"),
        Index("ownership_events_to_owner_idx", "to_owner_id", "occurred_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    client_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    from_owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    to_owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"))
    reason: Mapped[str]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("profiles.id"))
    occurred_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Segment(Base):
    """A saved filter."""

    __tablename__ = "segments"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("profiles.id"), server_default=text("auth.uid()"))
    name: Mapped[str]
    filters: Mapped[dict[str, Any]]
    shared: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(server_default=text("1"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
