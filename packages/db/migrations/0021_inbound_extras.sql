-- What comes with texts that came in: their pictures, their cost, and answers by keyword.

-- Like what hangs on messages, without foreign keys.
create table message_media (
  tenant_id uuid not null,
  message_id uuid not null,
  position integer not null,
  url text not null,
  content_type text not null,
  primary key (tenant_id, message_id, position)
);

-- Texts that came in are charged as they come: out of the budget, without a reservation.
alter table ledger_entries drop constraint ledger_entries_kind_check;
alter table ledger_entries add constraint ledger_entries_kind_check
  check (kind in ('reserve', 'settle', 'release', 'drift', 'inbound')) not valid;
alter table ledger_entries validate constraint ledger_entries_kind_check;

create table auto_replies (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  words text[] not null,
  match text not null check (match in ('whole', 'begins', 'contains')),
  body text not null,
  -- Answers texts to this number alone; null answers all.
  number_id uuid,
  -- Days and hours of the tenant's zone, and whether it answers inside or outside them; null is always.
  hours jsonb,
  enabled boolean not null default true,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- The key is the rule: one automatic answer to a phone in a day of the tenant.
create table auto_reply_days (
  tenant_id uuid not null,
  phone text collate "C" not null,
  day date not null,
  auto_reply_id uuid not null,
  message_id uuid not null,
  primary key (tenant_id, phone, day)
);

select protect_tenant_table(name) from unnest(array['message_media', 'auto_replies', 'auto_reply_days']) as name;
