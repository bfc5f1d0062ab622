-- name: take_lease
-- One worker at a time asks for updates: Telegram serves no second one. The offset to go on from, or no row.
update private.delivery_channels set locked_until = now() + make_interval(secs => :seconds)
where channel = 'telegram' and (locked_until is null or locked_until < now())
returning update_offset;

-- name: keep_lease
-- Moves on past what was done, in the transaction that did it; no row when another worker has moved on meanwhile.
update private.delivery_channels
set update_offset = :following::bigint, locked_until = now() + make_interval(secs => :seconds)
where channel = 'telegram' and update_offset = :update_offset::bigint
returning update_offset;

-- name: drop_lease
update private.delivery_channels set locked_until = null where channel = 'telegram';

-- name: link
select app.link_telegram(:code::text, :chat_id::bigint, :name::text);

-- name: unlink
delete from public.telegram_links where chat_id = :chat_id;

-- name: unblock
update public.telegram_links set blocked_at = null where chat_id = :chat_id and blocked_at is not null;

-- name: block_chat
select app.block_telegram(:chat_id::bigint);
