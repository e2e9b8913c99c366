-- Tenants, people, roles, keys, audit, idempotency, kill switch and outbox.

create table tenants (
  id uuid primary key default uuidv7(),
  name text not null,
  brand_name text not null,
  help_contact text not null,
  time_zone text not null default 'America/New_York',
  default_country text not null default 'US',
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key default uuidv7(),
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth_accounts (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index auth_accounts_user on auth_accounts (user_id);

create table verifications (
  id uuid primary key default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

create table roles (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  key text not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, key)
);

create table role_permissions (
  tenant_id uuid not null,
  role_id uuid not null,
  permission text not null,
  primary key (tenant_id, role_id, permission),
  foreign key (tenant_id, role_id) references roles (tenant_id, id) on delete cascade
);

create table members (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  user_id uuid not null references users (id),
  role_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id),
  foreign key (tenant_id, role_id) references roles (tenant_id, id)
);
create index members_user on members (user_id);

create table api_keys (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  prefix text not null,
  key_hash text not null unique,
  role_id uuid not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references roles (tenant_id, id)
);

create table audit_log (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  at timestamptz not null default now(),
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
  primary key (tenant_id, id)
);

create table idempotency_keys (
  tenant_id uuid not null references tenants (id),
  actor_id text not null,
  key text not null,
  fingerprint text not null,
  status integer,
  body text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create table kill_switches (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  scope text not null check (scope in ('tenant', 'campaign')),
  reason text not null,
  thrown_by text not null,
  thrown_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

create table outbox (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('mail')),
  payload jsonb not null,
  attempts integer not null default 0,
  failure text,
  created_at timestamptz not null default now(),
  offered_at timestamptz,
  delivered_at timestamptz,
  primary key (tenant_id, id)
);
create index outbox_undelivered on outbox (created_at) where delivered_at is null;
