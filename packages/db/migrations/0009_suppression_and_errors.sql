-- Rules that leave recipients out, what carriers say of phones and senders, when to try again, and what gave up.

create table suppression_rules (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  kind text not null check (
    kind in ('frequency', 'recently-messaged', 'recently-engaged', 'area-codes', 'tags', 'landlines')
  ),
  config jsonb not null,
  enabled boolean not null default true,
  -- Raised by each change of what it says; kept with every refusal.
  version integer not null default 1,
  -- Of a rule about landlines: when contacts are looked up again, how far that came, and how many today.
  look_up_at timestamptz,
  looked_up_to uuid,
  look_up_day date,
  look_ups integer not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Kept, so that refusals can still name it.
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index suppression_rules_look_up on suppression_rules (look_up_at) where look_up_at is not null;

-- What the carrier's lookup says of a phone's line; what the simulator says counts for simulated texts alone.
create table line_types (
  tenant_id uuid not null references tenants (id),
  phone text collate "C" not null,
  simulated boolean not null,
  type text not null,
  looked_up_at timestamptz not null default now(),
  primary key (tenant_id, phone, simulated)
);

-- Phones whose texts failed for a reason of their own. No text until `suppressed_until`; null while failures are counted.
create table unreachable_phones (
  tenant_id uuid not null references tenants (id),
  phone text collate "C" not null,
  simulated boolean not null,
  code text not null,
  failures integer not null default 1,
  first_failed_at timestamptz not null,
  last_failed_at timestamptz not null,
  suppressed_until timestamptz,
  primary key (tenant_id, phone, simulated)
);

-- Countries that the carrier does not let the tenant text; asked again when the stop is over.
create table country_stops (
  tenant_id uuid not null references tenants (id),
  country text not null,
  simulated boolean not null,
  code text not null,
  until timestamptz not null,
  primary key (tenant_id, country, simulated)
);

-- What the carrier asked to wait for, by all senders together.
create table carrier_waits (
  tenant_id uuid not null,
  scope text not null check (scope in ('account', 'registration', 'number')),
  scope_id uuid not null,
  code text not null,
  -- Times in a row; the pause doubles with each.
  strikes integer not null default 1,
  until timestamptz not null,
  primary key (tenant_id, scope, scope_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Failed texts that are tried once more, and when.
create table message_retries (
  tenant_id uuid not null,
  message_id uuid not null,
  due_at timestamptz not null,
  code text not null,
  primary key (tenant_id, message_id)
);
create index message_retries_due on message_retries (due_at);

-- The last results of a campaign in buckets, newest last, and their sums; auto-pause looks at nothing else.
create table campaign_health (
  tenant_id uuid not null,
  campaign_id uuid not null,
  buckets jsonb not null default '[]',
  results integer not null default 0,
  filtered integer not null default 0,
  undelivered integer not null default 0,
  -- The campaign's opt-outs before the first of these buckets.
  opt_outs_before integer not null default 0,
  primary key (tenant_id, campaign_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Messages and carrier webhooks that were given up.
create table dead_letters (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('message', 'webhook')),
  subject_id uuid not null,
  attempt integer not null default 0,
  campaign_id uuid,
  code text not null,
  detail text,
  at timestamptz not null default now(),
  retried_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, kind, subject_id, attempt)
);

alter table messages
  -- The suppression rule that gave `reason`.
  add column rule_id uuid,
  -- Times it went back to the queue after the carrier had reported a failure.
  add column retries integer not null default 0;

-- At which shares a campaign pauses by itself, where the tenant is stricter than the installation.
alter table tenants add column auto_pause jsonb;

select protect_tenant_table(name) from unnest(array[
  'suppression_rules', 'line_types', 'unreachable_phones', 'country_stops', 'carrier_waits', 'message_retries', 'campaign_health', 'dead_letters'
]) as name;

grant select, update (look_up_at) on suppression_rules to sms_system;
grant select on message_retries, campaign_health, campaign_hourly to sms_system;

-- The owner is bound by row security too, and this statement reaches every tenant.
alter table roles no force row level security;
alter table role_permissions no force row level security;
insert into role_permissions (tenant_id, role_id, permission)
select r.tenant_id, r.id, p.permission from roles r
join (values
  ('owner', 'suppression:read'), ('owner', 'suppression:write'), ('owner', 'dead-letters:retry'),
  ('admin', 'suppression:read'), ('admin', 'suppression:write'), ('admin', 'dead-letters:retry'),
  ('manager', 'suppression:read'), ('manager', 'suppression:write'), ('manager', 'dead-letters:retry'),
  ('developer', 'suppression:read'), ('viewer', 'suppression:read')
) as p (role, permission) on p.role = r.key
on conflict do nothing;
alter table roles force row level security;
alter table role_permissions force row level security;
