-- name: begin
select code, channel from app.begin_connecting(:source_id);

-- name: take_code
select source_id, user_id, channel from app.take_connect_code(:code);

-- name: connect
select app.connect_source(:source_id, :account_id, :account_name, :access_until, :missing::text[], :simulated, :subscribed);

-- name: settle
select app.settle_connection(:source_id, :error);

-- name: note_check
select app.note_check(:source_id, :state, :error);

-- name: store_credential
select app.store_credential(:source_id, :kind, :nonce, :ciphertext);

-- name: account
select coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) as channel, s.account_id, s.simulated, s.state
from public.lead_sources s
where s.id = :source_id and s.archived_at is null and app.is_admin();

-- name: sealed
select s.account_id, s.state, s.settings::text as settings, c.nonce, c.ciphertext,
  coalesce(nullif(s.settings ->> 'adapter', ''), s.channel) as channel
from public.lead_sources s
left join app.sealed_secret(s.id, :kind) c on true
where s.id = :source_id and s.archived_at is null;

-- name: disconnect
select app.disconnect_source(:source_id);

-- name: holders
select s.account_id, s.id
from public.lead_sources s
join public.lead_sources own on own.id = :source_id and own.channel = s.channel
where s.account_id = any (:accounts::text[]) and s.archived_at is null and (s.state <> 'disconnected' or s.id = own.id);
