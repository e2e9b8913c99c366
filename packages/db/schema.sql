-- What the migrations make, written by `pnpm generate` from the catalogue of a migrated database.
-- To read and to compare; the migrations are what runs.

-- Roles

grant usage on schema public to sms_app, sms_system;

-- Functions

CREATE OR REPLACE FUNCTION public.protect_tenant_table(table_name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  execute format(
    'create policy tenant on %1$I to sms_app using (%2$s) with check (%2$s)',
    table_name,
    $policy$tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid$policy$
  );
  execute format('create policy system on %I to sms_system using (true) with check (true)', table_name);
  execute format('grant select, insert, update, delete on %I to sms_app', table_name);
end
$function$
;

-- Tables

create table api_keys (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  prefix text not null,
  key_hash text not null,
  role_id uuid not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_keys_pkey PRIMARY KEY (tenant_id, id),
  constraint api_keys_key_hash_key UNIQUE (key_hash)
);

create table audit_log (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  at timestamp with time zone default now() not null,
  actor_type text not null,
  actor_id text,
  actor_label text not null,
  action text not null,
  target_type text not null,
  target_id text,
  before jsonb,
  after jsonb,
  ip text,
  request_id text,
  constraint audit_log_pkey PRIMARY KEY (tenant_id, id)
);

create table auth_accounts (
  id uuid default uuidv7() not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint auth_accounts_pkey PRIMARY KEY (id),
  constraint auth_accounts_provider_id_account_id_key UNIQUE (provider_id, account_id)
);

create table auto_replies (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  words text[] not null,
  match text not null,
  body text not null,
  number_id uuid,
  hours jsonb,
  enabled boolean default true not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint auto_replies_match_check CHECK ((match = ANY (ARRAY['whole'::text, 'begins'::text, 'contains'::text]))),
  constraint auto_replies_pkey PRIMARY KEY (tenant_id, id)
);

create table auto_reply_days (
  tenant_id uuid not null,
  phone text collate "C" not null,
  day date not null,
  auto_reply_id uuid not null,
  message_id uuid not null,
  constraint auto_reply_days_pkey PRIMARY KEY (tenant_id, phone, day)
);

create table batch_waits (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  campaign_id uuid,
  number_id uuid,
  batch_id uuid,
  gate text not null,
  reason text not null,
  rule_version integer not null,
  until timestamp with time zone,
  at timestamp with time zone default now() not null,
  constraint batch_waits_pkey PRIMARY KEY (tenant_id, id)
);

create table budgets (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  daily_limit_micros bigint,
  monthly_limit_micros bigint,
  reserve_micros bigint default 0 not null,
  day date not null,
  day_spent_micros bigint default 0 not null,
  month date not null,
  month_spent_micros bigint default 0 not null,
  day_alerted integer default 0 not null,
  month_alerted integer default 0 not null,
  updated_at timestamp with time zone default now() not null,
  simulated boolean default false not null,
  constraint budgets_daily_limit_micros_check CHECK ((daily_limit_micros >= 0)),
  constraint budgets_monthly_limit_micros_check CHECK ((monthly_limit_micros >= 0)),
  constraint budgets_reserve_micros_check CHECK ((reserve_micros >= 0)),
  constraint budgets_pkey PRIMARY KEY (tenant_id, id),
  constraint budgets_tenant_id_simulated_key UNIQUE (tenant_id, simulated)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table campaign_health (
  tenant_id uuid not null,
  campaign_id uuid not null,
  buckets jsonb default '[]'::jsonb not null,
  results integer default 0 not null,
  filtered integer default 0 not null,
  undelivered integer default 0 not null,
  opt_outs_before integer default 0 not null,
  constraint campaign_health_pkey PRIMARY KEY (tenant_id, campaign_id)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table campaign_hourly (
  tenant_id uuid not null,
  campaign_id uuid not null,
  hour timestamp with time zone not null,
  metric text not null,
  detail text default ''::text not null,
  value bigint not null,
  constraint campaign_hourly_pkey PRIMARY KEY (tenant_id, campaign_id, hour, metric, detail)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table campaign_links (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  campaign_id uuid not null,
  "position" integer not null,
  url text not null,
  constraint campaign_links_pkey PRIMARY KEY (tenant_id, id),
  constraint campaign_links_tenant_id_campaign_id_position_key UNIQUE (tenant_id, campaign_id, "position")
);

create table campaign_shares (
  tenant_id uuid not null,
  campaign_id uuid not null,
  number_id uuid not null,
  waits_for text,
  rule_version integer,
  next_at timestamp with time zone,
  constraint campaign_shares_pkey PRIMARY KEY (tenant_id, campaign_id, number_id)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table campaigns (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  name_lower text collate "C" generated always as (lower(name)) stored not null,
  status text default 'draft'::text not null,
  kind text default 'campaign-marketing'::text not null,
  template text default ''::text not null,
  audience_type text default 'all'::text not null,
  audience_tag text,
  number_id uuid,
  freeze_cursor uuid,
  frozen_at timestamp with time zone,
  offered_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  launched_at timestamp with time zone,
  launch_request_id text,
  completed_at timestamp with time zone,
  scheduled_at timestamp with time zone,
  schedule_local text,
  ends_at timestamp with time zone,
  over_budget text default 'wait'::text not null,
  add_brand boolean default true not null,
  add_opt_out boolean default true not null,
  footer_waived_by text,
  pause_detail text,
  parts_estimate numeric,
  simulated boolean default true not null,
  link_codes text default 'recipient'::text not null,
  add_utm boolean,
  link_days integer,
  segment_id uuid,
  segment_filter jsonb,
  constraint campaigns_audience_type_check CHECK ((audience_type = ANY (ARRAY['all'::text, 'tag'::text, 'segment'::text]))),
  constraint campaigns_check CHECK (((audience_type = 'tag'::text) = (audience_tag IS NOT NULL))),
  constraint campaigns_link_codes_check CHECK ((link_codes = ANY (ARRAY['recipient'::text, 'campaign'::text]))),
  constraint campaigns_link_days_check CHECK (((link_days >= 1) AND (link_days <= 3650))),
  constraint campaigns_over_budget_check CHECK ((over_budget = ANY (ARRAY['wait'::text, 'skip'::text]))),
  constraint campaigns_segment_check CHECK ((((audience_type = 'segment'::text) = (segment_id IS NOT NULL)) AND ((segment_id IS NULL) = (segment_filter IS NULL)))),
  constraint campaigns_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'launching'::text, 'sending'::text, 'paused'::text, 'completed'::text, 'canceled'::text]))),
  constraint campaigns_pkey PRIMARY KEY (tenant_id, id)
);

create table carrier_account_checks (
  tenant_id uuid not null,
  carrier_account_id uuid not null,
  name text not null,
  passed boolean not null,
  detail text not null,
  checked_at timestamp with time zone not null,
  constraint carrier_account_checks_name_check CHECK ((name = ANY (ARRAY['credentials'::text, 'public-url'::text, 'webhooks'::text, 'registration'::text]))),
  constraint carrier_account_checks_pkey PRIMARY KEY (tenant_id, carrier_account_id, name)
);

create table carrier_accounts (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  key text not null,
  carrier text not null,
  name text not null,
  account_sid text not null,
  auth_token_sealed text not null,
  created_at timestamp with time zone default now() not null,
  live boolean default false not null,
  rate_parts numeric,
  stopped_at timestamp with time zone,
  stopped_code text,
  in_setup boolean default false not null,
  went_live_at timestamp with time zone,
  former_token_sealed text,
  former_token_until timestamp with time zone,
  quiet_hours_known_by text,
  quiet_hours_known_at timestamp with time zone,
  constraint carrier_accounts_carrier_check CHECK ((carrier = 'twilio'::text)),
  constraint carrier_accounts_stage_check CHECK ((NOT (live AND in_setup))),
  constraint carrier_accounts_pkey PRIMARY KEY (tenant_id, id),
  constraint carrier_accounts_key_key UNIQUE (key)
);

create table carrier_registrations (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  carrier_account_id uuid not null,
  kind text not null,
  name text not null,
  status text not null,
  rate_parts numeric,
  daily_cap_parts integer,
  created_at timestamp with time zone default now() not null,
  tier text,
  transactional boolean default false not null,
  carrier_sid text,
  brand text,
  cap_id uuid generated always as (
CASE
    WHEN (brand IS NULL) THEN id
    ELSE (md5(lower(brand)))::uuid
END) stored not null,
  constraint carrier_registrations_brand_check CHECK (((char_length(brand) >= 1) AND (char_length(brand) <= 120))),
  constraint carrier_registrations_kind_check CHECK ((kind = ANY (ARRAY['10dlc'::text, 'toll-free'::text, 'short-code'::text]))),
  constraint carrier_registrations_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'suspended'::text]))),
  constraint carrier_registrations_pkey PRIMARY KEY (tenant_id, id)
);

