-- Phones that test texts may go to, single texts by the API, and who may do that.

create table test_phones (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  phone text collate "C" not null,
  name text not null,
  added_by text not null,
  -- Keyed hash of the code that was texted; null once it was confirmed.
  code_hash text,
  code_expires_at timestamptz,
  code_tries integer not null default 0,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, phone)
);

-- Test texts of the last hour, by who asked for them; older rows are deleted by the next one.
create table test_sends (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  actor_id text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index test_sends_actor on test_sends (tenant_id, actor_id, at);

-- Whether the carrier approved this registration for texts that are no marketing.
alter table carrier_registrations add column transactional boolean not null default false;

select protect_tenant_table(name) from unnest(array['test_phones', 'test_sends']) as name;

alter table roles no force row level security;
alter table role_permissions no force row level security;
insert into role_permissions (tenant_id, role_id, permission)
select r.tenant_id, r.id, p.permission from roles r join (
  values ('owner', 'campaigns:waive-footer'), ('admin', 'campaigns:waive-footer'),
    ('owner', 'messages:send'), ('admin', 'messages:send'), ('manager', 'messages:send'), ('developer', 'messages:send'),
    ('owner', 'messages:send-transactional'), ('admin', 'messages:send-transactional'),
    ('manager', 'messages:send-transactional'), ('developer', 'messages:send-transactional')
) as p (role, permission) on p.role = r.key
on conflict do nothing;
alter table roles force row level security;
alter table role_permissions force row level security;
