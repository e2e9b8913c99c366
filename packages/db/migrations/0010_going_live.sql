-- What an account of a real carrier needs before it may reach people, and what simulated recipients asked for.

alter table carrier_accounts
  -- At the real carrier, but its checklist is not done: it sends test texts only.
  add column in_setup boolean not null default false,
  add column went_live_at timestamptz,
  -- The token before the last rotation; the carrier may sign with it until then.
  add column former_token_sealed text,
  add column former_token_until timestamptz,
  -- Who said that they know the hours in which texting is allowed.
  add column quiet_hours_known_by text,
  add column quiet_hours_known_at timestamptz,
  add constraint carrier_accounts_stage_check check (not (live and in_setup));

-- What the last look at an account found; what a person does for it is elsewhere.
create table carrier_account_checks (
  tenant_id uuid not null,
  carrier_account_id uuid not null,
  name text not null check (name in ('credentials', 'public-url', 'webhooks', 'registration')),
  passed boolean not null,
  detail text not null,
  checked_at timestamptz not null,
  primary key (tenant_id, carrier_account_id, name),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id) on delete cascade
);

-- Texts by which a person proves that the account reaches a phone; each carries a code.
create table carrier_test_texts (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  carrier_account_id uuid not null,
  message_id uuid not null,
  phone text collate "C" not null,
  -- Keyed hash of the code.
  code_hash text not null,
  tries integer not null default 0,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  confirmed_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id) on delete cascade
);
create index carrier_test_texts_account on carrier_test_texts (tenant_id, carrier_account_id, id);

-- What the carrier calls a registration.
alter table carrier_registrations add column carrier_sid text;
create unique index carrier_registrations_sid on carrier_registrations (tenant_id, carrier_account_id, carrier_sid) where carrier_sid is not null;

-- Asked for by a simulated recipient: counts for simulated texts alone.
alter table do_not_contact add column simulated boolean not null default false;

-- A number goes with its account.
alter table warm_up_steps
  drop constraint warm_up_steps_tenant_id_number_id_fkey,
  add foreign key (tenant_id, number_id) references sending_numbers (tenant_id, id) on delete cascade;

select protect_tenant_table(name) from unnest(array['carrier_account_checks', 'carrier_test_texts']) as name;
-- A new encryption key seals the tokens of every tenant anew.
grant update (auth_token_sealed, former_token_sealed) on carrier_accounts to sms_system;

-- The owner is bound by row security too, and this statement reaches every tenant.
alter table roles no force row level security;
alter table role_permissions no force row level security;
insert into role_permissions (tenant_id, role_id, permission)
select r.tenant_id, r.id, p.permission from roles r
join (values
  ('owner', 'carrier:read'), ('owner', 'carrier:write'), ('owner', 'carrier:go-live'),
  ('admin', 'carrier:read'), ('admin', 'carrier:write'), ('admin', 'carrier:go-live'),
  ('manager', 'carrier:read'), ('developer', 'carrier:read'), ('viewer', 'carrier:read')
) as p (role, permission) on p.role = r.key
on conflict do nothing;
alter table roles force row level security;
alter table role_permissions force row level security;