create table carrier_test_texts (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  carrier_account_id uuid not null,
  message_id uuid not null,
  phone text collate "C" not null,
  code_hash text not null,
  tries integer default 0 not null,
  created_at timestamp with time zone default now() not null,
  confirmed_at timestamp with time zone,
  confirmed_by text,
  constraint carrier_test_texts_pkey PRIMARY KEY (tenant_id, id)
);

create table carrier_waits (
  tenant_id uuid not null,
  scope text not null,
  scope_id uuid not null,
  code text not null,
  strikes integer default 1 not null,
  until timestamp with time zone not null,
  constraint carrier_waits_scope_check CHECK ((scope = ANY (ARRAY['account'::text, 'number'::text, 'brand'::text, 'simulated-brand'::text]))),
  constraint carrier_waits_pkey PRIMARY KEY (tenant_id, scope, scope_id)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table click_reclassifications (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  campaign_id uuid,
  cursor uuid not null,
  until uuid not null,
  rules text not null,
  done bigint default 0 not null,
  changed bigint default 0 not null,
  offered_at timestamp with time zone,
  finished_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  constraint click_reclassifications_pkey PRIMARY KEY (tenant_id, id)
);

create table click_settings (
  tenant_id uuid not null,
  ip_mode text default 'cut'::text not null,
  too_early_ms integer default 3000 not null,
  burst_texts integer default 5 not null,
  burst_ms integer default 10000 not null,
  duplicate_ms integer default 10000 not null,
  version integer default 1 not null,
  constraint click_settings_burst_ms_check CHECK (((burst_ms >= 1) AND (burst_ms <= 60000))),
  constraint click_settings_burst_texts_check CHECK (((burst_texts >= 1) AND (burst_texts <= 1000))),
  constraint click_settings_duplicate_ms_check CHECK (((duplicate_ms >= 0) AND (duplicate_ms <= 60000))),
  constraint click_settings_ip_mode_check CHECK ((ip_mode = ANY (ARRAY['cut'::text, 'hashed'::text]))),
  constraint click_settings_too_early_ms_check CHECK (((too_early_ms >= 0) AND (too_early_ms <= 60000))),
  constraint click_settings_pkey PRIMARY KEY (tenant_id)
);

create table click_spool (
  tenant_id uuid not null,
  id uuid not null,
  hits text not null,
  created_at timestamp with time zone default now() not null,
  constraint click_spool_pkey PRIMARY KEY (tenant_id, id)
);

create table clicks (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  short_link_id uuid not null,
  campaign_id uuid not null,
  campaign_link_id uuid not null,
  message_id uuid,
  clicked_at timestamp with time zone not null,
  human boolean not null,
  verdict text not null,
  user_agent text,
  reason text,
  rules text,
  ip text,
  net text,
  network text,
  country text,
  device text,
  hints text,
  age_ms bigint,
  constraint clicks_pkey PRIMARY KEY (tenant_id, id)
);

create table consent_events (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  contact_id uuid not null,
  phone text collate "C" not null,
  type text not null,
  prior_consent text,
  source text not null,
  agreed_at timestamp with time zone,
  wording text,
  import_id uuid,
  message_id uuid,
  actor text not null,
  created_at timestamp with time zone default now() not null,
  constraint consent_events_type_check CHECK ((type = ANY (ARRAY['granted'::text, 'revoked'::text, 'restored'::text]))),
  constraint consent_events_pkey PRIMARY KEY (tenant_id, id)
);

create table contact_attributes (
  tenant_id uuid not null,
  contact_id uuid not null,
  key text collate "C" not null,
  value text not null,
  constraint contact_attributes_pkey PRIMARY KEY (tenant_id, contact_id, key)
);

create table contact_numbers (
  tenant_id uuid not null,
  contact_id uuid not null,
  number_id uuid not null,
  constraint contact_numbers_pkey PRIMARY KEY (tenant_id, contact_id)
);

create table contact_tags (
  tenant_id uuid not null,
  tag text collate "C" not null,
  contact_id uuid not null,
  constraint contact_tags_pkey PRIMARY KEY (tenant_id, tag, contact_id)
);

create table contact_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  contact_id uuid not null,
  constraint contact_words_pkey PRIMARY KEY (tenant_id, word, contact_id)
);

create table contacts (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  phone_reversed text collate "C" generated always as (reverse(phone)) stored not null,
  first_name text,
  last_name text,
  email text,
  email_lower text collate "C" generated always as (lower(email)) stored,
  city text,
  region text,
  postal_code text,
  country text,
  consent text default 'unknown'::text not null,
  import_id uuid,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  time_zone text,
  quiet_key text,
  constraint contacts_consent_check CHECK ((consent = ANY (ARRAY['unknown'::text, 'granted'::text, 'revoked'::text]))),
  constraint contacts_pkey PRIMARY KEY (tenant_id, id),
  constraint contacts_tenant_id_phone_key UNIQUE (tenant_id, phone)
);

create table conversation_messages (
  tenant_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  author text,
  constraint conversation_messages_pkey PRIMARY KEY (tenant_id, conversation_id, message_id)
);

create table conversation_notes (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  conversation_id uuid not null,
  author_id uuid not null,
  author_label text not null,
  body text not null,
  created_at timestamp with time zone default now() not null,
  constraint conversation_notes_pkey PRIMARY KEY (tenant_id, id)
);

create table conversation_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  conversation_id uuid not null,
  constraint conversation_words_pkey PRIMARY KEY (tenant_id, word, conversation_id)
);

create table conversations (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  phone_reversed text collate "C" generated always as (reverse(phone)) stored not null,
  number_phone text collate "C" not null,
  number_id uuid,
  last_message_id uuid not null,
  last_direction text not null,
  last_text text not null,
  last_at timestamp with time zone not null,
  last_inbound_id uuid,
  unread integer default 0 not null,
  campaign_id uuid,
  assigned_to uuid,
  assigned_label text,
  closed_at timestamp with time zone,
  closed_by text,
  last_outbound_id uuid,
  replied_id uuid,
  replied_by uuid,
  replied_label text,
  replied_at timestamp with time zone,
  failed_message_id uuid,
  drafting_by uuid,
  drafting_label text,
  drafting_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint conversations_last_direction_check CHECK ((last_direction = ANY (ARRAY['inbound'::text, 'outbound'::text]))),
  constraint conversations_unread_check CHECK ((unread >= 0)),
  constraint conversations_pkey PRIMARY KEY (tenant_id, id),
  constraint conversations_tenant_id_phone_number_phone_key UNIQUE (tenant_id, phone, number_phone)
) with (fillfactor=80);

create table country_database_chunks (
  tenant_id uuid not null,
  database_id uuid not null,
  "position" integer not null,
  bytes bytea not null,
  constraint country_database_chunks_pkey PRIMARY KEY (tenant_id, database_id, "position")
);

create table country_databases (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  bytes integer not null,
  type text not null,
  built_at timestamp with time zone not null,
  uploaded_by text not null,
  created_at timestamp with time zone default now() not null,
  constraint country_databases_pkey PRIMARY KEY (tenant_id, id),
  constraint country_databases_tenant_id_key UNIQUE (tenant_id)
);

create table country_stops (
  tenant_id uuid not null,
  country text not null,
  simulated boolean not null,
  code text not null,
  until timestamp with time zone not null,
  constraint country_stops_pkey PRIMARY KEY (tenant_id, country, simulated)
);

create table dead_letters (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  kind text not null,
  subject_id uuid not null,
  attempt integer default 0 not null,
  campaign_id uuid,
  code text not null,
  detail text,
  at timestamp with time zone default now() not null,
  retried_at timestamp with time zone,
  constraint dead_letters_kind_check CHECK ((kind = ANY (ARRAY['message'::text, 'webhook'::text]))),
  constraint dead_letters_pkey PRIMARY KEY (tenant_id, id),
  constraint dead_letters_tenant_id_kind_subject_id_attempt_key UNIQUE (tenant_id, kind, subject_id, attempt)
);

