-- Carrier accounts, numbers, campaigns, messages and what comes back for them.

create table carrier_accounts (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  key text not null unique,
  carrier text not null check (carrier in ('twilio')),
  name text not null,
  account_sid text not null,
  auth_token_sealed text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table sending_numbers (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  carrier_account_id uuid not null,
  phone text collate "C" not null,
  type text not null check (type in ('long-code', '10dlc', 'toll-free', 'short-code')),
  rate_parts numeric not null,
  is_default boolean not null default false,
  stop_confirmer text not null check (stop_confirmer in ('carrier', 'network', 'self')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, phone),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id)
);
create unique index sending_numbers_default on sending_numbers (tenant_id) where is_default;

create table campaigns (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  name_lower text collate "C" not null generated always as (lower(name)) stored,
  status text not null default 'draft' check (
    status in ('draft', 'scheduled', 'launching', 'sending', 'paused', 'completed', 'canceled')
  ),
  kind text not null default 'campaign-marketing',
  template text not null default '',
  audience_type text not null default 'all' check (audience_type in ('all', 'tag')),
  audience_tag text,
  number_id uuid,
  freeze_cursor uuid,
  frozen_at timestamptz,
  offered_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  launched_at timestamptz,
  launch_request_id text,
  completed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, number_id) references sending_numbers (tenant_id, id),
  check ((audience_type = 'tag') = (audience_tag is not null))
);
-- Launched and not at its end yet; a canceled one ends when its waiting messages are canceled.
create index campaigns_active on campaigns (tenant_id, id) where launched_at is not null and completed_at is null;

create table campaign_links (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  campaign_id uuid not null,
  position integer not null,
  url text not null,
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, position),
  foreign key (tenant_id, campaign_id) references campaigns (tenant_id, id) on delete cascade
);

-- One row per message. No foreign keys and no index on anything that changes: updates stay in the page (HOT).
create table messages (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  campaign_id uuid,
  contact_id uuid,
  direction text not null check (direction in ('outbound', 'inbound')),
  kind text,
  status text not null,
  reason text,
  phone text collate "C" not null,
  number_id uuid,
  number_phone text,
  body text,
  parts integer not null default 0,
  attempt integer not null default 0,
  carrier_message_id text,
  error_code text,
  first_error_code text,
  reserved_micros bigint not null default 0,
  cost_micros bigint,
  reply_to_id uuid,
  created_at timestamptz not null default now(),
  claimed_at timestamptz,
  handed_over_at timestamptz,
  primary key (tenant_id, id)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02
);
create unique index messages_campaign_contact on messages (tenant_id, campaign_id, contact_id) where campaign_id is not null and direction = 'outbound';
create index messages_contact on messages (tenant_id, contact_id, id);

-- What waits is found here, never by scanning messages. A batch holds the queued ones of an id range.
create table message_batches (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  campaign_id uuid,
  queue text not null check (queue in ('now', 'bulk')),
  state text not null default 'open' check (state in ('open', 'offered', 'claimed', 'done')),
  first_id uuid not null,
  last_id uuid not null,
  size integer not null,
  recipient_zone text,
  not_before timestamptz,
  send_before timestamptz,
  next_at timestamptz,
  waits_for text,
  offer integer not null default 0,
  offered_at timestamptz,
  claim integer not null default 0,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index message_batches_pending on message_batches (tenant_id, campaign_id, id) where state <> 'done';
create index message_batches_now on message_batches (id) where queue = 'now' and state <> 'done';
create index message_batches_out on message_batches (id) where state in ('offered', 'claimed');

create table message_events (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  message_id uuid not null,
  attempt integer not null,
  type text not null,
  carrier_message_id text,
  error_code text,
  detail text,
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index message_events_message on message_events (tenant_id, message_id, id);
create index message_events_carrier_id on message_events (tenant_id, carrier_message_id) where type = 'handed-over';

create table short_links (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  code text collate "C" not null unique,
  campaign_id uuid not null,
  campaign_link_id uuid not null,
  message_id uuid not null,
  contact_id uuid not null,
  url text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create unique index short_links_message on short_links (tenant_id, message_id, campaign_link_id);

create table clicks (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  short_link_id uuid not null,
  campaign_id uuid not null,
  campaign_link_id uuid not null,
  message_id uuid not null,
  clicked_at timestamptz not null,
  human boolean not null,
  verdict text not null,
  user_agent text,
  hit_id text not null,
  primary key (tenant_id, id),
  unique (tenant_id, hit_id)
);
create index clicks_message on clicks (tenant_id, message_id, id);

-- Counters a report sums: changed in the transaction that changes the rows they count.
create table campaign_hourly (
  tenant_id uuid not null,
  campaign_id uuid not null,
  hour timestamptz not null,
  metric text not null,
  detail text not null default '',
  value bigint not null,
  primary key (tenant_id, campaign_id, hour, metric, detail)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

create table webhook_events (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  carrier_account_id uuid not null,
  kind text not null check (kind in ('status', 'inbound')),
  dedupe_key text not null,
  message_id uuid,
  attempt integer,
  params jsonb not null,
  received_at timestamptz not null default now(),
  tries integer not null default 0,
  failure text,
  applied_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, carrier_account_id, dedupe_key)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
create index webhook_events_unapplied on webhook_events (tenant_id, kind, id) where applied_at is null;
