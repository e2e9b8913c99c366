-- Opt-outs in people's own words: the rules that find them, and the replies that wait for a person's decision.

-- `marketing` forbids marketing alone: a reply that may be an opt-out holds until somebody decides.
alter table do_not_contact add column scope text not null default 'all' check (scope in ('all', 'marketing'));
alter table do_not_contact drop constraint do_not_contact_origin_check;
alter table do_not_contact add constraint do_not_contact_origin_check
  check (origin in ('recipient', 'operator', 'import', 'platform', 'carrier', 'erasure', 'review')) not valid;
alter table do_not_contact validate constraint do_not_contact_origin_check;

create table opt_out_rules (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  -- Of a row that switches a shipped rule: its name in the product. The tenant's own rules have none.
  shipped text collate "C",
  name text not null,
  phrases text[] not null,
  verdict text not null check (verdict in ('opt-out', 'doubtful')),
  enabled boolean not null default true,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, shipped)
);

create table opt_out_reviews (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  phone text collate "C" not null,
  -- The text, stored by a job after this row; no foreign key for that reason.
  message_id uuid not null,
  body text not null,
  -- The rule's name, and the words of the text that it found.
  rule text not null,
  found text not null,
  -- From the simulator: holds simulated texts alone.
  simulated boolean not null,
  opened_at timestamptz not null,
  -- Undecided until then, it is an opt-out.
  due_at timestamptz not null,
  decision text check (decision in ('opt-out', 'not-opt-out')),
  decided_at timestamptz,
  decided_by text,
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  primary key (tenant_id, id),
  unique (tenant_id, message_id)
);
create unique index opt_out_reviews_open on opt_out_reviews (tenant_id, phone, simulated) where decided_at is null;
create index opt_out_reviews_due on opt_out_reviews (due_at) where decided_at is null;

select protect_tenant_table('opt_out_rules');
select protect_tenant_table('opt_out_reviews');
grant select on opt_out_reviews to sms_system;
