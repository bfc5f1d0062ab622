-- The company of the benchmark, written by SQL alone: {clients} clients of {managers} managers. Every manager gets about nine
-- leads a day, so that more clients mean a longer history and a bigger team, not busier people. Deterministic but for the clock.
-- Runs with triggers aside and without the secondary indexes (see fill.py): copies that triggers keep are written here.

-- part: people
insert into public.profiles (id, email, full_name, role, status, hired_on, first_signed_in_at)
select bench.person(k), case k when 0 then 'admin' else 'manager' || k end || '@bench.example',
  (array['Анна', 'Богдан', 'Олена', 'Тарас', 'Ирина', 'Сергей', 'Оксана', 'Дмитрий'])[1 + k % 8] || ' '
    || (array['Гнатюк', 'Савченко', 'Орлова', 'Мазур', 'Волкова', 'Литвин', 'Ткаченко'])[1 + k % 7],
  case k when 0 then 'admin' else 'manager' end, 'active', current_date - 1200, now()
from generate_series(0, {managers}) k;
insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
  raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token, email_change_token_new, email_change,
  email_change_token_current, phone_change, phone_change_token, reauthentication_token)
select '00000000-0000-0000-0000-000000000000', p.id, 'authenticated', 'authenticated', p.email, '{password_hash}', now(),
  '{"provider": "email", "providers": ["email"]}', '{"email_verified": true}', now(), now(), '', '', '', '', '', '', '', ''
from public.profiles p where p.role <> 'nobody';
insert into auth.identities (id, provider_id, user_id, identity_data, provider, created_at, updated_at)
select gen_random_uuid(), p.id::text, p.id, jsonb_build_object('sub', p.id, 'email', p.email, 'email_verified', true), 'email', now(), now()
from public.profiles p where p.role <> 'nobody';
insert into public.lead_sources (channel, name, assignment_rule)
values ('instagram', 'Instagram', 'round_robin'), ('telegram', 'Telegram', 'round_robin');
-- A site for each connection of the load driver: one key takes no more than 6,000 submissions a minute.
with made as (
  insert into public.lead_sources (channel, name, assignment_rule)
  select 'site', 'Сайт ' || k, 'round_robin' from generate_series(1, {sites}) k
  returning id, name
)
insert into public.site_keys (source_id, public_key, per_minute, origins)
select m.id, 'site_bench_' || split_part(m.name, ' ', 2), 6000, array['https://shop.example'] from made m;
insert into public.segments (owner_id, name, filters, shared) values
  (bench.person(0), 'Новые', '{"status": ["lead"]}', true), (bench.person(0), 'Покупатели', '{"status": ["customer"]}', true);

-- part: clients
create table bench.sources as
select array_agg(s.id order by s.channel, s.name) as ids
from public.lead_sources s where s.channel <> 'site' or s.name not like 'Сайт %';
insert into public.clients (id, owner_id, name, company, city, note, tags, status, source_id, received_at, phone, email, contact_keys,
  first_owner_id, first_owned_at, first_answer_at, first_answer_by, waiting_since, archived_at, created_at, updated_at)
select c.id, c.owner_id, c.name,
  case when c.h % 5 = 0 then (array['ТОВ «Північ»', 'Nova Dental', 'Кофейня Moloko', 'Студия «Берег»', 'Ательє «Нитка»',
    'Клиника «Здоровье»', 'Логістик Груп'])[1 + c.h / 5 % 7] || ' ' || c.h % 3000 end,
  (array['Київ', 'Львів', 'Одеса', 'Харків', 'Дніпро', 'Вінниця'])[1 + c.h % 9],
  case when c.h % 7 = 0 then 'Перезвонить после выставки, интересует доставка и монтаж. Бюджет согласован.' end,
  case c.h % 6 when 0 then array['vip'] when 1 then array['опт', 'повторный'] else '{}' end,
  c.status, s.ids[1 + c.h % cardinality(s.ids)], c.received_at, c.phone, c.email, concat_ws(' ', c.phone, c.email),
  nullif(c.owner_id, app.unassigned()), case when c.owner_id <> app.unassigned() then c.received_at end,
  case when not c.waits then least(c.received_at + make_interval(mins => 2 + c.h % 240), now()) end,
  case when not c.waits then c.owner_id end,
  case when c.waits then c.received_at end,
  case when c.h % 33 = 0 then least(c.received_at + interval '60 days', now()) end,
  c.received_at, c.received_at
