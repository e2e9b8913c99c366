-- What the keyword of an inbound text came to in the transaction that stored it: whether it changed the recipient's wish.
-- Null: it was not looked at there, so the job does it.
alter table webhook_events add column keyword_changed boolean;
