"""The tables of schema public as SQLAlchemy models: a mirror that `alembic check` compares with the migrations."""

from api.db.models.base import Base
from api.db.models.clients import Client, ClientContact, Interaction, OwnershipEvent, Segment
from api.db.models.company import Company
from api.db.models.conversations import ClientIdentity, Conversation, InteractionRevision, MergeSuggestion
from api.db.models.deals import Deal, DealAmountEvent, DealStageEvent, Stage
from api.db.models.imports import Import, ImportRow
from api.db.models.kpi import (
    BusinessHours,
    ExchangeRate,
    KpiDay,
    KpiSourceDay,
    StoredReport,
    Target,
    TaskSpan,
)
from api.db.models.people import Invitation, Profile
from api.db.models.sources import IntentWord, LeadSource, RuleDemotion, SiteKey, SourceRule, Touch
from api.db.models.staff import (
    AuditEntry,
    File,
    Notification,
    NotificationChoice,
    NotificationKind,
    NotificationSettings,
    TelegramLink,
)
from api.db.models.tasks import Task
from api.db.models.working_time import (
    ActivityDay,
    FocusMinutes,
    ScheduleException,
    ScheduleRule,
    TimeCorrection,
    WorkBreak,
    WorkDay,
    WorkSession,
)

__all__ = [
    "ActivityDay",
    "AuditEntry",
    "Base",
    "BusinessHours",
    "Client",
    "ClientContact",
    "ClientIdentity",
    "Company",
    "Conversation",
    "Deal",
    "DealAmountEvent",
    "DealStageEvent",
    "ExchangeRate",
    "File",
    "FocusMinutes",
    "Import",
    "ImportRow",
    "IntentWord",
    "Interaction",
    "InteractionRevision",
    "Invitation",
    "KpiDay",
    "KpiSourceDay",
    "LeadSource",
    "MergeSuggestion",
    "Notification",
    "NotificationChoice",
    "NotificationKind",
    "NotificationSettings",
    "OwnershipEvent",
    "Profile",
    "RuleDemotion",
    "ScheduleException",
    "ScheduleRule",
    "Segment",
    "SiteKey",
    "SourceRule",
    "Stage",
    "StoredReport",
    "Target",
    "Task",
    "TaskSpan",
    "TelegramLink",
    "TimeCorrection",
    "Touch",
    "WorkBreak",
    "WorkDay",
    "WorkSession",
]
