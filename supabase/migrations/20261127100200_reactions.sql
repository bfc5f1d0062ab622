-- Signs that people put on messages, and why a message failed, also when either is heard before the message itself.

alter table private.early_news
  -- {"reason", "words"}
  add column failure jsonb,
  -- side -> {"emoji", "at"}, as in `details` of a message
  add column reactions jsonb not null default '{}';

-- The later word of a side counts; one taken back stays as an empty sign, so that an older one does not bring it back.
create function app.with_reaction(reactions jsonb, side text, emoji text, at timestamptz)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case when (reactions -> side ->> 'at')::timestamptz > at then reactions
    else coalesce(reactions, '{}') || jsonb_build_object(side, jsonb_build_object('emoji', left(emoji, 40), 'at', at)) end
$$;

-- A sign on a message, or its end. reaction: as channels.base.Reaction, {"external_id", "occurred_at", "emoji", "by"}
create function app.accept_reaction(source uuid, reaction jsonb, out client_id uuid, out interaction_id uuid)
language plpgsql
security definer
set search_path = ''
as $$
#variable_conflict use_variable
declare
  named text := reaction ->> 'external_id';
  at timestamptz := least((reaction ->> 'occurred_at')::timestamptz, now());
  known public.interactions;
begin
  perform app.lock_message(source, named);
  select i.* into known from public.interactions i where i.source_id = source and i.external_id = named for update;
  if not found then
    insert into private.early_news as n (source_id, external_id, reactions)
    values (source, named, app.with_reaction('{}', reaction ->> 'by', reaction ->> 'emoji', at))
    on conflict on constraint early_news_pkey do update
      set reactions = app.with_reaction(n.reactions, reaction ->> 'by', reaction ->> 'emoji', at);
    return;
  end if;
  client_id := known.client_id;
  interaction_id := known.id;
  if known.withdrawn_at is null and known.erased_at is null then
    perform set_config('app.revising', 'on', true);
    update public.interactions i
    set details = i.details || jsonb_build_object('reactions',
      app.with_reaction(i.details -> 'reactions', reaction ->> 'by', reaction ->> 'emoji', at))
    where i.id = known.id;
    perform set_config('app.revising', '', true);
    perform app.emit(known.owner_id, 'interaction', known.id);
  end if;
end
$$;

-- Why a message failed that is not here yet; that it failed app.accept_receipt has written down.
create function app.keep_early_failure(source uuid, external_id text, reason text, words text)
returns void
language sql
security definer
set search_path = ''
as $$
  update private.early_news n set failure = jsonb_build_object('reason', reason, 'words', left(words, 500))
  where n.source_id = source and n.external_id = keep_early_failure.external_id and n.status = 'failed'
$$;

-- A message comes with what was heard of it before. (Words and status app.keep_message minds, and ends the news.)
create function app.recall_early_news()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  news private.early_news;
begin
  select n.* into news from private.early_news n where n.source_id = new.source_id and n.external_id = new.external_id;
  if news.failure is not null then
    new.details := new.details || jsonb_build_object('failure', news.failure);
  end if;
  if news.reactions <> '{}' then
    new.details := new.details || jsonb_build_object('reactions', news.reactions);
  end if;
  return new;
end
$$;
create trigger interactions_early_news before insert on public.interactions
  for each row when (new.source_id is not null and new.external_id is not null) execute function app.recall_early_news();

grant execute on function app.accept_reaction(uuid, jsonb), app.keep_early_failure(uuid, text, text, text) to service_role;