create table do_not_contact (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  phone_reversed text collate "C" generated always as (reverse(phone)) stored not null,
  origin text not null,
  reason text,
  source_message_id uuid,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  lifted_at timestamp with time zone,
  simulated boolean default false not null,
  scope text default 'all'::text not null,
  constraint do_not_contact_origin_check CHECK ((origin = ANY (ARRAY['recipient'::text, 'operator'::text, 'import'::text, 'platform'::text, 'carrier'::text, 'erasure'::text, 'review'::text]))),
  constraint do_not_contact_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'marketing'::text]))),
  constraint do_not_contact_pkey PRIMARY KEY (tenant_id, id),
  constraint do_not_contact_tenant_id_phone_origin_key UNIQUE (tenant_id, phone, origin)
);

create table earlier_charges (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  message_id uuid not null,
  campaign_id uuid,
  attempt integer not null,
  budget_day date not null,
  cost_micros bigint not null,
  priced boolean not null,
  constraint earlier_charges_pkey PRIMARY KEY (tenant_id, id),
  constraint earlier_charges_tenant_id_message_id_attempt_key UNIQUE (tenant_id, message_id, attempt)
);

create table follow_up_cursors (
  tenant_id uuid not null,
  carrier_account_id uuid not null,
  look text not null,
  done_until timestamp with time zone not null,
  reading_until timestamp with time zone,
  next_page text,
  offered_at timestamp with time zone,
  constraint follow_up_cursors_look_check CHECK ((look = ANY (ARRAY['first'::text, 'second'::text, 'last'::text]))),
  constraint follow_up_cursors_pkey PRIMARY KEY (tenant_id, carrier_account_id, look)
);

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  body text,
  created_at timestamp with time zone default now() not null,
  run uuid default gen_random_uuid() not null,
  written_at timestamp with time zone,
  constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, actor_id, key)
);

create table import_chunks (
  tenant_id uuid not null,
  import_id uuid not null,
  "position" integer not null,
  bytes bytea not null,
  constraint import_chunks_pkey PRIMARY KEY (tenant_id, import_id, "position")
);

create table import_rows (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  line bigint not null,
  reason text not null,
  detail text not null,
  cells jsonb not null,
  constraint import_rows_pkey PRIMARY KEY (tenant_id, import_id, row_number)
);

create table imports (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  file_name text not null,
  bytes bigint default 0 not null,
  status text not null,
  columns jsonb default '[]'::jsonb not null,
  settings jsonb,
  totals jsonb,
  encoding text default 'utf-8'::text not null,
  delimiter text default ','::text not null,
  rows_done bigint default 0 not null,
  rows_total bigint,
  batches_ahead integer[] default '{}'::integer[] not null,
  contacts_written bigint default 0 not null,
  run integer default 0 not null,
  failure text,
  offered_at timestamp with time zone,
  progress_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  completed_at timestamp with time zone,
  constraint imports_status_check CHECK ((status = ANY (ARRAY['uploading'::text, 'uploaded'::text, 'checking'::text, 'checked'::text, 'committing'::text, 'completed'::text, 'failed'::text, 'canceled'::text]))),
  constraint imports_pkey PRIMARY KEY (tenant_id, id)
);

create table kill_switches (
  tenant_id uuid not null,
  id uuid not null,
  scope text not null,
  reason text not null,
  thrown_by text not null,
  thrown_at timestamp with time zone default now() not null,
  constraint kill_switches_scope_check CHECK ((scope = ANY (ARRAY['tenant'::text, 'campaign'::text, 'number'::text]))),
  constraint kill_switches_pkey PRIMARY KEY (tenant_id, id)
);

create table ledger_entries (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  batch_id uuid,
  claim integer default 0 not null,
  kind text not null,
  source_id uuid,
  side text not null,
  micros bigint not null,
  budget_day date not null,
  simulated boolean not null,
  at timestamp with time zone default now() not null,
  constraint ledger_entries_kind_check CHECK ((kind = ANY (ARRAY['reserve'::text, 'settle'::text, 'release'::text, 'drift'::text, 'inbound'::text]))),
  constraint ledger_entries_side_check CHECK ((side = ANY (ARRAY['budget'::text, 'reserved'::text, 'charged'::text]))),
  constraint ledger_entries_pkey PRIMARY KEY (tenant_id, id),
  constraint ledger_entries_tenant_id_batch_id_claim_kind_source_id_side_key UNIQUE NULLS NOT DISTINCT (tenant_id, batch_id, claim, kind, source_id, side, budget_day)
);

create table line_types (
  tenant_id uuid not null,
  phone text collate "C" not null,
  simulated boolean not null,
  type text not null,
  looked_up_at timestamp with time zone default now() not null,
  constraint line_types_pkey PRIMARY KEY (tenant_id, phone, simulated)
);

create table link_domains (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  host text collate "C" not null,
  is_default boolean default false not null,
  token text not null,
  verified_at timestamp with time zone,
  checked_at timestamp with time zone,
  problem text,
  failures integer default 0 not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  constraint link_domains_pkey PRIMARY KEY (tenant_id, id),
  constraint link_domains_tenant_id_host_key UNIQUE (tenant_id, host)
);

create table link_settings (
  tenant_id uuid not null,
  allow_hosts text[] default '{}'::text[] not null,
  expire_days integer,
  add_utm boolean default true not null,
  updated_at timestamp with time zone default now() not null,
  constraint link_settings_expire_days_check CHECK (((expire_days >= 1) AND (expire_days <= 3650))),
  constraint link_settings_pkey PRIMARY KEY (tenant_id)
);

create table members (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  user_id uuid not null,
  role_id uuid not null,
  created_at timestamp with time zone default now() not null,
  constraint members_pkey PRIMARY KEY (tenant_id, id),
  constraint members_tenant_id_user_id_key UNIQUE (tenant_id, user_id)
);

create table message_batches (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  campaign_id uuid,
  queue text not null,
  state text default 'open'::text not null,
  first_id uuid not null,
  last_id uuid not null,
  size integer not null,
  recipient_zone text,
  not_before timestamp with time zone,
  send_before timestamp with time zone,
  next_at timestamp with time zone,
  waits_for text,
  offer integer default 0 not null,
  offered_at timestamp with time zone,
  claim integer default 0 not null,
  lease_until timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  number_id uuid,
  rule_version integer,
  start_at timestamp with time zone,
  reconcile_at timestamp with time zone,
  single_number_id uuid,
  urgent boolean default false not null,
  constraint message_batches_queue_check CHECK ((queue = ANY (ARRAY['now'::text, 'bulk'::text]))),
  constraint message_batches_state_check CHECK ((state = ANY (ARRAY['open'::text, 'offered'::text, 'claimed'::text, 'done'::text]))),
  constraint message_batches_pkey PRIMARY KEY (tenant_id, id)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02);

create table message_events (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  message_id uuid not null,
  attempt integer not null,
  type text not null,
  carrier_message_id text,
  error_code text,
  detail text,
  at timestamp with time zone default now() not null,
  constraint message_events_pkey PRIMARY KEY (tenant_id, id)
);

create table message_media (
  tenant_id uuid not null,
  message_id uuid not null,
  "position" integer not null,
  url text not null,
  content_type text not null,
  constraint message_media_pkey PRIMARY KEY (tenant_id, message_id, "position")
);

create table message_retries (
  tenant_id uuid not null,
  message_id uuid not null,
  due_at timestamp with time zone not null,
  code text not null,
  constraint message_retries_pkey PRIMARY KEY (tenant_id, message_id)
);

create table message_templates (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  body text not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint message_templates_pkey PRIMARY KEY (tenant_id, id)
);

create table messages (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  campaign_id uuid,
  contact_id uuid,
  direction text not null,
  kind text,
  status text not null,
  reason text,
  phone text collate "C" not null,
  number_id uuid,
  number_phone text,
  body text,
  parts integer default 0 not null,
  attempt integer default 0 not null,
  carrier_message_id text,
  error_code text,
  first_error_code text,
  reserved_micros bigint default 0 not null,
  cost_micros bigint,
  reply_to_id uuid,
  created_at timestamp with time zone default now() not null,
  claimed_at timestamp with time zone,
  handed_over_at timestamp with time zone,
  rule_version integer,
  budget_day date,
  priced boolean default false not null,
  rule_id uuid,
  retries integer default 0 not null,
  constraint messages_direction_check CHECK ((direction = ANY (ARRAY['outbound'::text, 'inbound'::text]))),
  constraint messages_pkey PRIMARY KEY (tenant_id, id)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_insert_scale_factor=0.05, autovacuum_analyze_scale_factor=0.02);

