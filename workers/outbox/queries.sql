-- name: claim
select m.id, m.source_id, m.conversation_id, m.mode, m.address, m.target, m.body, m.attempts, m.handed_over_at, m.created_at, now() as at,
  m.file::text as file, m.template::text as template, app.answered_details(m.conversation_id)::text as answered
from app.claim_messages(:channel, :paces::jsonb, :thread_paces::jsonb, :max_rows, :lock_seconds) m;

-- name: hand_over
select app.hand_over_message(:id, :attempts, :seconds_each, :lock_seconds);

-- name: finish
select app.finish_message(:id, :external_id, :recipient, :thread_key);

-- name: fail
select app.fail_message(:id, :attempts, :status, :reason, :error, :can_look);

-- name: put_off
-- `handed_over_at` null again: the vendor said in its own words that nothing happened.
update private.outbound_messages
set next_attempt_at = now() + make_interval(secs => :delay), locked_until = null, handed_over_at = null, last_error = :error,
  attempts = attempts - case when :counts::boolean then 0 else 1 end
where id = :id and status = 'pending' and attempts = :attempts;

-- name: doubtful
select m.id, m.source_id, m.mode, m.address, m.target, m.body, app.answered_details(m.conversation_id)::text as answered
from app.doubtful_messages(:channel, :max_rows, :lock_seconds) m;

-- name: unlook
update private.outbound_messages set looks = looks - 1 where id = :id and status = 'ambiguous' and looks > 0;

-- name: leave_to_people
-- The vendor can never tell what became of it.
update private.outbound_messages set looks = 3 where id = :id and status = 'ambiguous';
