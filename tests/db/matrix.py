"""The persona matrix: one row for every table and function of ours, written by hand, compared with the catalogue.

A table, view, function or bucket without a row here fails the suite, and so does a grant that is not written here.
"""

from dataclasses import dataclass, field
from typing import Literal

Scope = Literal[
    "owner",  # an owner sees his own, an admin all
    "team",  # everybody active sees every row
    "admin",  # admins only
    "self",  # only the person it is addressed to, an admin no more than others
    "nobody",  # no API role at all
]


@dataclass(frozen=True)
class Table:
    """Who sees its rows, and the columns that `authenticated` may write. `writers` says whose rows or hands."""

    scope: Scope
    owner: str | None = None
    insert: frozenset[str] = frozenset()
    update: frozenset[str] = frozenset()
    delete: bool = False
    writers: Literal["owner", "admin", "self"] = "owner"
    service_insert: bool = False
    service_update: frozenset[str] | Literal["all"] = frozenset()
    service_delete: bool = False
    key: tuple[str, ...] = field(default=("id",))


def columns(text: str) -> frozenset[str]:
    """Names separated by blanks."""
    return frozenset(text.split())


QUEUE = Table("nobody", service_insert=True, service_update="all", service_delete=True)

TABLES: dict[str, Table] = {
    "public.company": Table(
        "team",
        update=columns(
            "name time_zone currency phone_region locale idle_limit_minutes shift_grace_minutes late_grace_minutes"
            " sla_minutes conversion_window_days retention_months"
        ),
        writers="admin",
    ),
    "public.profiles": Table(
        "owner", "id", update=columns("full_name phone photo_path locale preferences"), writers="self"
    ),
    "public.invitations": Table("admin"),
    "public.lead_sources": Table(
        "team",
        insert=columns("channel name state settings assignment_rule fixed_manager_id"),
        update=columns("name state settings assignment_rule fixed_manager_id archived_at"),
        writers="admin",
        service_update=columns("state last_event_at last_error access_until"),
    ),
    "public.source_rules": Table(
        "admin",
        insert=columns("rule position is_on document"),
        update=columns("position is_on document"),
        delete=True,
        writers="admin",
    ),
    "public.touches": Table("owner", "owner_id", key=("interaction_id",)),
    "public.intent_words": Table("admin", insert=columns("list phrase is_off"), delete=True, writers="admin"),
    "public.product_posts": Table(
        "admin", insert=columns("source_id media_id"), delete=True, writers="admin"
    ),
    "public.rule_demotions": Table("admin"),
    "private.source_reruns": Table("nobody"),
    "private.review_verdicts": Table("nobody", key=("event_id",)),
    "private.complaint_tasks": Table("nobody", key=("source_id", "thread_key", "day")),
    "public.site_keys": Table(
        "admin",
        insert=columns("source_id origins per_minute"),
        update=columns("origins per_minute revoked_at"),
        writers="admin",
    ),
    "public.clients": Table(
        "owner",
        "owner_id",
        insert=columns("id owner_id name company job_title city note tags status source_id"),
        update=columns("name company job_title city note tags status archived_at"),
        service_insert=True,
        service_update="all",
    ),
    "public.client_contacts": Table(
        "owner",
        "owner_id",
        insert=columns("id client_id kind value normalized scope label is_primary"),
        update=columns("kind value normalized label is_primary"),
        delete=True,
        service_insert=True,
        service_update="all",
    ),
    "public.interactions": Table(
        "owner",
        "owner_id",
        insert=columns(
            "id client_id deal_id channel kind direction subject body occurred_at duration_seconds attachments"
        ),
        service_insert=True,
    ),
    "public.ownership_events": Table("owner", "owner_id"),
    "public.segments": Table(
        "owner",
        "owner_id",
        insert=columns("id name filters shared"),
        update=columns("name filters shared"),
        delete=True,
    ),
    "public.imports": Table(
        "owner",
        "owner_id",
        insert=columns("id file_name file_format encoding delimiter columns row_count"),
    ),
    "public.import_rows": Table(
        "owner",
        "owner_id",
        insert=columns("import_id number cells"),
        writers="self",
        key=("import_id", "number"),
    ),
    "public.stages": Table(
        "team",
        insert=columns("name outcome color position stale_after_days"),
        update=columns("name color position stale_after_days archived_at"),
        writers="admin",
    ),
    "public.deals": Table(
        "owner",
        "owner_id",
        insert=columns(
            "id client_id title amount_minor currency stage_id expected_close_on note lost_reason"
        ),
        update=columns("title amount_minor expected_close_on note archived_at"),
    ),
    "public.deal_stage_events": Table("owner", "owner_id"),
    "public.deal_amount_events": Table("owner", "owner_id"),
    "public.tasks": Table(
        "owner",
        "owner_id",
        insert=columns("id owner_id client_id deal_id title note kind priority due_at remind_at"),
        update=columns("client_id deal_id title note kind priority due_at remind_at status archived_at"),
        service_update=columns("status"),
    ),
    "public.work_schedule": Table("owner", "manager_id"),
    "public.work_sessions": Table("owner", "manager_id"),
    "public.work_breaks": Table("owner", "manager_id"),
    "public.activity_days": Table("owner", "manager_id", key=("manager_id", "day", "starts_at")),
    "public.focus_minutes": Table("owner", "manager_id"),
    "public.time_corrections": Table("owner", "manager_id"),
    "public.schedule_rules": Table(
        "owner",
        "manager_id",
        insert=columns("manager_id weekday starts ends valid_from valid_to"),
        update=columns("weekday starts ends valid_from valid_to"),
        delete=True,
        writers="admin",
    ),
    "public.schedule_exceptions": Table(
        "owner",
        "manager_id",
        insert=columns("manager_id day kind starts ends note"),
        delete=True,
        writers="admin",
    ),
    "public.notifications": Table("self", "user_id", update=columns("read_at"), writers="self"),
    "public.notification_kinds": Table("team", key=("kind",)),
    "public.notification_choices": Table(
        "self",
        "user_id",
        insert=columns("user_id kind in_app email telegram"),
        update=columns("in_app email telegram"),
        writers="self",
        key=("user_id", "kind"),
    ),
    "public.notification_settings": Table(
        "self",
        "user_id",
        insert=columns("user_id quiet_hours digest_at"),
        update=columns("quiet_hours digest_at"),
        writers="self",
        key=("user_id",),
    ),
    "public.telegram_links": Table(
        "self",
        "user_id",
        delete=True,
        writers="self",
        service_update=columns("blocked_at"),
        service_delete=True,
        key=("user_id",),
    ),
    "public.files": Table(
        "owner",
        "owner_id",
        insert=columns("id client_id deal_id path name size_bytes mime_type"),
        update=columns("name archived_at"),
    ),
    "public.audit_log": Table("admin", key=("occurred_at", "id")),
    "public.kpi_daily": Table("owner", "manager_id", key=("manager_id", "day")),
    "public.kpi_daily_sources": Table("owner", "manager_id"),
    "public.targets": Table("owner", "manager_id"),
    "public.reports": Table("owner", "manager_id"),
    "public.task_spans": Table("owner", "manager_id"),
    "public.exchange_rates": Table("team"),
    "public.business_hours": Table("team", key=("weekday",)),
    "private.kpi_closed_days": Table("nobody"),
    "private.kpi_touched_days": Table("nobody"),
    "public.client_identities": Table("owner", "owner_id"),
    "public.conversations": Table("owner", "owner_id"),
    "public.interaction_revisions": Table("owner", "owner_id"),
    "public.merge_suggestions": Table("owner", "owner_id", update=columns("dismissed")),
    "public.client_merges": Table("owner", "owner_id"),
    "private.merge_memories": QUEUE,
    "private.assignment_turns": QUEUE,
    "private.start_tokens": QUEUE,
    "private.connect_codes": QUEUE,
    "private.source_upkeep": QUEUE,
    "private.early_news": QUEUE,
    "private.outbound_messages": QUEUE,
    "private.send_paces": QUEUE,
    "private.visits": QUEUE,
    "private.media_files": QUEUE,
    "private.credentials": QUEUE,
    "private.inbound_events": QUEUE,
    "private.unclaimed_events": QUEUE,
    "private.raw_deliveries": QUEUE,
    "private.rate_windows": QUEUE,
    "private.job_runs": QUEUE,
    "private.transcriptions": QUEUE,
    "private.speech": QUEUE,
    "private.company_voice": QUEUE,
    "private.telegram_codes": QUEUE,
    "private.delivery_channels": QUEUE,
    "private.deliveries": QUEUE,
    "private.live_events": Table("nobody", service_insert=True, service_delete=True),
    "app.policy_files": Table("nobody"),
}