create table number_daily (
  tenant_id uuid not null,
  number_id uuid not null,
  day date not null,
  handed_over bigint default 0 not null,
  parts bigint default 0 not null,
  delivered bigint default 0 not null,
  failed bigint default 0 not null,
  filtered bigint default 0 not null,
  opt_outs bigint default 0 not null,
  constraint number_daily_pkey PRIMARY KEY (tenant_id, number_id, day)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table number_usage (
  tenant_id uuid not null,
  scope text not null,
  scope_id uuid not null,
  kind text not null,
  day date not null,
  parts bigint default 0 not null,
  constraint number_usage_kind_check CHECK ((kind = ANY (ARRAY['warm-up'::text, 'carrier-cap'::text]))),
  constraint number_usage_scope_check CHECK ((scope = ANY (ARRAY['number'::text, 'brand'::text, 'simulated-brand'::text]))),
  constraint number_usage_pkey PRIMARY KEY (tenant_id, scope, scope_id, kind, day)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05);

create table opt_out_reviews (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  message_id uuid not null,
  body text not null,
  rule text not null,
  found text not null,
  simulated boolean not null,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  decision text,
  decided_at timestamp with time zone,
  decided_by text,
  earlier uuid[] default '{}'::uuid[] not null,
  constraint opt_out_reviews_check CHECK ((((decision IS NULL) = (decided_at IS NULL)) AND ((decision IS NULL) = (decided_by IS NULL)))),
  constraint opt_out_reviews_decision_check CHECK ((decision = ANY (ARRAY['opt-out'::text, 'not-opt-out'::text]))),
  constraint opt_out_reviews_pkey PRIMARY KEY (tenant_id, id),
  constraint opt_out_reviews_tenant_id_message_id_key UNIQUE (tenant_id, message_id)
);

create table opt_out_rules (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  shipped text collate "C",
  name text not null,
  phrases text[] not null,
  verdict text not null,
  enabled boolean default true not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint opt_out_rules_verdict_check CHECK ((verdict = ANY (ARRAY['opt-out'::text, 'doubtful'::text]))),
  constraint opt_out_rules_pkey PRIMARY KEY (tenant_id, id),
  constraint opt_out_rules_tenant_id_shipped_key UNIQUE (tenant_id, shipped)
);

create table outbox (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  kind text not null,
  payload jsonb not null,
  attempts integer default 0 not null,
  failure text,
  created_at timestamp with time zone default now() not null,
  offered_at timestamp with time zone,
  delivered_at timestamp with time zone,
  constraint outbox_kind_check CHECK ((kind = 'mail'::text)),
  constraint outbox_pkey PRIMARY KEY (tenant_id, id)
);

create table parked_webhooks (
  tenant_id uuid not null,
  event_id uuid not null,
  carrier_message_id text not null,
  parked_at timestamp with time zone not null,
  look_at timestamp with time zone not null,
  constraint parked_webhooks_pkey PRIMARY KEY (tenant_id, event_id)
);

create table platform_do_not_contact (
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  phone_reversed text collate "C" generated always as (reverse(phone)) stored not null,
  reason text not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  constraint platform_do_not_contact_pkey PRIMARY KEY (id)
);

create table platform_kill_switch (
  one_row boolean default true not null,
  reason text not null,
  thrown_by text not null,
  thrown_at timestamp with time zone default now() not null,
  constraint platform_kill_switch_one_row_check CHECK (one_row),
  constraint platform_kill_switch_pkey PRIMARY KEY (one_row)
);

create table prices (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  prefix text collate "C" not null,
  part_micros bigint not null,
  source text not null,
  updated_at timestamp with time zone default now() not null,
  constraint prices_part_micros_check CHECK ((part_micros >= 0)),
  constraint prices_pkey PRIMARY KEY (tenant_id, id),
  constraint prices_tenant_id_prefix_key UNIQUE (tenant_id, prefix)
);

create table role_permissions (
  tenant_id uuid not null,
  role_id uuid not null,
  permission text not null,
  constraint role_permissions_pkey PRIMARY KEY (tenant_id, role_id, permission)
);

create table roles (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  key text not null,
  name text not null,
  created_at timestamp with time zone default now() not null,
  constraint roles_pkey PRIMARY KEY (tenant_id, id),
  constraint roles_tenant_id_key_key UNIQUE (tenant_id, key)
);

create table segments (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  filter jsonb not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint segments_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 120))),
  constraint segments_pkey PRIMARY KEY (tenant_id, id)
);

create table sending_numbers (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  carrier_account_id uuid not null,
  phone text collate "C" not null,
  type text not null,
  rate_parts numeric not null,
  is_default boolean default false not null,
  stop_confirmer text not null,
  created_at timestamp with time zone default now() not null,
  registration_id uuid,
  warm_up_curve integer[],
  warm_up_level integer,
  warm_up_day date,
  stopped_at timestamp with time zone,
  stopped_code text,
  constraint sending_numbers_stop_confirmer_check CHECK ((stop_confirmer = ANY (ARRAY['carrier'::text, 'network'::text, 'self'::text]))),
  constraint sending_numbers_type_check CHECK ((type = ANY (ARRAY['long-code'::text, '10dlc'::text, 'toll-free'::text, 'short-code'::text]))),
  constraint sending_numbers_pkey PRIMARY KEY (tenant_id, id),
  constraint sending_numbers_tenant_id_phone_key UNIQUE (tenant_id, phone)
);

create table short_links (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  code text collate "C" not null,
  campaign_id uuid not null,
  campaign_link_id uuid not null,
  message_id uuid,
  contact_id uuid,
  url text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone,
  domain_id uuid,
  constraint short_links_pkey PRIMARY KEY (tenant_id, id),
  constraint short_links_code_key UNIQUE (code)
);

create table suppression_rules (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  name text not null,
  kind text not null,
  config jsonb not null,
  enabled boolean default true not null,
  version integer default 1 not null,
  look_up_at timestamp with time zone,
  looked_up_to uuid,
  look_up_day date,
  look_ups integer default 0 not null,
  created_by text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint suppression_rules_kind_check CHECK ((kind = ANY (ARRAY['frequency'::text, 'recently-messaged'::text, 'recently-engaged'::text, 'area-codes'::text, 'tags'::text, 'landlines'::text]))),
  constraint suppression_rules_pkey PRIMARY KEY (tenant_id, id)
);

create table tenants (
  id uuid default uuidv7() not null,
  name text not null,
  brand_name text not null,
  help_contact text not null,
  time_zone text default 'America/New_York'::text not null,
  default_country text default 'US'::text not null,
  created_at timestamp with time zone default now() not null,
  rate_parts numeric,
  quiet_hours jsonb,
  auto_pause jsonb,
  constraint tenants_pkey PRIMARY KEY (id)
);

create table test_phones (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  phone text collate "C" not null,
  name text not null,
  added_by text not null,
  code_hash text,
  code_expires_at timestamp with time zone,
  code_tries integer default 0 not null,
  verified_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  constraint test_phones_pkey PRIMARY KEY (tenant_id, id),
  constraint test_phones_tenant_id_phone_key UNIQUE (tenant_id, phone)
);

create table test_sends (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  actor_id text not null,
  at timestamp with time zone not null,
  constraint test_sends_pkey PRIMARY KEY (tenant_id, id)
);

create table unreachable_phones (
  tenant_id uuid not null,
  phone text collate "C" not null,
  simulated boolean not null,
  code text not null,
  failures integer default 1 not null,
  first_failed_at timestamp with time zone not null,
  last_failed_at timestamp with time zone not null,
  suppressed_until timestamp with time zone,
  no_route_from text,
  constraint unreachable_phones_pkey PRIMARY KEY (tenant_id, phone, simulated)
);

create table users (
  id uuid default uuidv7() not null,
  name text not null,
  email text not null,
  email_verified boolean default false not null,
  image text,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  platform_admin boolean default false not null,
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email)
);

