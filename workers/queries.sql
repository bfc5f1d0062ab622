-- name: claim_events
select id, source_id, channel, kind, dedupe_key, received_at, headers::text as headers, content_type, body, attempts,
  quarantine_reason is not null as released,
  coalesce((select c.phone_region from public.company c), 'UA') as phone_region
from app.claim_events(:max_rows, :lock_seconds)
order by received_at, id;

-- name: accept_lead
select a.client_id, a.interaction_id from app.accept_lead(:source_id, :lead::jsonb) a;

-- name: accept_message
select a.outcome, a.reason, a.client_id, a.interaction_id
from app.accept_message(:source_id, :message::jsonb, :verdict::jsonb, :released) a;

-- name: is_ours
-- Whether a comment is one of ours: an answer to it is an answer to us.
select exists (
  select from public.interactions i
  where i.source_id = :source_id and i.external_id = :external_id and i.direction = 'out');

-- name: keep_touch
select app.keep_touch(:interaction_id, :hints::jsonb, :verdict::jsonb);

-- name: open_complaint
-- Nothing of what was there before the connection: nobody waits for an answer to it.
select app.open_complaint(:source_id, :client_id, :told::jsonb)
where not exists (
  select from public.interactions i where i.id = :interaction_id and (i.details ->> 'history' = 'true' or i.withdrawn_at is not null));

-- name: rulebook
select app.rulebook();

-- name: demote_rules
select app.demote_rules(:opening::text[]);

-- name: accept_revision
select a.client_id, a.interaction_id from app.accept_revision(:source_id, :revision::jsonb) a;

-- name: accept_receipt
select a.client_id, a.interaction_id from app.accept_receipt(:source_id, :receipt::jsonb) a;

-- name: finish_event
-- Touches no row when another worker has taken the event meanwhile: the number of attempts is the claim's token.
update private.inbound_events
set status = :status::text, quarantine_reason = case when :status::text = 'done' then quarantine_reason else :reason end,
  client_id = :client_id, interaction_id = :interaction_id, verdict = coalesce(:verdict::jsonb, verdict), locked_until = null,
  last_error = null, processed_at = case when :status::text <> 'quarantined' then now() end
where id = :event_id and status = 'pending' and attempts = :attempts;

-- name: tell_of_parked
select app.tell_of_parked(:source_id);

-- name: clear_source_error
update public.lead_sources set last_error = null where id = :source_id and last_error is not null;

-- name: put_off_event
update private.inbound_events
set next_attempt_at = now() + make_interval(secs => :delay), locked_until = null, last_error = :error
where id = :event_id and status = 'pending' and attempts = :attempts;

-- name: park_event
with parked as (
  update private.inbound_events
  set status = :status, locked_until = null, quarantine_reason = :reason, last_error = coalesce(:error, last_error)
  where id = :event_id and status = 'pending' and attempts = :attempts
  returning source_id, status
), noted as (
  update public.lead_sources s set last_error = :error
  from parked p
  where s.id = p.source_id and p.status = 'dead'
)
select app.tell_of_parked(p.source_id) from parked p;

-- name: give_back_events
update private.inbound_events
set locked_until = null, attempts = attempts - 1
where id = any (:event_ids::uuid[]) and status = 'pending' and locked_until is not null;

-- name: claim_tick
select app.claim_tick(:job, :every_seconds, :lock_seconds);

-- name: finish_tick
update private.job_runs set finished_at = now(), last_error = null where job = :job and tick = :tick;

-- name: fail_tick
update private.job_runs set locked_until = now() + make_interval(secs => :delay), last_error = :error
where job = :job and tick = :tick;

-- name: tidy
select app.tidy(), app.forget_old_rows(), app.tidy_deliveries(), app.tidy_conversations();

-- name: tend_tasks
select app.tend_tasks();

-- name: close_kpi_day
select app.close_kpi_day();

-- name: escalate_leads
select app.escalate_leads();

-- name: queue_digests
select app.queue_digests();

-- name: close_forgotten_shifts
select app.close_forgotten_shifts();

-- name: forget_minutes
select app.forget_minutes();

-- name: due_reports
select d.* from app.due_reports() d;

-- name: store_report
select app.store_report(:kind, :from_day, :to_day, :manager, :snapshot::jsonb);
