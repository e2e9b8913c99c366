-- When a batch's messages of unknown outcome are looked up at the carrier, whatever the others of the batch wait for meanwhile.
alter table message_batches add column reconcile_at timestamptz;
create index message_batches_unknown on message_batches (id) where reconcile_at is not null;
grant update (reconcile_at) on message_batches to sms_system;

-- The owner is bound by row security too, and this statement reaches every tenant.
alter table message_batches no force row level security;
alter table messages no force row level security;
update message_batches b set reconcile_at = coalesce(b.next_at, now())
where b.state <> 'done' and exists (
  select from messages m where m.tenant_id = b.tenant_id and m.id between b.first_id and b.last_id and m.status = 'unknown'
);
alter table message_batches force row level security;
alter table messages force row level security;