create table verifications (
  id uuid default uuidv7() not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint verifications_pkey PRIMARY KEY (id)
);

create table warm_up_steps (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  number_id uuid not null,
  day date not null,
  from_level integer,
  to_level integer,
  reason text not null,
  at timestamp with time zone default now() not null,
  constraint warm_up_steps_reason_check CHECK ((reason = ANY (ARRAY['started'::text, 'advanced'::text, 'filtered'::text, 'idle'::text, 'skipped'::text]))),
  constraint warm_up_steps_pkey PRIMARY KEY (tenant_id, id)
);

create table webhook_events (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  carrier_account_id uuid not null,
  kind text not null,
  dedupe_key text not null,
  message_id uuid,
  attempt integer,
  params json not null,
  received_at timestamp with time zone default now() not null,
  tries integer default 0 not null,
  failure text,
  applied_at timestamp with time zone,
  keyword_changed boolean,
  constraint webhook_events_kind_check CHECK ((kind = ANY (ARRAY['status'::text, 'inbound'::text]))),
  constraint webhook_events_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_events_tenant_id_carrier_account_id_dedupe_key_key UNIQUE (tenant_id, carrier_account_id, dedupe_key)
) with (fillfactor=80, autovacuum_vacuum_scale_factor=0.02);

create table webhook_refusals (
  tenant_id uuid not null,
  id uuid default uuidv7() not null,
  carrier_account_id uuid not null,
  kind text not null,
  cause text not null,
  expected_url text not null,
  seen_url text not null,
  hint text,
  hits bigint default 1 not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint webhook_refusals_cause_check CHECK ((cause = ANY (ARRAY['scheme'::text, 'port'::text, 'host'::text, 'path'::text, 'former-token'::text, 'other-account'::text, 'no-signature'::text, 'body-hash'::text, 'wrong-account-sid'::text, 'expired-link'::text, 'forged-link'::text, 'unknown-query'::text, 'unknown-form'::text, 'unexplained'::text]))),
  constraint webhook_refusals_kind_check CHECK ((kind = ANY (ARRAY['status'::text, 'inbound'::text]))),
  constraint webhook_refusals_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_refusals_tenant_id_carrier_account_id_kind_cause_se_key UNIQUE (tenant_id, carrier_account_id, kind, cause, seen_url)
) with (fillfactor=70);

-- Storage of large values

alter table import_chunks alter column bytes set storage external;

-- Foreign keys

alter table api_keys add constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table api_keys add constraint api_keys_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES roles(tenant_id, id);
alter table audit_log add constraint audit_log_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table auth_accounts add constraint auth_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table auto_replies add constraint auto_replies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table budgets add constraint budgets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table campaign_links add constraint campaign_links_tenant_id_campaign_id_fkey FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns(tenant_id, id) ON DELETE CASCADE;
alter table campaigns add constraint campaigns_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table campaigns add constraint campaigns_tenant_id_number_id_fkey FOREIGN KEY (tenant_id, number_id) REFERENCES sending_numbers(tenant_id, id);
alter table carrier_account_checks add constraint carrier_account_checks_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id) ON DELETE CASCADE;
alter table carrier_accounts add constraint carrier_accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table carrier_registrations add constraint carrier_registrations_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id);
alter table carrier_registrations add constraint carrier_registrations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table carrier_test_texts add constraint carrier_test_texts_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id) ON DELETE CASCADE;
alter table click_reclassifications add constraint click_reclassifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table click_settings add constraint click_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table consent_events add constraint consent_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table contact_attributes add constraint contact_attributes_tenant_id_contact_id_fkey FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts(tenant_id, id) ON DELETE CASCADE;
alter table contact_tags add constraint contact_tags_tenant_id_contact_id_fkey FOREIGN KEY (tenant_id, contact_id) REFERENCES contacts(tenant_id, id) ON DELETE CASCADE;
alter table contacts add constraint contacts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table conversation_messages add constraint conversation_messages_tenant_id_conversation_id_fkey FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations(tenant_id, id);
alter table conversation_notes add constraint conversation_notes_tenant_id_conversation_id_fkey FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations(tenant_id, id);
alter table conversation_words add constraint conversation_words_tenant_id_conversation_id_fkey FOREIGN KEY (tenant_id, conversation_id) REFERENCES conversations(tenant_id, id);
alter table conversations add constraint conversations_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table country_database_chunks add constraint country_database_chunks_tenant_id_database_id_fkey FOREIGN KEY (tenant_id, database_id) REFERENCES country_databases(tenant_id, id) ON DELETE CASCADE;
alter table country_databases add constraint country_databases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table country_stops add constraint country_stops_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table do_not_contact add constraint do_not_contact_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table follow_up_cursors add constraint follow_up_cursors_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id);
alter table idempotency_keys add constraint idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table import_chunks add constraint import_chunks_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES imports(tenant_id, id) ON DELETE CASCADE;
alter table import_rows add constraint import_rows_tenant_id_import_id_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES imports(tenant_id, id) ON DELETE CASCADE;
alter table imports add constraint imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table kill_switches add constraint kill_switches_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table line_types add constraint line_types_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table link_domains add constraint link_domains_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table link_settings add constraint link_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table members add constraint members_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table members add constraint members_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES roles(tenant_id, id);
alter table members add constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table message_templates add constraint message_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table opt_out_reviews add constraint opt_out_reviews_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table opt_out_rules add constraint opt_out_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table outbox add constraint outbox_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table prices add constraint prices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table role_permissions add constraint role_permissions_tenant_id_role_id_fkey FOREIGN KEY (tenant_id, role_id) REFERENCES roles(tenant_id, id) ON DELETE CASCADE;
alter table roles add constraint roles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table segments add constraint segments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table sending_numbers add constraint sending_numbers_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id);
alter table sending_numbers add constraint sending_numbers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table sending_numbers add constraint sending_numbers_tenant_id_registration_id_fkey FOREIGN KEY (tenant_id, registration_id) REFERENCES carrier_registrations(tenant_id, id);
alter table suppression_rules add constraint suppression_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table test_phones add constraint test_phones_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table test_sends add constraint test_sends_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table unreachable_phones add constraint unreachable_phones_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table warm_up_steps add constraint warm_up_steps_tenant_id_number_id_fkey FOREIGN KEY (tenant_id, number_id) REFERENCES sending_numbers(tenant_id, id) ON DELETE CASCADE;
alter table webhook_refusals add constraint webhook_refusals_tenant_id_carrier_account_id_fkey FOREIGN KEY (tenant_id, carrier_account_id) REFERENCES carrier_accounts(tenant_id, id) ON DELETE CASCADE;

-- Indexes

