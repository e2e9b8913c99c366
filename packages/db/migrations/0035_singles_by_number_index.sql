-- outside a transaction
create index concurrently if not exists message_batches_of_number on message_batches (tenant_id, single_number_id, urgent desc, id) where queue = 'now' and state = 'open';
