"""One or more calls of every function that users may execute, with a colleague's ids wherever one can be named."""

METRICS = (
    "leads",
    "sales",
    "tasks_done",
    "tasks_overdue",
    "interactions_in",
    "active_minutes",
    "focus_minutes",
)


def each(call: str) -> tuple[str, ...]:
    """A call about oneself, about a colleague and about everybody, of all days there are."""
    period = "'2026-01-01', current_date + 1"
    return tuple(
        call.replace("{whose}", whose).replace("{period}", period)
        for whose in ("'{anna}'", "'{bohdan}'", "null")
    )


CALLS: dict[str, tuple[str, ...]] = {
    "fail": (),  # raises what it is told
    "unassigned": ("unassigned()",),
    "day_of": ("day_of('2026-01-05 10:00Z')",),
    "day_bounds": ("day_bounds('2026-01-05')",),
    "visible_owners": ("visible_owners()",),
    "is_admin": ("is_admin()",),
    "active_uid": ("active_uid()",),
    "require_active": ("require_active()",),
    "require_admin": ("require_admin()",),
    "directory": ("directory()",),
    "needs_setup": ("needs_setup()",),
    "set_up": ("set_up('x', 'UTC', 'UAH', 'UA', 'ru', 'x')",),
    "invite_member": ("invite_member('x@y.example', 'x', 'manager', null, null, 'ru')",),
    "update_member": ("update_member('{bohdan}', '{{}}', 1)",),
    "deactivate_member": ("deactivate_member('{bohdan}')",),
    "reactivate_member": ("reactivate_member('{bohdan}')",),
    "store_credential": ("store_credential('{source}', 'x', '', '')",),
    "search_clients": ("search_clients('Богдан', 50)", "search_clients('380501112233', 50)"),
    "find_clients": (
        "find_clients(null, null, array['{bohdan}']::uuid[], null, null, null, null, false, null, null, true, 50)",
        "find_clients('а', null, null, array['{source}']::uuid[], null, null, null, false, null, null, true, 50)",
        "find_clients(null, array['t'], null, null, array['lead'], null, null, false, null, null, false, 50)",
        "find_clients(null, null, null, null, null, null, null, false, null, null, true, 50, array['manual', 'site'], array['manual'], array[''])",
    ),
    "origin_choices": ("origin_choices()",),
    "origin_of": ("origin_of((select c from public.clients c where c.id = '{client}'))",),
    "decide_origin": ("decide_origin('{client}', '{{\"channel\": \"site\"}}')", "decide_origin('{own_client}', null)"),
    "find_duplicate": ("find_duplicate('phone', '+380501112233', '{own_client}')",),
    "import_matches": (
        """import_matches('[{{"number": 1, "contacts": [{{"kind": "phone", "normalized": "+380501112233"}}]}}]')""",
    ),
    "start_import": ("start_import('{import}', '[]', '{{}}')",),
    "import_batch": ("import_batch('{import}', '[]', '[]', 'skip')",),
    "finish_import": ("finish_import('{import}')",),
    "undo_import": ("undo_import('{import}')",),
    "assign_clients": ("assign_clients(array['{client}']::uuid[], '{anna}')",),
    "merge_clients": ("merge_clients('{own_client}', '{client}')",),
    "merge_advice": ("merge_advice('{own_client}', '{client}')", "merge_advice('{client}', '{own_client}')"),
    "merges_of": ("merges_of('{client}')", "merges_of('{own_client}')"),
    "unmerge_preview": ("unmerge_preview('{client}')",),
    "unmerge_clients": ("unmerge_clients('{client}')",),
    "issue_start_token": ("issue_start_token('{client}')",),
    "match_key": ("match_key('phone', '+380501112233')",),
    "contact_strength": ("contact_strength('phone', '+380501112233', '+380501112233')",),
    "assignment_holds": ("assignment_holds('{{}}')",),
    "export_client": ("export_client('{client}')",),
    "erase_client": ("erase_client('{client}')",),
    "client_history": ("client_history('{client}')", "client_history('{own_client}')"),
    "move_deal": (
        "move_deal('{deal}', '{stage}')",
        "move_deal('{own_deal}', '{stage}', '{deal}')",
    ),
    "archive_stage": ("archive_stage('{stage}')",),
    "search_deals": ("search_deals('Deal', 50)",),
    "search_tasks": ("search_tasks('xx', 50)", "search_tasks('task', 50)"),
    "beat": ("beat('{client}', '{deal}')",),
    "live_events_since": ("live_events_since(0)",),
    "live_window": (),  # where a stream begins: event ids are the company's
    "source_events": ("source_events()",),
    "send_test_event": ("send_test_event('{source}', '{{}}')",),
    "settle_event": ("settle_event('{client}', true)",),
    "source_health": ("source_health()",),
    "unclaimed_accounts": ("unclaimed_accounts()",),
    "rulebook": ("rulebook()",),
    "first_touch_of": ("first_touch_of('{client}')", "first_touch_of('{own_client}')"),
    "touch_history": ("touch_history()",),
    "rejudge_touches": ("rejudge_touches('{client}', '[]')",),
    "undo_rerun": ("undo_rerun()",),
    "newest_touches": ("newest_touches()",),
    "source_rules_health": ("source_rules_health()",),
    "review_events": ("review_events('waiting')", "review_events('decided')"),
    "review_event": ("review_event('{client}')",),
    "judge_event": ("judge_event('{client}', 'lead', '{{}}')",),
    "unjudge_event": ("unjudge_event('{client}')",),
    "rule_precision": ("rule_precision()",),
    "trust_rule": ("trust_rule('P1')",),
    "asked_owner": ("asked_owner(null)", "asked_owner('{bohdan}')"),
    "page_cursor": ("page_cursor('x', '[]')",),
    "task_windows": ("task_windows()",),
    "matching_deals": ("matching_deals('Deal', '-infinity')", "matching_deals('Богдан', '-infinity')"),
    "column_totals": (
        "column_totals('{stage}', 'open', '{bohdan}', null, '-infinity', null, 'UAH')",
        "column_totals('{stage}', 'open', null, null, '-infinity', null, 'UAH')",
        "column_totals('{stage}', 'open', null, null, '-infinity', array['{deal}']::uuid[], 'UAH')",
        "column_totals('{stage}', 'open', null, '{source}', '-infinity', null, 'UAH')",
        "column_totals('{won_stage}', 'won', null, null, '-infinity', null, 'UAH')",
    ),
    "column_page": (
        "column_page('{stage}', 'open', '{bohdan}', null, '-infinity', null, null, null, null, 50)",
        "column_page('{stage}', 'open', null, null, '-infinity', null, null, null, null, 50)",
        "column_page('{stage}', 'open', null, null, '-infinity', array['{deal}']::uuid[], null, null, null, 50)",
        "column_page('{won_stage}', 'won', null, null, '-infinity', null, null, null, null, 50)",
    ),
    "board_column": (
        "board_column((select g from public.stages g where g.id = '{stage}'), '{bohdan}', null, '-infinity', null, null, null, null, 50)",
        "board_column((select g from public.stages g where g.id = '{stage}'), null, null, '-infinity', null, null, null, null, 50)",
    ),
    "listed_deals": (
        "listed_deals('{bohdan}', null, null, false, null, null, null, null, 50)",
        "listed_deals(null, null, null, false, null, null, null, null, 50)",
        "listed_deals(null, null, null, true, null, null, null, null, 50)",
    ),
    "completed_tasks": (
        "completed_tasks('{bohdan}', null, null, null, 50)",
        "completed_tasks(null, null, null, null, 50)",
    ),
    "matching_tasks": (
        "matching_tasks('task', null, null, false)",
        "matching_tasks(null, '{client}', null, false)",
        "matching_tasks(null, null, '{deal}', true)",
    ),
    "open_tasks": (
        "open_tasks('{bohdan}', null, '-infinity', 'infinity', true, null, null, null, 50)",
        "open_tasks(null, null, '-infinity', 'infinity', true, null, null, null, 50)",
    ),
    "count_open_tasks": (
        "count_open_tasks('{bohdan}', null, '-infinity', 'infinity', true)",
        "count_open_tasks(null, null, '-infinity', 'infinity', true)",
    ),
    "task_page": (
        "task_page('{bohdan}', null, '-infinity', 'infinity', true, null, null, null, 50)",
        "task_page(null, null, '-infinity', 'infinity', true, null, null, null, 50)",
    ),
    "snooze_until": ("snooze_until('next_week')",),
    "next_step_at": ("next_step_at()",),
    "period": ("period('month')",),
    "company_zone": ("company_zone()",),
    "share": ("share(1, 2)",),
    "kpi": ("kpi('month', '{{}}')",),
    "lead_figures": each("lead_figures({whose}, {period})"),
    "sales_figures": each("sales_figures({whose}, {period})"),
    "presence": each("presence({whose}, {period})"),
    "shift_states": each("shift_states({whose})"),
    "work_day": each("work_day({whose}, '2026-01-05')"),
    "work_shift": each("work_shift({whose}, true)"),
    "workload": ("workload()",),
    "folder_id": ("folder_id('{client}/x')",),
    # Working time.
    "start_work": ("start_work()",),
    "start_break": ("start_break()",),
    "end_break": ("end_break()",),
    "stop_work": ("stop_work()",),
    "work_figures": each("work_figures({whose}, {period})"),
    "focus_figures": each("focus_figures({whose}, {period})"),
    "day_strips": each("day_strips({whose}, '2026-01-05')") + each("day_strips({whose}, current_date)"),
    "heat_map": each("heat_map({whose}, {period})"),
    "activity_rate": ("activity_rate(30, 60)",),
    "work_json": ("work_json(1, 1, 1, 1, 1, 1)",),
    "set_week": ("set_week('{bohdan}', '2026-01-01', '[]')",),
    "week_of": ("week_of('{bohdan}', '2026-01-05')", "week_of('{anna}', '2026-01-05')"),
    "plan": each("plan({whose}, {period})"),
    "set_exceptions": ("set_exceptions('{bohdan}', '2026-01-05', '2026-01-06', 'leave')",),
    "ask_correction": ("ask_correction('2999-01-01', 'other', null, null, 'x')",),  # else it answers a new id
    "decide_correction": ("decide_correction('{correction}', true)",),
    "correction_json": ("correction_json((select c from public.time_corrections c where c.id = '{correction}'))",),
    "shift_question": ("shift_question()",),
    "answer_shift_question": ("answer_shift_question('2026-01-05')",),
    # Connections.
    "begin_connecting": ("begin_connecting('{source}')",),
    "connect_source": ("connect_source('{source}', 'x', 'x', null, '{{}}', true)",),
    "settle_connection": ("settle_connection('{source}')",),
    "note_check": ("note_check('{source}', 'active')",),
    "source_log": ("source_log('{source}')",),
    "dead_letters": ("dead_letters()",),
    "settle_dead": ("settle_dead(null, null, true)",),
    "disconnect_source": ("disconnect_source('{source}')",),
    "sealed_secret": ("sealed_secret('{source}', 'x')",),
    "queue_message": ("queue_message('{conversation}', 'direct', null, array['x'], '{client}', '{file}', 'file')",),
    "unsent_messages": ("unsent_messages('{client}')", "unsent_messages('{own_client}')"),
    "answerable": ("answerable('{interaction}')",),
    "threads_of": ("threads_of('{client}')", "threads_of('{own_client}')"),
    "settle_message": ("settle_message('{message}', true)",),
    "confirm_message": ("confirm_message('{message}')",),
    "settle_conversation": ("settle_conversation('{conversation}', true)",),
    # Speech: a colleague's recording is not there, under his client or under one's own.
    "ask_transcript": ("ask_transcript('{client}', '{client}/x')", "ask_transcript('{own_client}', '{client}/x')"),
    "transcripts": ("transcripts('{client}')", "transcripts('{own_client}')"),
    "company_voice": ("company_voice()",),
    "choose_voice": ("choose_voice('x', 'x')",),
    # Messages.
    "my_channels": ("my_channels()",),
    "telegram_code": ("telegram_code()",),  # not ready: else it answers a new code
    "send_test": ("send_test('telegram')",),
    "my_delivery": ("my_delivery('{delivery}')",),
    "parked_deliveries": ("parked_deliveries()",),
    "settle_delivery": ("settle_delivery('{delivery}', true)",),
    # Figures.
    "kpi_metrics": ("kpi_metrics()",),
    "kpi_ratios": ("kpi_ratios()",),
    "kpi_days": each("kpi_days({whose}, {period})") + each("kpi_days({whose}, {period}, true)"),
    "kpi_period_sums": each("kpi_period_sums({whose}, {period})") + each("kpi_period_sums({whose}, {period}, true)"),
    "kpi_add": ("kpi_add('{{}}')",),
    "kpi_figures": ("kpi_figures(app.kpi_add('{{}}'))",),
    "kpi_origin_figures": ("kpi_origin_figures(app.kpi_add('{{}}'))",),
    "kpi_origins": each("kpi_origins({whose}, {period})"),
    "kpi_source_figures": ("kpi_source_figures(app.kpi_add('{{}}'))",),
    "kpi_times": each("kpi_times({whose}, {period})") + each("kpi_times({whose}, {period}, true)"),
    "days_before": ("days_before('2026-03-01', '2026-04-01')",),
    "kpi_period": ("kpi_period('month')",),
    "kpi_period_json": ("kpi_period_json('x', '2026-01-01', '2026-02-01', '2025-12-01', '2026-01-01')",),
    "kpi_lost_reasons": each("kpi_lost_reasons({whose}, {period})"),
    "kpi_rows": (
        *(call for metric in METRICS for call in each(f"kpi_rows('{metric}', {{whose}}, {{period}})")),
        "kpi_rows('stage_entered', '{anna}', '2026-01-01', current_date + 1, stage => '{stage}')",
    ),
    "kpi_stages": each("kpi_stages({whose}, {period})"),
    "kpi_board": ("kpi_board('2026-01-01', '2026-02-01', current_date + 1)",),
    "kpi_velocity": each("kpi_velocity({whose})"),
    "kpi_workload": each("kpi_workload({whose})"),
    "kpi_targets": each("kpi_targets({whose}, '2026-01-01')"),
    "kpi_team_medians": ("kpi_team_medians('2026-01-01', current_date + 1)",),
    "set_targets": ("set_targets('{bohdan}', '2026-01-01', '{{\"leads\": 1}}')",),
    "set_exchange_rate": ("set_exchange_rate('USD', 1)",),
    "set_business_hours": ("set_business_hours('[]')",),
    "deadlines_missed": ("deadlines_missed('2026-01-01')",),
}  # fmt: skip
# What refuses her each time: an admin's business, a colleague's rows, what is not ready, what she has not.
REFUSED = frozenset(
    "answer_shift_question archive_stage ask_correction ask_transcript assign_clients begin_connecting choose_voice connect_source deactivate_member disconnect_source decide_correction erase_client export_client"
    " import_batch invite_member kpi_board merge_clients move_deal parked_deliveries queue_message reactivate_member require_admin sealed_secret send_test send_test_event"
    " set_business_hours set_exceptions set_exchange_rate set_targets set_up set_week settle_conversation settle_delivery settle_event settle_message confirm_message source_events"
    " dead_letters decide_origin note_check settle_connection settle_dead source_log"
    " issue_start_token unmerge_clients unmerge_preview"
    " judge_event newest_touches rejudge_touches review_event review_events rule_precision source_rules_health touch_history trust_rule undo_rerun unjudge_event"
    " start_import store_credential telegram_code undo_import update_member workload".split()
)