CREATE INDEX auth_accounts_user ON public.auth_accounts USING btree (user_id);
CREATE INDEX batch_waits_batch ON public.batch_waits USING btree (tenant_id, batch_id, id) WHERE (batch_id IS NOT NULL);
CREATE INDEX batch_waits_share ON public.batch_waits USING btree (tenant_id, campaign_id, number_id, id) WHERE (batch_id IS NULL);
CREATE INDEX campaigns_active ON public.campaigns USING btree (tenant_id, id) WHERE ((launched_at IS NOT NULL) AND (completed_at IS NULL));
CREATE INDEX campaigns_scheduled ON public.campaigns USING btree (scheduled_at) WHERE (status = 'scheduled'::text);
CREATE INDEX campaigns_segment ON public.campaigns USING btree (tenant_id, segment_id) WHERE (segment_id IS NOT NULL);
CREATE UNIQUE INDEX carrier_registrations_sid ON public.carrier_registrations USING btree (tenant_id, carrier_account_id, carrier_sid) WHERE (carrier_sid IS NOT NULL);
CREATE INDEX carrier_test_texts_account ON public.carrier_test_texts USING btree (tenant_id, carrier_account_id, id);
CREATE INDEX click_reclassifications_open ON public.click_reclassifications USING btree (id) WHERE (finished_at IS NULL);
CREATE INDEX clicks_message ON public.clicks USING btree (tenant_id, message_id, id);
CREATE INDEX clicks_net ON public.clicks USING btree (tenant_id, net, clicked_at) WHERE (net IS NOT NULL);
CREATE INDEX consent_events_contact ON public.consent_events USING btree (tenant_id, contact_id, id);
CREATE INDEX contact_tags_contact ON public.contact_tags USING btree (tenant_id, contact_id);
CREATE INDEX contact_words_contact ON public.contact_words USING btree (tenant_id, contact_id);
CREATE INDEX contacts_email ON public.contacts USING btree (tenant_id, email_lower) WHERE (email_lower IS NOT NULL);
CREATE INDEX contacts_phone_reversed ON public.contacts USING btree (tenant_id, phone_reversed);
CREATE INDEX conversation_messages_message ON public.conversation_messages USING btree (tenant_id, message_id);
CREATE INDEX conversation_notes_conversation ON public.conversation_notes USING btree (tenant_id, conversation_id, id);
CREATE INDEX conversations_assigned ON public.conversations USING btree (tenant_id, assigned_to, last_message_id);
CREATE INDEX conversations_campaign ON public.conversations USING btree (tenant_id, campaign_id, last_message_id) WHERE (campaign_id IS NOT NULL);
CREATE INDEX conversations_closed ON public.conversations USING btree (tenant_id, last_message_id) WHERE (closed_at IS NOT NULL);
CREATE INDEX conversations_failed ON public.conversations USING btree (tenant_id, last_message_id) WHERE (failed_message_id IS NOT NULL);
CREATE INDEX conversations_newest ON public.conversations USING btree (tenant_id, last_message_id);
CREATE INDEX conversations_open ON public.conversations USING btree (tenant_id, last_message_id) WHERE ((closed_at IS NULL) AND (last_direction = 'inbound'::text));
CREATE INDEX conversations_phone_reversed ON public.conversations USING btree (tenant_id, phone_reversed);
CREATE INDEX conversations_unread ON public.conversations USING btree (tenant_id, last_message_id) WHERE (unread > 0);
CREATE INDEX conversations_waiting ON public.conversations USING btree (tenant_id, last_message_id) WHERE ((closed_at IS NULL) AND (last_direction = 'outbound'::text));
CREATE INDEX do_not_contact_reversed ON public.do_not_contact USING btree (tenant_id, phone_reversed);
CREATE INDEX earlier_charges_campaign ON public.earlier_charges USING btree (tenant_id, campaign_id) WHERE (campaign_id IS NOT NULL);
CREATE INDEX idempotency_keys_age ON public.idempotency_keys USING btree (created_at);
CREATE INDEX imports_working ON public.imports USING btree (created_at) WHERE (status = ANY (ARRAY['uploading'::text, 'uploaded'::text, 'checking'::text, 'checked'::text, 'committing'::text]));
CREATE INDEX ledger_entries_day ON public.ledger_entries USING btree (tenant_id, budget_day, id);
CREATE UNIQUE INDEX link_domains_default ON public.link_domains USING btree (tenant_id) WHERE is_default;
CREATE UNIQUE INDEX link_domains_verified ON public.link_domains USING btree (host) WHERE (verified_at IS NOT NULL);
CREATE INDEX members_user ON public.members USING btree (user_id);
CREATE INDEX message_batches_closing ON public.message_batches USING btree (send_before) WHERE ((state = 'open'::text) AND (send_before IS NOT NULL));
CREATE INDEX message_batches_of_number ON public.message_batches USING btree (tenant_id, single_number_id, urgent DESC, id) WHERE ((queue = 'now'::text) AND (state = 'open'::text));
CREATE INDEX message_batches_open ON public.message_batches USING btree (tenant_id, campaign_id, number_id, send_before, id) WHERE (state = 'open'::text);
CREATE INDEX message_batches_out ON public.message_batches USING btree (id) WHERE (state = ANY (ARRAY['offered'::text, 'claimed'::text]));
CREATE INDEX message_batches_pending ON public.message_batches USING btree (tenant_id, campaign_id) WHERE (state <> 'done'::text);
CREATE INDEX message_batches_range ON public.message_batches USING btree (tenant_id, campaign_id, first_id);
CREATE INDEX message_batches_unknown ON public.message_batches USING btree (id) WHERE (reconcile_at IS NOT NULL);
CREATE INDEX message_events_carrier_id ON public.message_events USING btree (tenant_id, carrier_message_id) WHERE (type = 'handed-over'::text);
CREATE INDEX message_events_message ON public.message_events USING btree (tenant_id, message_id, id);
CREATE INDEX message_retries_due ON public.message_retries USING btree (due_at);
CREATE UNIQUE INDEX messages_campaign_contact ON public.messages USING btree (tenant_id, campaign_id, contact_id) WHERE ((campaign_id IS NOT NULL) AND (direction = 'outbound'::text));
CREATE INDEX messages_contact ON public.messages USING btree (tenant_id, contact_id, id);
CREATE INDEX messages_inbound ON public.messages USING btree (tenant_id, id) WHERE (direction = 'inbound'::text);
CREATE INDEX opt_out_reviews_due ON public.opt_out_reviews USING btree (due_at) WHERE (decided_at IS NULL);
CREATE UNIQUE INDEX opt_out_reviews_open ON public.opt_out_reviews USING btree (tenant_id, phone, simulated) WHERE (decided_at IS NULL);
CREATE INDEX outbox_undelivered ON public.outbox USING btree (created_at) WHERE (delivered_at IS NULL);
CREATE INDEX parked_webhooks_look ON public.parked_webhooks USING btree (tenant_id, look_at);
CREATE UNIQUE INDEX platform_do_not_contact_phone ON public.platform_do_not_contact USING btree (phone) WHERE (lifted_at IS NULL);
CREATE INDEX platform_do_not_contact_reversed ON public.platform_do_not_contact USING btree (phone_reversed);
CREATE UNIQUE INDEX sending_numbers_default ON public.sending_numbers USING btree (tenant_id) WHERE is_default;
CREATE UNIQUE INDEX short_links_campaign ON public.short_links USING btree (tenant_id, campaign_link_id) WHERE (message_id IS NULL);
CREATE UNIQUE INDEX short_links_message ON public.short_links USING btree (tenant_id, message_id, campaign_link_id);
CREATE INDEX suppression_rules_look_up ON public.suppression_rules USING btree (look_up_at) WHERE (look_up_at IS NOT NULL);
CREATE INDEX test_sends_actor ON public.test_sends USING btree (tenant_id, actor_id, at);
CREATE INDEX verifications_identifier ON public.verifications USING btree (identifier);
CREATE INDEX warm_up_steps_number ON public.warm_up_steps USING btree (tenant_id, number_id, day, id);
CREATE INDEX webhook_events_unapplied ON public.webhook_events USING btree (tenant_id, kind, id) WHERE (applied_at IS NULL);

-- Row security

