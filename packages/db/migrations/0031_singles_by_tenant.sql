-- outside a transaction
create index concurrently if not exists message_batches_singles on message_batches (tenant_id, id) where queue = 'now' and state = 'open';
