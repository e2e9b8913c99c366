-- outside a transaction
-- New rules are tried on the newest texts that came in.
create index concurrently messages_inbound on messages (tenant_id, id) where direction = 'inbound';