alter table api_keys enable row level security;
alter table api_keys force row level security;
alter table audit_log enable row level security;
alter table audit_log force row level security;
alter table auto_replies enable row level security;
alter table auto_replies force row level security;
alter table auto_reply_days enable row level security;
alter table auto_reply_days force row level security;
alter table batch_waits enable row level security;
alter table batch_waits force row level security;
alter table budgets enable row level security;
alter table budgets force row level security;
alter table campaign_health enable row level security;
alter table campaign_health force row level security;
alter table campaign_hourly enable row level security;
alter table campaign_hourly force row level security;
alter table campaign_links enable row level security;
alter table campaign_links force row level security;
alter table campaign_shares enable row level security;
alter table campaign_shares force row level security;
alter table campaigns enable row level security;
alter table campaigns force row level security;
alter table carrier_account_checks enable row level security;
alter table carrier_account_checks force row level security;
alter table carrier_accounts enable row level security;
alter table carrier_accounts force row level security;
alter table carrier_registrations enable row level security;
alter table carrier_registrations force row level security;
alter table carrier_test_texts enable row level security;
alter table carrier_test_texts force row level security;
alter table carrier_waits enable row level security;
alter table carrier_waits force row level security;
alter table click_reclassifications enable row level security;
alter table click_reclassifications force row level security;
alter table click_settings enable row level security;
alter table click_settings force row level security;
alter table click_spool enable row level security;
alter table click_spool force row level security;
alter table clicks enable row level security;
alter table clicks force row level security;
alter table consent_events enable row level security;
alter table consent_events force row level security;
alter table contact_attributes enable row level security;
alter table contact_attributes force row level security;
alter table contact_numbers enable row level security;
alter table contact_numbers force row level security;
alter table contact_tags enable row level security;
alter table contact_tags force row level security;
alter table contact_words enable row level security;
alter table contact_words force row level security;
alter table contacts enable row level security;
alter table contacts force row level security;
alter table conversation_messages enable row level security;
alter table conversation_messages force row level security;
alter table conversation_notes enable row level security;
alter table conversation_notes force row level security;
alter table conversation_words enable row level security;
alter table conversation_words force row level security;
alter table conversations enable row level security;
alter table conversations force row level security;
alter table country_database_chunks enable row level security;
alter table country_database_chunks force row level security;
alter table country_databases enable row level security;
alter table country_databases force row level security;
alter table country_stops enable row level security;
alter table country_stops force row level security;
alter table dead_letters enable row level security;
alter table dead_letters force row level security;
alter table do_not_contact enable row level security;
alter table do_not_contact force row level security;
alter table earlier_charges enable row level security;
alter table earlier_charges force row level security;
alter table follow_up_cursors enable row level security;
alter table follow_up_cursors force row level security;
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
alter table import_chunks enable row level security;
alter table import_chunks force row level security;
alter table import_rows enable row level security;
alter table import_rows force row level security;
alter table imports enable row level security;
alter table imports force row level security;
alter table kill_switches enable row level security;
alter table kill_switches force row level security;
alter table ledger_entries enable row level security;
alter table ledger_entries force row level security;
alter table line_types enable row level security;
alter table line_types force row level security;
alter table link_domains enable row level security;
alter table link_domains force row level security;
alter table link_settings enable row level security;
alter table link_settings force row level security;
alter table members enable row level security;
alter table members force row level security;
alter table message_batches enable row level security;
alter table message_batches force row level security;
alter table message_events enable row level security;
alter table message_events force row level security;
alter table message_media enable row level security;
alter table message_media force row level security;
alter table message_retries enable row level security;
alter table message_retries force row level security;
alter table message_templates enable row level security;
alter table message_templates force row level security;
alter table messages enable row level security;
alter table messages force row level security;
alter table number_daily enable row level security;
alter table number_daily force row level security;
alter table number_usage enable row level security;
alter table number_usage force row level security;
alter table opt_out_reviews enable row level security;
alter table opt_out_reviews force row level security;
alter table opt_out_rules enable row level security;
alter table opt_out_rules force row level security;
alter table outbox enable row level security;
alter table outbox force row level security;
alter table parked_webhooks enable row level security;
alter table parked_webhooks force row level security;
alter table prices enable row level security;
alter table prices force row level security;
alter table role_permissions enable row level security;
alter table role_permissions force row level security;
alter table roles enable row level security;
alter table roles force row level security;
alter table segments enable row level security;
alter table segments force row level security;
alter table sending_numbers enable row level security;
alter table sending_numbers force row level security;
alter table short_links enable row level security;
alter table short_links force row level security;
alter table suppression_rules enable row level security;
alter table suppression_rules force row level security;
alter table tenants enable row level security;
alter table tenants force row level security;
alter table test_phones enable row level security;
alter table test_phones force row level security;
alter table test_sends enable row level security;
alter table test_sends force row level security;
alter table unreachable_phones enable row level security;
alter table unreachable_phones force row level security;
alter table warm_up_steps enable row level security;
alter table warm_up_steps force row level security;
alter table webhook_events enable row level security;
alter table webhook_events force row level security;
alter table webhook_refusals enable row level security;
alter table webhook_refusals force row level security;

-- Policies

create policy system on api_keys for all to sms_system using (true) with check (true);
create policy tenant on api_keys for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on audit_log for all to sms_system using (true) with check (true);
create policy tenant on audit_log for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on auto_replies for all to sms_system using (true) with check (true);
create policy tenant on auto_replies for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on auto_reply_days for all to sms_system using (true) with check (true);
create policy tenant on auto_reply_days for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on batch_waits for all to sms_system using (true) with check (true);
create policy tenant on batch_waits for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on budgets for all to sms_system using (true) with check (true);
create policy tenant on budgets for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on campaign_health for all to sms_system using (true) with check (true);
create policy tenant on campaign_health for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on campaign_hourly for all to sms_system using (true) with check (true);
create policy tenant on campaign_hourly for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on campaign_links for all to sms_system using (true) with check (true);
create policy tenant on campaign_links for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on campaign_shares for all to sms_system using (true) with check (true);
create policy tenant on campaign_shares for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on campaigns for all to sms_system using (true) with check (true);
create policy tenant on campaigns for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on carrier_account_checks for all to sms_system using (true) with check (true);
create policy tenant on carrier_account_checks for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on carrier_accounts for all to sms_system using (true) with check (true);
create policy tenant on carrier_accounts for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on carrier_registrations for all to sms_system using (true) with check (true);
create policy tenant on carrier_registrations for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on carrier_test_texts for all to sms_system using (true) with check (true);
create policy tenant on carrier_test_texts for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on carrier_waits for all to sms_system using (true) with check (true);
create policy tenant on carrier_waits for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on click_reclassifications for all to sms_system using (true) with check (true);
create policy tenant on click_reclassifications for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on click_settings for all to sms_system using (true) with check (true);
create policy tenant on click_settings for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on click_spool for all to sms_system using (true) with check (true);
create policy tenant on click_spool for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on clicks for all to sms_system using (true) with check (true);
create policy tenant on clicks for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on consent_events for all to sms_system using (true) with check (true);
create policy tenant on consent_events for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on contact_attributes for all to sms_system using (true) with check (true);
create policy tenant on contact_attributes for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on contact_numbers for all to sms_system using (true) with check (true);
create policy tenant on contact_numbers for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on contact_tags for all to sms_system using (true) with check (true);
create policy tenant on contact_tags for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on contact_words for all to sms_system using (true) with check (true);
create policy tenant on contact_words for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on contacts for all to sms_system using (true) with check (true);
create policy tenant on contacts for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on conversation_messages for all to sms_system using (true) with check (true);
create policy tenant on conversation_messages for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on conversation_notes for all to sms_system using (true) with check (true);
create policy tenant on conversation_notes for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on conversation_words for all to sms_system using (true) with check (true);
create policy tenant on conversation_words for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on conversations for all to sms_system using (true) with check (true);
create policy tenant on conversations for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on country_database_chunks for all to sms_system using (true) with check (true);
create policy tenant on country_database_chunks for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on country_databases for all to sms_system using (true) with check (true);
create policy tenant on country_databases for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on country_stops for all to sms_system using (true) with check (true);
create policy tenant on country_stops for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on dead_letters for all to sms_system using (true) with check (true);
create policy tenant on dead_letters for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on do_not_contact for all to sms_system using (true) with check (true);
create policy tenant on do_not_contact for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on earlier_charges for all to sms_system using (true) with check (true);
create policy tenant on earlier_charges for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on follow_up_cursors for all to sms_system using (true) with check (true);
create policy tenant on follow_up_cursors for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on idempotency_keys for all to sms_system using (true) with check (true);
create policy tenant on idempotency_keys for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on import_chunks for all to sms_system using (true) with check (true);
create policy tenant on import_chunks for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on import_rows for all to sms_system using (true) with check (true);
create policy tenant on import_rows for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on imports for all to sms_system using (true) with check (true);
create policy tenant on imports for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on kill_switches for all to sms_system using (true) with check (true);
create policy tenant on kill_switches for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on ledger_entries for all to sms_system using (true) with check (true);
create policy tenant on ledger_entries for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on line_types for all to sms_system using (true) with check (true);
create policy tenant on line_types for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on link_domains for all to sms_system using (true) with check (true);
create policy tenant on link_domains for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on link_settings for all to sms_system using (true) with check (true);
create policy tenant on link_settings for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on members for all to sms_system using (true) with check (true);
create policy tenant on members for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on message_batches for all to sms_system using (true) with check (true);
create policy tenant on message_batches for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on message_events for all to sms_system using (true) with check (true);
create policy tenant on message_events for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on message_media for all to sms_system using (true) with check (true);
create policy tenant on message_media for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on message_retries for all to sms_system using (true) with check (true);
create policy tenant on message_retries for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on message_templates for all to sms_system using (true) with check (true);
create policy tenant on message_templates for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on messages for all to sms_system using (true) with check (true);
create policy tenant on messages for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on number_daily for all to sms_system using (true) with check (true);
create policy tenant on number_daily for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on number_usage for all to sms_system using (true) with check (true);
create policy tenant on number_usage for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on opt_out_reviews for all to sms_system using (true) with check (true);
create policy tenant on opt_out_reviews for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on opt_out_rules for all to sms_system using (true) with check (true);
create policy tenant on opt_out_rules for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on outbox for all to sms_system using (true) with check (true);
create policy tenant on outbox for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on parked_webhooks for all to sms_system using (true) with check (true);
create policy tenant on parked_webhooks for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on prices for all to sms_system using (true) with check (true);
create policy tenant on prices for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on role_permissions for all to sms_system using (true) with check (true);
create policy tenant on role_permissions for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on roles for all to sms_system using (true) with check (true);
create policy tenant on roles for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on segments for all to sms_system using (true) with check (true);
create policy tenant on segments for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on sending_numbers for all to sms_system using (true) with check (true);
create policy tenant on sending_numbers for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on short_links for all to sms_system using (true) with check (true);
create policy tenant on short_links for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on suppression_rules for all to sms_system using (true) with check (true);
create policy tenant on suppression_rules for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on tenants for all to sms_system using (true) with check (true);
create policy tenant on tenants for all to sms_app using ((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on test_phones for all to sms_system using (true) with check (true);
create policy tenant on test_phones for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on test_sends for all to sms_system using (true) with check (true);
create policy tenant on test_sends for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on unreachable_phones for all to sms_system using (true) with check (true);
create policy tenant on unreachable_phones for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on warm_up_steps for all to sms_system using (true) with check (true);
create policy tenant on warm_up_steps for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on webhook_events for all to sms_system using (true) with check (true);
create policy tenant on webhook_events for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
create policy system on webhook_refusals for all to sms_system using (true) with check (true);
create policy tenant on webhook_refusals for all to sms_app using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));

