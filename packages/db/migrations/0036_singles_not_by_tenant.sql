-- outside a transaction
drop index concurrently if exists message_batches_singles;
