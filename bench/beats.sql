-- What the cases of beats run.

-- name: people
-- Each manager with his sign-in and his newest deal.
select bench.person(k) as manager, bench.session(k) as session, d.client_id as client, d.id as deal
from generate_series(1, :managers::bigint) k
cross join lateral (
  select x.client_id, x.id from public.deals x where x.owner_id = bench.person(k) order by x.created_at desc limit 1
) d
order by k;

-- name: beat
select json_build_object('state', app.beat(:client::uuid, :deal::uuid))::text;

-- name: plain
-- The same rows written by whoever may: the session's last sign, the minute, and where it was spent.
with moment as (
  select current_date as day, date_trunc('day', now()) as starts_at,
    set_bit(repeat('0', 1500)::bit(1500), extract(epoch from now() - date_trunc('day', now()))::integer / 60, 1) as minute
), alive as (
  update public.work_sessions s set last_beat_at = now() where s.auth_session_id = :session::uuid and s.ended_at is null
), active as (
  insert into public.activity_days as a (manager_id, day, starts_at, minutes, focused)
  select :manager::uuid, m.day, m.starts_at, m.minute, m.minute from moment m
  on conflict (manager_id, day, starts_at) do update set minutes = a.minutes | excluded.minutes, focused = a.focused | excluded.focused
)
insert into public.focus_minutes as f (manager_id, day, starts_at, client_id, deal_id, minutes)
select :manager::uuid, m.day, m.starts_at, :client::uuid, :deal::uuid, m.minute from moment m
on conflict on constraint focus_minutes_key do update set minutes = f.minutes | excluded.minutes;

-- name: forget
-- So that the next beat finds its minute free, as the first of each minute does.
with nothing as (select repeat('0', 1500)::bit(1500) as minutes)
update public.activity_days a set minutes = n.minutes, focused = n.minutes from nothing n where a.day >= current_date - 1;

-- name: race
select app.beat_at(:manager::uuid, :session::uuid, :client::uuid, :deal::uuid,
  (select b.starts_at from app.day_bounds(app.day_of(now())) b) + make_interval(mins => :minute::integer), 'beat');

-- name: raced
-- Minutes of today's first 1,380: as many as the shortest day has.
select coalesce(sum(bit_count(substring(a.minutes from 1 for 1380))), 0) as minutes,
  (select coalesce(sum(bit_count(substring(f.minutes from 1 for 1380))), 0) from public.focus_minutes f
    where f.manager_id = :manager::uuid and f.day = app.day_of(now())
      and f.starts_at = (select b.starts_at from app.day_bounds(app.day_of(now())) b)) as focused
from public.activity_days a
where a.manager_id = :manager::uuid and a.day = app.day_of(now())
  and a.starts_at = (select b.starts_at from app.day_bounds(app.day_of(now())) b);

-- name: clear
with gone as (delete from public.focus_minutes f where f.manager_id = :manager::uuid and f.day >= current_date - 1)
delete from public.activity_days a where a.manager_id = :manager::uuid and a.day >= current_date - 1;