from (
  select x.n, x.h, bench.client(x.n) as id,
    case when x.n % 500 = 0 then app.unassigned() else bench.person(1 + x.n % {managers}) end as owner_id,
    (array['Тарас', 'Оксана', 'Андрій', 'Ірина', 'Олександр', 'Наталія', 'Сергей', 'Мария', 'Дмитрий', 'Екатерина', 'Юрій', 'Софія',
      'Максим', 'Ольга', 'Роман', 'Татьяна', 'Ярослав', 'Алина'])[1 + x.h / 11 % 18] || ' '
      || case when x.h % 997 = 0 then 'Їжакевський' else bench.surname(x.h) end as name,
    case when x.age < 3 and x.h % 2 = 0 then 'lead'
      else (array['lead', 'active', 'active', 'customer', 'lost', 'customer', 'lost', 'lead', 'active', 'lost'])[1 + x.h / 13 % 10]
    end as status,
    case when x.h % 20 <> 0 then '+380' || (array['50', '63', '66', '67', '68', '73', '93', '95', '96', '97', '99'])[1 + x.h / 17 % 11]
      || lpad((x.h / 7 % 10000000)::text, 7, '0') end as phone,
    case when x.h % 9 < 4 then (array['shevchenko', 'bondarenko', 'ivanov', 'petrov', 'mazur', 'orlov', 'lytvyn'])[1 + x.h / 19 % 7]
      || x.n || '@example.com' end as email,
    (x.age < 2 and x.h % 3 = 0) or x.h % 701 = 0 as waits,
    now() - make_interval(secs => x.age * 86400) as received_at
  from (
    select n, bench.noise(n) as h, {days}::float8 * ({clients} - n + (bench.noise(n) % 1000) / 1000.0) / {clients} as age
    from generate_series(1, {clients}) n
  ) x
) c
cross join bench.sources s;

-- part: contacts
insert into public.client_contacts (client_id, owner_id, kind, value, normalized, is_primary, created_at)
select c.id, c.owner_id, k.kind, k.value, k.value, true, c.created_at
from public.clients c
cross join lateral (values ('phone', c.phone), ('email', c.email)) k (kind, value)
where k.value is not null;
insert into public.ownership_events (client_id, owner_id, to_owner_id, reason, occurred_at)
select c.id, c.owner_id, c.owner_id, 'rule', c.created_at from public.clients c;
insert into public.files (client_id, owner_id, path, name, size_bytes, mime_type, uploaded_by, created_at)
select c.id, c.owner_id, 'clients/' || c.id || '/offer.pdf', 'Предложение.pdf', 120000, 'application/pdf', c.owner_id, c.created_at
from public.clients c where c.owner_id <> app.unassigned() and bench.noise(hashtext(c.id::text)) % 20 = 0;

-- part: interactions
-- In five passes, so that one client's entries lie as far apart as life would put them.
insert into public.interactions (client_id, owner_id, credited_to, channel, kind, direction, author_id, body, occurred_at, created_at)
select c.id, c.owner_id, c.owner_id,
  (array['site', 'manual', 'phone', 'email', 'instagram'])[1 + (c.h + k) % 5],
  (array['form', 'note', 'call', 'message', 'message'])[1 + (c.h + k) % 5],
  (array['in', 'internal', 'out', 'out', 'in'])[1 + (c.h + k) % 5],
  case when (c.h + k) % 5 between 1 and 3 then nullif(c.owner_id, app.unassigned()) end,
  'Добрый день! Интересует заказ номер ' || c.h % 100000 || ', подскажите, пожалуйста, сроки и стоимость доставки.',
  c.at, c.at
from generate_series(0, 4) k
cross join lateral (
  select x.id, x.owner_id, bench.noise(hashtext(x.id::text)) as h,
    -- What is not over yet is spread over the time there was: else all of it would be of today.
    x.received_at + least(interval '31 hours' * k, (now() - x.received_at) * k / 5.0) as at
  from public.clients x
) c
where c.h % 5 >= k;

-- part: deals
create table bench.stages as
select array_agg(g.id order by g.position) as ids, array_agg(g.outcome order by g.position) as outcomes from public.stages g;
insert into public.deals (id, client_id, owner_id, source_id, title, amount_minor, currency, stage_id, outcome, position, stage_entered_at,
  expected_close_on, closed_at, lost_reason, created_by, created_at, updated_at)
