-- name: search
-- Phones are kept as digits, so a number that somebody typed with brackets and blanks is looked for by its digits, too.
with term as materialized (
  select :q::text as text, case when d.digits ~ '^\d{4,15}$' and :q !~ '[[:alpha:]@]' then d.digits end as digits
  from (select regexp_replace(:q, '\D', '', 'g') as digits) d
), clients as (
  select f.id, max(f.received_at) as received_at
  from term t
  cross join lateral (
    select s.id, s.received_at from app.search_clients(t.text, :limit) s
    union all
    select s.id, s.received_at from app.search_clients(t.digits, :limit) s where t.digits <> t.text
  ) f
  group by f.id
  order by 2 desc, 1 desc
  limit :limit
), deals as (
  select f.id, max(f.created_at) as created_at
  from (
    select s.id, s.created_at from app.search_deals(:q, :limit) s
    union all
    (select d.id, d.created_at from clients c join public.deals d on d.client_id = c.id
    where d.archived_at is null order by d.created_at desc limit :limit)
  ) f
  group by f.id
  order by 2 desc, 1 desc
  limit :limit
), tasks as (
  select s.id, s.created_at from app.search_tasks(:q, :limit) s
)
select json_build_object(
  'clients', (
    select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'company', c.company, 'status', c.status,
      'phone', c.phone, 'email', c.email, 'owner', case when p.id is not null then
        json_build_object('id', p.id, 'full_name', p.full_name, 'photo_path', p.photo_path) end
    ) order by f.received_at desc, f.id desc), '[]')
    from clients f
    join public.clients c on c.id = f.id
    left join public.profiles p on p.id = c.owner_id
  ),
  'deals', (
    select coalesce(json_agg(k.card order by f.created_at desc, f.id desc), '[]')
    from deals f join app.deal_cards k on k.id = f.id
  ),
  'tasks', (
    select coalesce(json_agg(k.card order by f.created_at desc, f.id desc), '[]')
    from tasks f join app.task_cards k on k.id = f.id
  )
)::text;
