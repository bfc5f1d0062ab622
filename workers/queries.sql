-- name: claim_events
select id, source_id, channel, kind, dedupe_key, received_at, headers::text as headers, content_type, body, attempts,
  quarantine_reason is not null as released, (select s.account_id from public.lead_sources s where s.id = source_id) as account_id,
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

-- name: hold_twin
select pg_advisory_xact_lock(hashtextextended('smena.twin.' || :external_id, 0));

-- name: twin
select i.id as interaction_id, i.client_id
from public.lead_sources own
join public.lead_sources other on other.channel = own.channel and other.id <> own.id
join public.interactions i on i.source_id = other.id and i.external_id = :external_id and i.direction = 'in'
left join public.conversations c on c.id = i.conversation_id
where own.id = :source_id and coalesce(c.address, '') = :address
order by i.created_at
limit 1;

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

-- name: others_in_hand
select exists (
  select from private.inbound_events e
  where e.source_id = :source_id and e.status = 'pending' and e.locked_until > now() and e.id <> :event_id);

-- name: accept_revision
select a.client_id, a.interaction_id from app.accept_revision(:source_id, :revision::jsonb) a;

-- name: accept_receipt
select a.client_id, a.interaction_id from app.accept_receipt(:source_id, :receipt::jsonb) a;

-- name: accept_watermark
select a.client_id, a.interaction_id from app.accept_watermark(:source_id, :receipt::jsonb) a;

-- name: accept_renaming
select a.client_id, a.interaction_id from app.accept_renaming(:source_id, :renamed::jsonb) a;

-- name: note_failure
select app.note_failure(:id, :reason, :words);

-- name: forget_parked
-- What waited for a person, or was only kept, and is no message: its words go with it. (What came with it in one event goes, too.)
update private.inbound_events
set status = case status when 'quarantined' then 'discarded' else status end, body = '', processed_at = coalesce(processed_at, now())
where source_id = :source_id and status in ('quarantined', 'ignored') and verdict ? 'message' and verdict ->> 'message' = :external_id;

-- name: keep_early_failure
select app.keep_early_failure(:source_id, :external_id, :reason, :words);

-- name: accept_reaction
select r.client_id, r.interaction_id from app.accept_reaction(:source_id, :reaction::jsonb) r;

-- name: settle_message
-- Only a private reply begins a thread.
select app.finish_message(o.id, :external_id, case when o.mode = 'private_reply' then :recipient::text end,
  case when o.mode = 'private_reply' then :thread_key::text end)
from private.outbound_messages o
where o.id = :id and o.source_id = :source_id and o.status in ('pending', 'ambiguous') and o.handed_over_at is not null;

-- name: accept_reach
select a.client_id from app.accept_reach(:source_id, :reach::jsonb) a (client_id);

-- name: accept_visit
select app.accept_visit(:source_id, :visit::jsonb);

-- name: visit
select v.hints::text from private.visits v where v.source_id = :source_id and v.thread_key = :thread_key;

-- name: end_visit
delete from private.visits where source_id = :source_id and thread_key = :thread_key;

-- name: finish_event
-- Touches no row when another worker has taken the event meanwhile: the number of attempts is the claim's token.
update private.inbound_events
set status = :status::text, quarantine_reason = case when :status::text = 'done' then quarantine_reason else :reason end,
  client_id = :client_id, interaction_id = :interaction_id, verdict = coalesce(:verdict::jsonb, verdict), locked_until = null,
  last_error = null, processed_at = case when :status::text <> 'quarantined' then now() end,
  -- What was taken back before it came is kept here no more than in the timeline.
  body = case when :is_spent::boolean
    or exists (select from public.interactions i where i.id = :interaction_id and i.withdrawn_at is not null) then '' else body end
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
-- (Who came three months ago and has said nothing since was brought by nothing.)
with gone as (
  delete from private.visits where occurred_at < now() - interval '90 days'
)
select app.tidy(), app.forget_old_rows(), app.tidy_deliveries(), app.tidy_conversations(), app.tidy_unclaimed();

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

-- name: claim_unclaimed
select app.claim_unclaimed();

-- name: claim_deliveries
-- For the rest of the transaction: what is split is gone with it, what is not stays.
select id, channel, source_id, received_at, content_type, body
from private.raw_deliveries
order by received_at, id
limit :max_rows
for update skip locked;

-- name: receive_delivered
select taken
from app.receive_events(:channel, :source_id, :accounts::text[], :kinds::text[], :keys::text[], :bodies::bytea[], '{}', :content_type,
  :received_at);

-- name: forget_deliveries
delete from private.raw_deliveries where id = any (:delivery_ids::uuid[]);

-- name: followed_thread
-- The thread as it is named, if there is one; else that of the nearest message it follows, with the same person, or the liveliest
-- that is answered at one of these numbers.
select t.thread_key
from (
  select c.thread_key, 0 as place
  from public.conversations c
  where c.source_id = :source_id and c.thread_key = :thread_key
  union all
  select c.thread_key, f.place
  from unnest(:follows::text[]) with ordinality f (external_id, place)
  join public.interactions i on i.source_id = :source_id and i.external_id = f.external_id
  join public.conversations c on c.id = i.conversation_id and c.address = :address
  union all
  select c.thread_key, row_number() over (order by greatest(c.last_in_at, c.last_out_at) desc nulls last)
  from public.conversations c
  where c.source_id = :source_id and c.kind = 'direct' and c.address <> '' and c.address = any (:numbers::text[])
) t
order by t.place
limit 1;

-- name: note_unreachable
select app.note_unreachable(:interaction_id, :reason);

-- name: assign_waiting_leads
select app.assign_waiting_leads();

-- name: reassign_leads
select app.reassign_leads();

-- name: forget_merges
select app.forget_merges();