select bench.deal(d.n), d.client_id, d.owner_id, d.source_id, 'Заказ ' || d.n || ', кухня и монтаж', (1 + d.h % 9000) * 10000, 'UAH', g.ids[d.stage],
  g.outcomes[d.stage], -d.n::bigint * 1048576, coalesce(d.closed_at, d.created_at),
  (d.created_at + interval '30 days')::date, d.closed_at, case when d.stage = 5 then 'price' end, nullif(d.owner_id, app.unassigned()), d.created_at,
  coalesce(d.closed_at, d.created_at)
from (
  select y.*, case when y.stage >= 4 then
    y.created_at + least(make_interval(days => y.h % 28), (now() - interval '1 minute' - y.created_at) * (y.h % 1000 / 1000.0)) end as closed_at
  from (
    select x.n, x.h, c.id as client_id, c.owner_id, c.source_id, least(c.received_at + interval '5 hours', now() - interval '2 minutes') as created_at,
      -- In hand: most of the last four weeks' deals, hardly any older one.
      case when x.h % 100 < case when c.received_at > now() - interval '28 days' then 60 else 1 end then 1 + x.h % 3
        when x.h % 5 < 2 then 4 else 5 end as stage
    from (select n, bench.noise(n + 40000000) as h from generate_series(1, {clients}) n where n % 3 <> 0) x
    join public.clients c on c.id = bench.client(x.n)
  ) y
) d
cross join bench.stages g;

-- part: events
insert into public.deal_stage_events (deal_id, owner_id, credited_to, from_stage_id, to_stage_id, from_outcome, to_outcome,
  amount_minor, currency, reason, actor_id, occurred_at, source_id, since_outcome, since_stage_id, since_amount_minor)
select d.id, d.owner_id, d.owner_id, e.from_stage, e.to_stage, e.from_outcome, e.to_outcome, d.amount_minor, d.currency, d.lost_reason,
  nullif(d.owner_id, app.unassigned()), e.at, c.source_id, e.from_outcome, e.from_stage, d.amount_minor
from public.deals d
join public.clients c on c.id = d.client_id
cross join bench.stages g
cross join lateral (values
  (null::uuid, g.ids[1], null, 'open', d.created_at),
  (g.ids[1], d.stage_id, 'open', d.outcome, d.stage_entered_at)
) e (from_stage, to_stage, from_outcome, to_outcome, at)
where e.from_stage is null or e.to_stage <> e.from_stage;
insert into public.deal_amount_events (deal_id, owner_id, credited_to, outcome, before_minor, after_minor, currency, actor_id,
  occurred_at, source_id)
select d.id, d.owner_id, d.owner_id, 'won', d.amount_minor, d.amount_minor, d.currency, nullif(d.owner_id, app.unassigned()), d.closed_at, c.source_id
from public.deals d join public.clients c on c.id = d.client_id
where d.outcome = 'won' and d.position / 1048576 % 100 = 0;
update public.clients c set first_won_at = w.at
from (select d.client_id, min(d.closed_at) as at from public.deals d where d.outcome = 'won' group by 1) w
where c.id = w.client_id;

-- part: tasks
insert into public.tasks (owner_id, client_id, deal_id, title, kind, priority, due_at, status, completed_at, created_by, created_at, updated_at)
select d.owner_id, d.client_id, d.id, 'Перезвонить по заказу ' || x.n, (array['call', 'message', 'task', 'meeting'])[1 + x.n % 4],
  (array['normal', 'normal', 'high', 'low'])[1 + x.n % 4],
  case when d.outcome = 'open' then now() + make_interval(hours => x.n % 400 - 90) else d.closed_at end,
  case when d.outcome = 'open' then 'open' else 'completed' end,
  case when d.outcome <> 'open' then d.closed_at end, d.created_by, d.created_at, d.created_at
from (select d.*, (-d.position / 1048576)::integer as number from public.deals d) d
cross join lateral (select d.number + k as n from generate_series(0, case when d.outcome = 'open' then 0 else 1 end) k) x
where d.outcome <> 'open' or d.number % 7 <> 0;
insert into public.tasks (owner_id, title, status, created_by)
select bench.person(1 + k % {managers}), 'Разобрать почту ' || k, 'open', bench.person(1 + k % {managers})
from generate_series(1, {managers} * 5) k;

