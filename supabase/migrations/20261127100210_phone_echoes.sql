-- What is written on the company's own phone names somebody's number: his thread is found by where it is answered.
create index conversations_address_idx on public.conversations (source_id, address) where address <> '';
