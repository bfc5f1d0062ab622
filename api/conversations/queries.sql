-- name: threads
select t.id, t.source_id, t.channel, t.source_name, t.account_name, t.state, t.kind, t.name, t.unreachable, t.settings::text as settings,
  t.missing, t.last_in_at, t.last_in_id, t.answered_privately, t.simulated, now() as at
from app.threads_of(:client_id) t;

-- name: external_id
-- The vendor's id of a message of the thread that can be answered.
select i.external_id, i.occurred_at,
  exists (
    select from public.interactions a
    where a.conversation_id = i.conversation_id and a.reply_to = i.external_id and a.kind = 'message' and a.direction = 'out') as answered
from public.interactions i
where i.id = :interaction_id and i.conversation_id = :conversation_id and i.direction = 'in' and i.withdrawn_at is null;

-- name: queue
select q.id from app.queue_message(:conversation_id, :mode, :target, :parts::text[], :key) q (id);

-- name: unsent
select json_build_object(
  'items', coalesce(json_agg(json_build_object(
    'id', m.id, 'conversation_id', m.conversation_id, 'mode', m.mode, 'text', m.body, 'status', m.status, 'reason', m.reason, 'error', m.error,
    'author', (select json_build_object('id', u.id, 'full_name', u.full_name) from app.directory() u where u.id = m.author_id),
    'created_at', m.created_at, 'next_attempt_at', m.next_attempt_at
  ) order by m.created_at, m.id), '[]'),
  'next', null, 'total', count(*)
)::text
from app.unsent_messages(:client_id) m;

-- name: settle
select app.settle_message(:message_id, :retry);
