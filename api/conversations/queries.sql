-- name: threads
select t.id, t.source_id, t.channel, t.source_name, t.account_name, t.state, t.kind, t.name, t.unreachable, t.settings::text as settings,
  t.missing, t.last_in_at, t.last_in_id, t.answered_privately, t.simulated, now() as at
from app.threads_of(:client_id) t;

-- name: answerable
-- A message of the client's that can be answered, and in which thread.
select a.conversation_id, a.external_id, a.occurred_at, a.answered from app.answerable(:interaction_id) a;

-- name: sendable
-- A file of the client's, or of one who was merged into him, as storage has it: what somebody wrote down of it decides nothing.
select f.id, f.name, o.metadata ->> 'mimetype' as mime_type, (o.metadata ->> 'size')::bigint as size_bytes
from public.files f
join public.clients c on c.id = f.client_id
left join storage.objects o on o.bucket_id = 'files' and o.name = f.path
where f.id = :file_id and f.archived_at is null and :client_id in (c.id, c.merged_into);

-- name: sealed_account
select a.channel, a.account_id, a.settings::text as settings, a.nonce, a.ciphertext from app.sealed_account(:source_id) a;

-- name: queue
select q.id
from app.queue_message(:conversation_id, :mode, :target, :parts::text[], :key, :file_id, :file_kind, :template::jsonb) q (id);

-- name: unsent
select json_build_object(
  'items', coalesce(json_agg(json_build_object(
    'id', m.id, 'conversation_id', m.conversation_id, 'mode', m.mode, 'text', m.body, 'status', m.status, 'reason', m.reason, 'error', m.error,
    'author', (select json_build_object('id', u.id, 'full_name', u.full_name) from app.directory() u where u.id = m.author_id),
    'created_at', m.created_at, 'next_attempt_at', m.next_attempt_at, 'file', m.file
  ) order by m.number), '[]'),
  'next', null, 'total', count(*)
)::text
from app.unsent_messages(:client_id) m;

-- name: confirm
select app.confirm_message(:message_id);

-- name: settle
select app.settle_message(:message_id, :retry);
