-- Where a tenant's short links live, where they may lead, and how long they last.
create table link_domains (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  host text collate "C" not null,
  is_default boolean not null default false,
  -- What the domain's TXT record must say.
  token text not null,
  verified_at timestamptz,
  checked_at timestamptz,
  problem text,
  -- Checks in a row that found it not answering.
  failures integer not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, host)
);
-- Anybody may name a host; who proves it has it.
create unique index link_domains_verified on link_domains (host) where verified_at is not null;
create unique index link_domains_default on link_domains (tenant_id) where is_default;
select protect_tenant_table('link_domains');
grant select on link_domains to sms_system;

create table link_settings (
  tenant_id uuid not null references tenants (id) primary key,
  -- Empty: a link may lead to any public host.
  allow_hosts text[] not null default '{}',
  -- Days after which links expire; null: never.
  expire_days integer check (expire_days between 1 and 3650),
  add_utm boolean not null default true,
  updated_at timestamptz not null default now()
);
select protect_tenant_table('link_settings');
grant select on link_settings to sms_system;

alter table campaigns
  add column link_codes text not null default 'recipient' check (link_codes in ('recipient', 'campaign')),
  -- null: as the tenant's settings say.
  add column add_utm boolean,
  add column link_days integer check (link_days between 1 and 3650);

alter table short_links
  add column expires_at timestamptz,
  add column domain_id uuid,
  alter column message_id drop not null,
  alter column contact_id drop not null;

-- A click on a link that all recipients share belongs to no text.
alter table clicks alter column message_id drop not null;
