-- name: site_key
select source_id, origins, per_minute, secret_nonce, secret_ciphertext from app.site_key(:public_key);

-- name: site_origins
select app.site_origins();

-- name: receive
-- Counts and stores in one statement; no row when the key or the address is far over its limit.
select event_id, is_new
from app.receive_submission(:public_key, :source_id, :kind, :dedupe_key, :headers::jsonb, :content_type, :body, :address::inet,
  :quarantine_reason, :key_limit, :address_limit);