# Partitions are tables of their own: nobody reads or writes one by name.
PARTITIONED = {"public.audit_log"}

# Who may execute what. A function that is in neither list fails the suite.
USERS, SERVICE, API, AUTH = "authenticated", "service_role", "smena_api", "supabase_auth_admin"
CAPTURE = "smena_capture"
STORAGE, WORKER = "supabase_storage_admin", "smena_worker"
FUNCTIONS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        columns("fail unassigned day_of day_bounds match_key contact_strength assignment_holds"),
        frozenset({USERS, SERVICE}),
    ),
    **dict.fromkeys(
        columns(
            "visible_owners is_admin active_uid require_active require_admin directory set_up invite_member update_member"
            " store_credential search_clients find_duplicate assign_clients move_deal search_deals search_tasks beat"
            " live_events_since live_window source_events send_test_event settle_event source_health unclaimed_accounts deactivate_member reactivate_member"
            " merge_clients export_client erase_client"
            " begin_connecting connect_source disconnect_source sealed_secret queue_message unsent_messages threads_of settle_message confirm_message settle_conversation"
            " settle_connection note_check source_log dead_letters settle_dead"
            " answerable"
            " first_touch_of touch_history rejudge_touches undo_rerun newest_touches source_rules_health review_events review_event judge_event unjudge_event rule_precision trust_rule"
            " my_channels telegram_code send_test my_delivery parked_deliveries settle_delivery"
            " merge_advice unmerge_preview unmerge_clients merges_of issue_start_token"
            " find_clients origin_choices origin_of decide_origin client_history start_import import_matches import_batch finish_import undo_import"
        ),
        frozenset({USERS}),
    ),
    # Boards, lists and figures.
    **dict.fromkeys(
        columns(
            "asked_owner page_cursor task_windows matching_deals column_totals column_page board_column listed_deals completed_tasks archive_stage matching_tasks"
            " open_tasks count_open_tasks task_page snooze_until next_step_at period company_zone share kpi lead_figures"
            " sales_figures presence shift_states work_day work_shift workload"
        ),
        frozenset({USERS}),
    ),
    # Working time: each takes the caller from the token; what takes a moment or a manager to write for is executable by nobody.
    **dict.fromkeys(
        columns(
            "start_work start_break end_break stop_work work_figures focus_figures day_strips heat_map activity_rate work_json"
            " set_week week_of plan set_exceptions ask_correction decide_correction correction_json shift_question answer_shift_question"
        ),
        frozenset({USERS}),
    ),
    **dict.fromkeys(
        columns(
            "kpi_metrics kpi_ratios kpi_days kpi_period_sums kpi_add kpi_figures kpi_times days_before kpi_period kpi_rows kpi_stages"
            " kpi_velocity kpi_workload kpi_targets kpi_team_medians kpi_source_figures kpi_period_json kpi_origins kpi_origin_figures"
        ),
        frozenset({USERS, SERVICE}),
    ),
    **dict.fromkeys(
        columns(
            "kpi_board kpi_lost_reasons set_targets set_exchange_rate set_business_hours deadlines_missed"
        ),
        frozenset({USERS}),
    ),
    **dict.fromkeys(columns("close_kpi_day rebuild_kpi settle_history"), frozenset({SERVICE})),
    "recount_clients": frozenset({SERVICE}),
    "rulebook": frozenset({USERS, SERVICE}),
    **dict.fromkeys(
        columns(
            "check_new_owner on_shift make_audit_partition notify_user notify_admins claim_events accept_lead choose_owner tidy"
            " tell_of_parked claim_tick tend_tasks forget_old_rows close_forgotten_shifts forget_minutes"
            " due_reports store_report escalate_leads queue_digests digest tidy_deliveries"
            " link_telegram block_telegram"
            " claim_messages hand_over_message finish_message fail_message doubtful_messages tidy_conversations"
            " accept_message accept_revision accept_receipt accept_reach accept_visit note_source_state"
            " accept_watermark note_failure accept_renaming lose_access claim_unclaimed tidy_unclaimed"
            " keep_media move_media answered_details"
            " note_unreachable accept_reaction keep_early_failure"
            " forget_merges assign_waiting_leads reassign_leads"
            " keep_touch open_complaint demote_rules"
        ),
        frozenset({SERVICE}),
    ),
    **dict.fromkeys(
        columns("within_limit receive_event receive_events"),
        frozenset({API, SERVICE}),
    ),
    **dict.fromkeys(columns("site_key site_origins receive_submission"), frozenset({API, SERVICE, CAPTURE})),
    **dict.fromkeys(columns("take_connect_code read_accounts_soon sealed_account"), frozenset({API})),
    "hook_source": frozenset({API, CAPTURE}),
    "receive_delivery": frozenset({CAPTURE}),
    "needs_setup": frozenset({API, WORKER, USERS, SERVICE}),
    "schema_version": frozenset({API, WORKER, SERVICE}),
    "custom_access_token_hook": frozenset({AUTH}),
    "folder_id": frozenset({USERS, SERVICE, STORAGE}),
    # Speech.
    **dict.fromkeys(columns("ask_transcript transcripts company_voice choose_voice"), frozenset({USERS})),
    **dict.fromkeys(
        columns("claim_transcripts settle_transcript delivered_transcript"), frozenset({SERVICE})
    ),
    **dict.fromkeys(columns("speech keep_speech"), frozenset({API})),
    "voice_account": frozenset({API, SERVICE}),
}
# Nobody's to call: triggers, and what the functions above share.
INNER = columns(
    "touch next_version append_only check_time_zone on_account_created on_account_email_changed on_account_deleted keep_an_admin"
    " refuse_row inherit_client_owner copy_contacts_to_client record_ownership forget_stage_key moment_number prepare_deal"
    " record_deal_events deal_place make_default_stages make_default_sources on_company_named prepare_task planned_window"
    " on_sign_in on_sign_out audit emit emit_changes notify_task_assigned count_hit wake_client with_doubles trail_of readable"
    " import_contacts note_first_owner recount_touched note_source check_figures_of copy_source_to_deals"
    # Working time: whoever could name the manager or the moment could write, and read, for a colleague.
    " shift_grace break_limit plan_between shift_day open_shift settle_day close_silent sign_out_at finish_break set_minute beat_at"
    " has_stopped session_of_token start_break_at stop_work_at note_write beat_of_write merge_focus minutes_in presence_spans shift_ends"
    " days_between fill_gaps active_minutes attested_minutes accepted_corrections minutes_late bits_between minute_runs span_runs strip_json shift_strip"
    " check_member keep_correction note_correction"
    # Figures: what counts without asking who asks, and what keeps the rollups true.
    " slip_limit note_slip owner_at note_credit currency_digits in_company_currency close_once record_task_span overdue_facts work_facts"
    " focus_facts stage_facts seconds_within facts_source compute_kpi kpi_columns ripening_day kpi_clean_days kpi_live_days"
    " open_windows store_kpi kpi_closable_until first_fact_day kpi_final_until touch_days touch_all_days touch_days_of_clients"
    " touch_client_days touch_event_days touch_span_days touch_time_days touch_planned_days touch_rate_days"
    # Conversations: who it is, what is kept of it, and what is said of it later.
    " check_source_state emit_sources dead_reason merge_conversations erase_conversations note_status recount_answers edit_message withdraw_message lock_message client_of_contact"
    " lock_person find_person suggest_merge keep_person open_conversation keep_message doubt_of tell_of_message accept_incoming"
    " accept_echo claim_echo mind_waiting answer_elsewhere"
    " remove_media show_sent_file"
    " follow_message with_reaction recall_early_news"
    # Who is one person, and who gets what comes in.
    " proves holders_of verified_keys verified_keys_of keys_conflict merge_rows merge_choice written_by_hand"
    " join_records tell_of_merge join_clients living_client returning_rows ids_of fields_back unmergeable return_focus return_contacts"
    " tell_of_unmerge erase_merges pick_manager note_turn waits_for_shift working_seconds hand_over_lead"
    " take_start_token is_return suggest_holders follow_merge"
    # Sources and the queue.
    " mark_source_rule erase_touch blank_verdict was_right first_verdict origin_channels note_origin note_touched_origins merge_origin"
    # Messages: to whom, when and by what.
    " working_window working_moment mail_moment ways_of mute_notification queue_delivery queue_notification notify_once notify_deal_won"
    # Speech: what a path leads to, and what goes with an erased client.
    " recording forget_transcripts"
)
# Views for users, under their own policies: the table whose rows they show.
VIEWS = {
    "app.stage_rows": "public.stages",
    "app.deal_cards": "public.deals",
    "app.task_cards": "public.tasks",
    "app.inbox_rows": "public.conversations",
}
# Views that only functions read, each of them after it has asked whose figures the caller may see.
INNER_VIEWS = columns(
    "app.slips app.lead_facts app.handled_facts app.touch_facts app.repeat_facts app.created_facts app.closing_facts app.sales_facts"
    " app.done_facts app.reaction_facts app.cost_facts"
)
