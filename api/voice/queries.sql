-- name: ask_transcript
select app.ask_transcript(:client_id, :path);

-- name: transcripts
select json_build_object('items', coalesce(json_agg(json_build_object(
  'id', t.id, 'path', t.path, 'name', t.name, 'state', t.state, 'reason', t.reason, 'seconds', t.seconds,
  'interaction_id', t.interaction_id, 'created_at', t.created_at, 'next_attempt_at', t.next_attempt_at
) order by t.created_at desc, t.id), '[]'), 'next', null, 'total', count(*))::text
from app.transcripts(:client_id) t;

-- name: account
select v.source_id, v.nonce, v.ciphertext from app.voice_account() v;

-- name: company_voice
select v.voice_id, v.name from app.company_voice() v;

-- name: choose_voice
select app.choose_voice(:voice_id, :name);

-- name: speech
select app.speech(:key);

-- name: keep_speech
select app.keep_speech(:key, :audio);

-- name: tasks_today
-- What is still to be done today, by the company's clock; when the first is due, and what it is.
select app.count_open_tasks(me.id, null, now(), b.ends_at, false) as due,
  (select p.cards -> 0 ->> 'title' from app.task_page(me.id, null, now(), b.ends_at, false, null, null, null, 1) p) as title,
  (select p.cards -> 0 ->> 'due_at' from app.task_page(me.id, null, now(), b.ends_at, false, null, null, null, 1) p) as due_at
from (select app.require_active() as id) me
cross join lateral app.day_bounds(app.day_of(now())) b;

-- name: stored_file
-- Made before, whether it was put away or not.
update public.files f set archived_at = null where f.id = :file_id returning f.id;

-- name: register_file
insert into public.files (id, client_id, path, name, size_bytes, mime_type)
values (:id, :client_id, :path, :name, :size_bytes, :mime_type)
on conflict (id) do nothing;