-- part: spans
insert into public.task_spans (task_id, manager_id, due_at, opened_at, closed_at, closed_as)
select t.id, t.owner_id, t.due_at, least(t.created_at, t.completed_at), t.completed_at, case when t.completed_at is not null then 'completed' end
from public.tasks t;

-- part: days
insert into public.notifications (user_id, kind, params, client_id, read_at, created_at)
select p.id, 'lead_new', '{"name": "Тарас Мазур"}', bench.client(k), case when k > 8 then now() end, now() - make_interval(mins => k * 17)
from public.profiles p cross join generate_series(1, 60) k where p.role <> 'nobody';
-- Weekdays from nine to six with a break at one, as planned; today, whatever day it is, up to now and not ended.
insert into public.schedule_rules (manager_id, weekday, starts, ends, valid_from)
select bench.person(k), n, '09:00', '18:00', current_date - 1200 from generate_series(1, {managers}) k cross join generate_series(1, 5) n;
create table bench.days as
select d.day, d.starts_at, d.day = app.day_of(now()) as is_today, extract(epoch from now() - d.starts_at) / 86400.0 / {days} as age
from app.days_between(app.day_of(now()) - least({days}, 730)::integer, app.day_of(now()) + 1) d
where extract(isodow from d.day) < 6 or d.day = app.day_of(now());
insert into public.work_schedule (manager_id, day, planned_start, planned_end, started_at, ended_at, closed_by)
select bench.person(k), d.day, d.starts_at + interval '9 hours', d.starts_at + interval '18 hours',
  case when d.is_today then greatest(d.starts_at, least(now() - interval '3 hours', d.starts_at + interval '9 hours'))
    else d.starts_at + make_interval(mins => 530 + bench.noise(k * 4099 + d.day - date '2020-01-01') % 18) end,
  case when not d.is_today then d.starts_at + make_interval(mins => 1070 + bench.noise(k * 5003 + d.day - date '2020-01-01') % 20) end,
  case when not d.is_today then 'sign_out' end
from generate_series(1, {managers}) k cross join bench.days d;
insert into auth.sessions (id, user_id, created_at, updated_at, aal)
select bench.session(k), bench.person(k), now(), now(), 'aal1' from generate_series(1, {managers}) k;
insert into public.work_sessions (manager_id, day, auth_session_id, started_at, last_beat_at, ended_at, ended_by)
select w.manager_id, w.day, s.id, w.started_at, coalesce(w.ended_at, now()), w.ended_at, w.closed_by
from public.work_schedule w left join auth.sessions s on s.user_id = w.manager_id and w.ended_at is null;
insert into public.work_breaks (manager_id, day, started_at, ended_at, ended_by)
select w.manager_id, w.day, d.starts_at + interval '13 hours', d.starts_at + interval '13 hours 45 minutes', 'manager'
from public.work_schedule w join bench.days d on d.day = w.day and not d.is_today;

-- part: minutes
-- Thirty times a day a manager has one of his clients of the last four weeks open for some eight minutes, every other time with the deal.
insert into public.focus_minutes (manager_id, day, starts_at, client_id, deal_id, minutes)
select bench.person(v.k), v.day, v.starts_at, bench.client(v.n), case when v.n % 3 <> 0 and v.h % 2 = 0 then bench.deal(v.n) end,
  repeat('1', v.length)::bit(1500) >> v.since
from (
  select x.*, 540 + 16 * x.visit + case when x.visit >= 15 then 45 else 0 end + x.h % 3 as since, 6 + x.h / 5 % 5 as length,
    x.k - 1 + {managers}::bigint * (floor({clients} * (1 - x.age) / {managers})::bigint - 1 - x.visit * 8 - x.h / 7 % 8) as n
  from (
    select k, d.*, visit, bench.noise((k * 1000 + d.day - date '2020-01-01') * 32 + visit) as h
    from bench.days d cross join generate_series(1, {managers}) k cross join generate_series(0, 29) visit
  ) x
) v
where v.n > 0 and v.n % 500 <> 0 and (not v.is_today or v.starts_at + make_interval(mins => v.since + v.length) < now());
-- Two more minutes after each: what stood open was no client.
insert into public.activity_days (manager_id, day, starts_at, minutes, focused)
select f.manager_id, f.day, f.starts_at, bit_or(f.minutes) | (bit_or(f.minutes) >> 2), bit_or(f.minutes)
from public.focus_minutes f group by 1, 2, 3;
