-- What became of each number's texts by day, the steps of its warm-up, and how far carriers trust a registration.

-- Texts counted on the day they were booked on; results that come later change that day's row.
create table number_daily (
  tenant_id uuid not null,
  number_id uuid not null,
  day date not null,
  handed_over bigint not null default 0,
  parts bigint not null default 0,
  delivered bigint not null default 0,
  -- Failed or undelivered after the carrier had taken them; `filtered` are those of them the carrier filtered (30007).
  failed bigint not null default 0,
  filtered bigint not null default 0,
  opt_outs bigint not null default 0,
  primary key (tenant_id, number_id, day)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Each change of a number's level; rows are only ever added.
create table warm_up_steps (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  number_id uuid not null,
  day date not null,
  -- Null is a number without a ramp.
  from_level integer,
  to_level integer,
  reason text not null check (reason in ('started', 'advanced', 'filtered', 'idle', 'skipped')),
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, number_id) references sending_numbers (tenant_id, id)
);
create index warm_up_steps_number on warm_up_steps (tenant_id, number_id, day, id);

alter table carrier_registrations add column tier text;

select protect_tenant_table(name) from unnest(array['number_daily', 'warm_up_steps']) as name;
revoke update, delete on warm_up_steps from sms_app;

grant select on number_daily to sms_system;
-- The pump says that a share waits for its number.
grant insert on batch_waits to sms_system;
