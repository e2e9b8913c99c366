-- Which run of a request holds its key, and whether that run has committed anything: what it did is not done again though its answer got lost.
alter table idempotency_keys
  add column run uuid not null default gen_random_uuid(),
  add column written_at timestamptz;
