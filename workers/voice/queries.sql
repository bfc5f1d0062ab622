-- name: claim
select t.id, t.client_id, t.path, t.name, t.mime_type, t.attempts, p.locale, t.vendor_id, now() - t.given_at as waited,
  app.delivered_transcript(t.request_id) as delivered
from app.claim_transcripts(:max_rows, :lock_seconds) t
join public.profiles p on p.id = t.asked_by;

-- name: settle
select app.settle_transcript(:id, :attempts, :outcome::jsonb);

-- name: account
select v.source_id, v.nonce, v.ciphertext from app.voice_account() v;