-- Grants

grant delete, insert, select, update on api_keys to sms_app;
grant select, update (last_used_at) on api_keys to sms_system;
grant insert, select on audit_log to sms_app;
grant insert on audit_log to sms_system;
grant delete, insert, select, update on auth_accounts to sms_system;
grant delete, insert, select, update on auto_replies to sms_app;
grant delete, insert, select, update on auto_reply_days to sms_app;
grant insert, select on batch_waits to sms_app;
grant insert on batch_waits to sms_system;
grant delete, insert, select, update on budgets to sms_app;
grant insert, select on budgets to sms_system;
grant delete, insert, select, update on campaign_health to sms_app;
grant select on campaign_health to sms_system;
grant delete, insert, select, update on campaign_hourly to sms_app;
grant select on campaign_hourly to sms_system;
grant delete, insert, select, update on campaign_links to sms_app;
grant delete, insert, select, update on campaign_shares to sms_app;
grant select, update (waits_for, rule_version, next_at) on campaign_shares to sms_system;
grant delete, insert, select, update on campaigns to sms_app;
grant select, update (offered_at, scheduled_at) on campaigns to sms_system;
grant delete, insert, select, update on carrier_account_checks to sms_app;
grant delete, insert, select, update on carrier_accounts to sms_app;
grant select, update (auth_token_sealed, former_token_sealed) on carrier_accounts to sms_system;
grant delete, insert, select, update on carrier_registrations to sms_app;
grant select on carrier_registrations to sms_system;
grant delete, insert, select, update on carrier_test_texts to sms_app;
grant delete, insert, select, update on carrier_waits to sms_app;
grant delete, insert, select, update on click_reclassifications to sms_app;
grant select, update (offered_at) on click_reclassifications to sms_system;
grant delete, insert, select, update on click_settings to sms_app;
grant delete, insert, select, update on click_spool to sms_app;
grant insert, select on click_spool to sms_system;
grant delete, insert, select, update on clicks to sms_app;
grant insert, select on consent_events to sms_app;
grant delete, insert, select, update on contact_attributes to sms_app;
grant delete, insert, select, update on contact_numbers to sms_app;
grant delete, insert, select, update on contact_tags to sms_app;
grant delete, insert, select, update on contact_words to sms_app;
grant delete, insert, select, update on contacts to sms_app;
grant select (tenant_id, id, consent) on contacts to sms_system;
grant delete, insert, select, update on conversation_messages to sms_app;
grant delete, insert, select, update on conversation_notes to sms_app;
grant delete, insert, select, update on conversation_words to sms_app;
grant delete, insert, select, update on conversations to sms_app;
grant delete, insert, select, update on country_database_chunks to sms_app;
grant delete, insert, select, update on country_databases to sms_app;
grant delete, insert, select, update on country_stops to sms_app;
grant delete, insert, select, update on dead_letters to sms_app;
grant insert, select, update on do_not_contact to sms_app;
grant select on do_not_contact to sms_system;
grant delete, insert, select, update on earlier_charges to sms_app;
grant delete, insert, select, update on follow_up_cursors to sms_app;
grant insert, select, update (offered_at) on follow_up_cursors to sms_system;
grant delete, insert, select, update on idempotency_keys to sms_app;
grant delete, select on idempotency_keys to sms_system;
grant delete, insert, select, update on import_chunks to sms_app;
grant delete, insert, select, update on import_rows to sms_app;
grant delete, insert, select, update on imports to sms_app;
grant select, update (offered_at) on imports to sms_system;
grant delete, insert, select, update on kill_switches to sms_app;
grant select on kill_switches to sms_system;
grant insert, select on ledger_entries to sms_app;
grant delete, insert, select, update on line_types to sms_app;
grant delete, insert, select, update on link_domains to sms_app;
grant select on link_domains to sms_system;
grant delete, insert, select, update on link_settings to sms_app;
grant select on link_settings to sms_system;
grant delete, insert, select, update on members to sms_app;
grant insert, select on members to sms_system;
grant delete, insert, select, update on message_batches to sms_app;
grant select, update (state, not_before, send_before, next_at, waits_for, offer, offered_at, reconcile_at) on message_batches to sms_system;
grant delete, insert, select, update on message_events to sms_app;
grant delete, insert, select, update on message_media to sms_app;
grant delete, insert, select, update on message_retries to sms_app;
grant select on message_retries to sms_system;
grant delete, insert, select, update on message_templates to sms_app;
grant delete, insert, select, update on messages to sms_app;
grant select (tenant_id, id, kind, number_id, parts) on messages to sms_system;
grant delete, insert, select, update on number_daily to sms_app;
grant select on number_daily to sms_system;
grant delete, insert, select, update on number_usage to sms_app;
grant select on number_usage to sms_system;
grant delete, insert, select, update on opt_out_reviews to sms_app;
grant select on opt_out_reviews to sms_system;
grant delete, insert, select, update on opt_out_rules to sms_app;
grant delete, insert, select, update on outbox to sms_app;
grant select, update (offered_at) on outbox to sms_system;
grant delete, insert, select, update on parked_webhooks to sms_app;
grant select on parked_webhooks to sms_system;
grant select on platform_do_not_contact to sms_app;
grant insert, select, update (lifted_at, lifted_by) on platform_do_not_contact to sms_system;
grant select on platform_kill_switch to sms_app;
grant delete, insert, select on platform_kill_switch to sms_system;
grant delete, insert, select, update on prices to sms_app;
grant delete, insert, select, update on role_permissions to sms_app;
grant insert, select on role_permissions to sms_system;
grant delete, insert, select, update on roles to sms_app;
grant insert, select on roles to sms_system;
grant delete, insert, select, update on segments to sms_app;
grant delete, insert, select, update on sending_numbers to sms_app;
grant select on sending_numbers to sms_system;
grant delete, insert, select, update on short_links to sms_app;
grant select on short_links to sms_system;
grant delete, insert, select, update on suppression_rules to sms_app;
grant select, update (look_up_at) on suppression_rules to sms_system;
grant select, update on tenants to sms_app;
grant insert, select on tenants to sms_system;
grant delete, insert, select, update on test_phones to sms_app;
grant delete, insert, select, update on test_sends to sms_app;
grant delete, insert, select, update on unreachable_phones to sms_app;
grant delete, insert, select, update on users to sms_system;
grant delete, insert, select, update on verifications to sms_system;
grant insert, select on warm_up_steps to sms_app;
grant delete, insert, select, update on webhook_events to sms_app;
grant insert, select on webhook_events to sms_system;
grant delete, insert, select, update on webhook_refusals to sms_app;
