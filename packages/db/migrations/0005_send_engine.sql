-- What the gates of the send path look at: numbers and their days, money, windows of time, and why something waits.

alter table contacts
  -- The recipient's own zone, when somebody told it; else the phone's prefix decides.
  add column time_zone text,
  -- Where the recipient may be, as quiet hours see it; made from phone, region and zone whenever one of them changes.
  add column quiet_key text;

-- A number keeps its contacts: written at the first hand-over, read at each freeze.
create table contact_numbers (
  tenant_id uuid not null,
  contact_id uuid not null,
  number_id uuid not null,
  primary key (tenant_id, contact_id)
);

create table carrier_registrations (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  carrier_account_id uuid not null,
  kind text not null check (kind in ('10dlc', 'toll-free', 'short-code')),
  name text not null,
  status text not null check (status in ('pending', 'approved', 'suspended')),
  rate_parts numeric,
  daily_cap_parts integer,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id)
);

alter table carrier_accounts
  add column live boolean not null default false,
  add column rate_parts numeric,
  add column stopped_at timestamptz,
  add column stopped_code text;

alter table sending_numbers
  add column registration_id uuid,
  -- Parts of each day of the ramp; null uses the default of the number's type.
  add column warm_up_curve integer[],
  -- The day of the ramp the number is at, from 0; null when it is warmed.
  add column warm_up_level integer,
  add column warm_up_day date,
  add column stopped_at timestamptz,
  add column stopped_code text,
  add foreign key (tenant_id, registration_id) references carrier_registrations (tenant_id, id);

alter table tenants
  -- Parts a second over all numbers; null is no limit of its own.
  add column rate_parts numeric,
  -- What the tenant narrows the legal windows to; it can never widen them.
  add column quiet_hours jsonb;

-- Counts of a day that no sender may exceed together: parts of a number's ramp, parts of a carrier's daily cap.
create table number_usage (
  tenant_id uuid not null,
  scope text not null check (scope in ('number', 'registration')),
  scope_id uuid not null,
  kind text not null check (kind in ('warm-up', 'carrier-cap')),
  day date not null,
  parts bigint not null default 0,
  primary key (tenant_id, scope, scope_id, kind, day)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- Limits, and what was spent of them in the running day and month of the tenant; one row a tenant.
create table budgets (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  daily_limit_micros bigint check (daily_limit_micros >= 0),
  monthly_limit_micros bigint check (monthly_limit_micros >= 0),
  -- Of both limits, only help answers and opt-out confirmations may use this last part.
  reserve_micros bigint not null default 0 check (reserve_micros >= 0),
  day date not null,
  day_spent_micros bigint not null default 0,
  month date not null,
  month_spent_micros bigint not null default 0,
  day_alerted integer not null default 0,
  month_alerted integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- A tenant's own prices per part by the digits a phone begins with; the longest one counts.
create table prices (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  prefix text collate "C" not null,
  part_micros bigint not null check (part_micros >= 0),
  source text not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, prefix)
);

-- Money moves between three sides, so each step sums to zero; rows are only ever added.
create table ledger_entries (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  -- Null for a step over messages of several batches, which `source_id` names then.
  batch_id uuid,
  claim integer not null default 0,
  kind text not null check (kind in ('reserve', 'settle', 'release', 'drift')),
  -- What else tells two steps apart: a message settled later, a webhook event, a listing of the carrier.
  source_id uuid,
  side text not null check (side in ('budget', 'reserved', 'charged')),
  micros bigint not null,
  budget_day date not null,
  simulated boolean not null,
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, batch_id, claim, kind, source_id, side, budget_day)
);
create index ledger_entries_day on ledger_entries (tenant_id, budget_day, id);

alter table campaigns
  -- When it starts by itself: an instant, or a wall-clock time that each recipient's own zone turns into one.
  add column scheduled_at timestamptz,
  add column schedule_local text,
  add column ends_at timestamptz,
  add column over_budget text not null default 'wait' check (over_budget in ('wait', 'skip')),
  add column add_brand boolean not null default true,
  add column add_opt_out boolean not null default true,
  add column footer_waived_by text,
  add column pause_detail text,
  -- Average parts of its texts, as the preview found at launch; what capacity is measured with before a text is rendered.
  add column parts_estimate numeric,
  add column simulated boolean not null default true;
create index campaigns_scheduled on campaigns (scheduled_at) where status = 'scheduled';

-- A campaign's share on one number, and what that share waits for: capacity is refused here, never on a message.
create table campaign_shares (
  tenant_id uuid not null,
  campaign_id uuid not null,
  number_id uuid not null,
  waits_for text,
  rule_version integer,
  next_at timestamptz,
  primary key (tenant_id, campaign_id, number_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

alter table message_batches
  add column number_id uuid,
  add column rule_version integer,
  -- When this one of the campaign is to start: its recipients' own time, or as soon as possible.
  add column start_at timestamptz;
drop index message_batches_pending;
create index message_batches_open on message_batches (tenant_id, campaign_id, number_id, send_before, id) where state = 'open';
create index message_batches_closing on message_batches (send_before) where state = 'open' and send_before is not null;
create index message_batches_range on message_batches (tenant_id, campaign_id, first_id);
create index message_batches_pending on message_batches (tenant_id, campaign_id) where state <> 'done';

-- Each time a batch or its share began to wait for something else; tells a person why their text came when it came.
create table batch_waits (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  campaign_id uuid,
  number_id uuid,
  -- Null when the whole share on this number waits.
  batch_id uuid,
  gate text not null,
  reason text not null,
  rule_version integer not null,
  until timestamptz,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index batch_waits_batch on batch_waits (tenant_id, batch_id, id) where batch_id is not null;
create index batch_waits_share on batch_waits (tenant_id, campaign_id, number_id, id) where batch_id is null;

alter table messages
  -- Version of the rule that gave `reason`.
  add column rule_version integer,
  -- Day of the tenant whose budget the text is booked on.
  add column budget_day date,
  -- Whether `cost_micros` is what the carrier charged, not our price list.
  add column priced boolean not null default false;

alter table kill_switches drop constraint kill_switches_scope_check;
alter table kill_switches add constraint kill_switches_scope_check check (scope in ('tenant', 'campaign', 'number'));

-- The switch of the whole installation; at most one row.
create table platform_kill_switch (
  one_row boolean primary key default true check (one_row),
  reason text not null,
  thrown_by text not null,
  thrown_at timestamptz not null default now()
);
grant select on platform_kill_switch to sms_app;
grant select, insert, delete on platform_kill_switch to sms_system;

alter table users add column platform_admin boolean not null default false;

select protect_tenant_table(name) from unnest(array[
  'contact_numbers', 'carrier_registrations', 'number_usage', 'budgets', 'prices', 'ledger_entries', 'campaign_shares', 'batch_waits'
]) as name;
revoke update, delete on ledger_entries, batch_waits from sms_app;

grant select, update (waits_for, next_at, rule_version) on campaign_shares to sms_system;
grant select on number_usage, budgets, carrier_registrations to sms_system;
grant update (scheduled_at) on campaigns to sms_system;
grant update (not_before, send_before) on message_batches to sms_system;
grant insert on budgets to sms_system;

-- The owner is bound by row security like everybody else.
alter table tenants no force row level security;
alter table budgets no force row level security;
insert into budgets (tenant_id, day, month) select id, current_date, date_trunc('month', current_date)::date from tenants;
alter table tenants force row level security;
alter table budgets force row level security;
