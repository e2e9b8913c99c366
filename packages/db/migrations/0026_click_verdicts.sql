-- Every hit keeps its verdict, what spoke for it, and all that is needed to judge it again. Its id is the hit's own, by which it is recorded once.
alter table clicks
  alter column message_id drop not null,
  drop column hit_id,
  add column reason text,
  -- The rules it was judged by.
  add column rules text,
  -- The address without its end, or a keyed hash of it; null when unknown.
  add column ip text,
  -- What hits of one network have in common; null where the address tells no network.
  add column net text,
  -- The data centre it came from.
  add column network text,
  add column country text,
  add column device text,
  add column hints text,
  -- From the text's being sent, as far as known, to the hit, ms.
  add column age_ms bigint;

create table click_settings (
  tenant_id uuid not null references tenants (id) primary key,
  ip_mode text not null default 'cut' check (ip_mode in ('cut', 'hashed')),
  too_early_ms integer not null default 3000 check (too_early_ms between 0 and 60000),
  burst_texts integer not null default 5 check (burst_texts between 1 and 1000),
  burst_ms integer not null default 10000 check (burst_ms between 1 and 60000),
  duplicate_ms integer not null default 10000 check (duplicate_ms between 0 and 60000),
  -- Raised by every change of how clicks are judged.
  version integer not null default 1
);
select protect_tenant_table('click_settings');

-- A tenant's own table of countries by address, in MMDB format, in pieces that one statement can carry.
create table country_databases (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  bytes integer not null,
  type text not null,
  built_at timestamptz not null,
  uploaded_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id)
);
select protect_tenant_table('country_databases');

create table country_database_chunks (
  tenant_id uuid not null,
  database_id uuid not null,
  position integer not null,
  bytes bytea not null,
  primary key (tenant_id, database_id, position),
  foreign key (tenant_id, database_id) references country_databases (tenant_id, id) on delete cascade
);
select protect_tenant_table('country_database_chunks');

-- Past clicks that are judged again, by slices of their ids.
create table click_reclassifications (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  campaign_id uuid,
  -- The last click looked at, and the one it ends with.
  cursor uuid not null,
  until uuid not null,
  rules text not null,
  done bigint not null default 0,
  changed bigint not null default 0,
  offered_at timestamptz,
  finished_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index click_reclassifications_open on click_reclassifications (id) where finished_at is null;
select protect_tenant_table('click_reclassifications');
grant select, update (offered_at) on click_reclassifications to sms_system;
