-- Contacts, consent, do-not-contact and imports.
-- Searched columns are stored in collation "C": under row security only leakproof comparisons use an index.

create table contacts (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  phone text collate "C" not null,
  phone_reversed text collate "C" not null generated always as (reverse(phone)) stored,
  first_name text,
  last_name text,
  email text,
  email_lower text collate "C" generated always as (lower(email)) stored,
  city text,
  region text,
  postal_code text,
  country text,
  consent text not null default 'unknown' check (consent in ('unknown', 'granted', 'revoked')),
  import_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, phone)
);
create index contacts_phone_reversed on contacts (tenant_id, phone_reversed);
create index contacts_email on contacts (tenant_id, email_lower) where email_lower is not null;

create table contact_tags (
  tenant_id uuid not null,
  tag text collate "C" not null,
  contact_id uuid not null,
  primary key (tenant_id, tag, contact_id),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
);
create index contact_tags_contact on contact_tags (tenant_id, contact_id);

create table contact_attributes (
  tenant_id uuid not null,
  contact_id uuid not null,
  key text collate "C" not null,
  value text not null,
  primary key (tenant_id, contact_id, key),
  foreign key (tenant_id, contact_id) references contacts (tenant_id, id) on delete cascade
);

-- Made from the contact's own columns, several a contact: a foreign key would double the time an import spends on them.
create table contact_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  contact_id uuid not null,
  primary key (tenant_id, word, contact_id)
);
create index contact_words_contact on contact_words (tenant_id, contact_id);

-- Kept for ten years whatever happens to the contact: no foreign keys.
create table consent_events (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  contact_id uuid not null,
  phone text collate "C" not null,
  type text not null check (type in ('granted', 'revoked', 'restored')),
  prior_consent text,
  source text not null,
  agreed_at timestamptz,
  wording text,
  import_id uuid,
  message_id uuid,
  actor text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index consent_events_contact on consent_events (tenant_id, contact_id, id);

create table do_not_contact (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  phone text collate "C" not null,
  phone_reversed text collate "C" not null generated always as (reverse(phone)) stored,
  origin text not null check (origin in ('recipient', 'operator', 'import', 'platform', 'carrier', 'erasure')),
  reason text,
  source_message_id uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, phone, origin)
);
create index do_not_contact_reversed on do_not_contact (tenant_id, phone_reversed);

create table imports (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  file_name text not null,
  bytes bigint not null default 0,
  status text not null check (
    status in ('uploading', 'uploaded', 'checking', 'checked', 'committing', 'completed', 'failed', 'canceled')
  ),
  columns jsonb not null default '[]',
  settings jsonb,
  totals jsonb,
  encoding text not null default 'utf-8',
  delimiter text not null default ',',
  rows_done bigint not null default 0,
  rows_total bigint,
  batches_ahead integer[] not null default '{}',
  contacts_written bigint not null default 0,
  run integer not null default 0,
  failure text,
  offered_at timestamptz,
  progress_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (tenant_id, id)
);
create index imports_working on imports (created_at) where status in ('uploading', 'uploaded', 'checking', 'checked', 'committing');

-- The uploaded file in slices of at most 1 MiB, so that any process can read it; dropped when the import ends.
create table import_chunks (
  tenant_id uuid not null,
  import_id uuid not null,
  position integer not null,
  bytes bytea not null,
  primary key (tenant_id, import_id, position),
  foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
alter table import_chunks alter column bytes set storage external;

-- Rejected rows with their reason; accepted ones become contacts.
create table import_rows (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  line bigint not null,
  reason text not null,
  detail text not null,
  cells jsonb not null,
  primary key (tenant_id, import_id, row_number),
  foreign key (tenant_id, import_id) references imports (tenant_id, id) on delete cascade
);
