-- What time causes: periodic jobs, each tick of which one worker runs, and the jobs that need the database's own hand.

-- A tick is a row: however many workers wake for it, one of them gets it. A failed or killed run is taken up again.
create table private.job_runs (
  job text not null,
  tick timestamptz not null,
  attempts integer not null default 1,
  locked_until timestamptz not null,
  finished_at timestamptz,
  last_error text,
  primary key (job, tick)
);
alter table private.job_runs enable row level security;
grant select, insert, update, delete on private.job_runs to service_role;

-- The present tick of a job that runs every so many seconds, when it is the caller's to run, else null.
create function app.claim_tick(job text, every_seconds integer, lock_seconds integer default 300, max_attempts integer default 5)
returns timestamptz
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  claimed timestamptz;
begin
  insert into private.job_runs as r (job, tick, locked_until)
  values (job, to_timestamp(floor(extract(epoch from now()) / every_seconds) * every_seconds), now() + make_interval(secs => lock_seconds))
  on conflict on constraint job_runs_pkey do update
    set attempts = r.attempts + 1, locked_until = excluded.locked_until
    where r.finished_at is null and r.locked_until < now() and r.attempts < max_attempts
  returning r.tick into claimed;
  return claimed;
end
$$;

create index tasks_remind_idx on public.tasks (remind_at) where completed_at is null and archived_at is null and remind_at is not null;

-- Marks what became overdue and tells the owner once that the time he wished to be reminded at has come.
create function app.tend_tasks()
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.tasks t set status = 'overdue'
  where t.status = 'open' and t.due_at < now() and t.completed_at is null and t.archived_at is null;
  perform app.notify_user(t.owner_id, 'task_due', jsonb_build_object('title', t.title, 'due_at', t.due_at), t.client_id, t.deal_id, t.id)
  from public.tasks t
  where t.remind_at between now() - interval '1 day' and now()
    and t.completed_at is null and t.archived_at is null and t.owner_id <> app.unassigned()
    and not exists (
      select from public.notifications n
      where n.user_id = t.owner_id and n.kind = 'task_due' and n.task_id = t.id and n.created_at >= t.remind_at
    );
end
$$;

-- Runs of the past tell nothing after a month; what an admin threw away and files of past imports hold personal data.
create function app.forget_old_rows()
returns void
language sql
security definer
set search_path = ''
as $$
  delete from private.job_runs r where r.tick < now() - interval '30 days';
  delete from private.inbound_events e where e.status = 'discarded' and e.processed_at < now() - interval '30 days';
  -- Lines of a file that became clients are clients now; lines that did not may be mended for three months.
  delete from public.import_rows r using public.imports i
  where i.id = r.import_id and i.created_at < now() - interval '90 days'
$$;

grant execute on function app.claim_tick(text, integer, integer, integer), app.tend_tasks(), app.forget_old_rows() to service_role;
