-- name: hook_source
select channel, account_id, nonce, ciphertext from app.hook_source(:source_id);

-- name: receive
-- A whole delivery in one statement, each event once.
select taken, unknown
from app.receive_events(:channel, :source_id, :accounts::text[], :kinds::text[], :keys::text[], :bodies::bytea[], :headers::jsonb,
  :content_type);

-- name: read_accounts_soon
select app.read_accounts_soon(:channel);
