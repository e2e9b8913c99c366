-- Simulated texts are booked on a budget row of their own, and what carriers say later about texts is read from their lists.

-- The owner is bound by row security too, and these statements reach every tenant.
alter table tenants no force row level security;
alter table budgets no force row level security;
alter table roles no force row level security;
alter table role_permissions no force row level security;

-- One row for live and one for simulated texts, with the same limits.
alter table budgets add column simulated boolean not null default false;
alter table budgets drop constraint budgets_tenant_id_key;
alter table budgets add unique (tenant_id, simulated);
insert into budgets (tenant_id, daily_limit_micros, monthly_limit_micros, reserve_micros, day, month, simulated)
select tenant_id, daily_limit_micros, monthly_limit_micros, reserve_micros, '2000-01-01', '2000-01-01', true from budgets;
-- A day of the past turns with the first reservation, whatever day it is where the tenant is.
update budgets set day = '2000-01-01', month = '2000-01-01' where month_spent_micros = 0;

insert into role_permissions (tenant_id, role_id, permission)
select r.tenant_id, r.id, p.name from roles r
join (values ('budget:read', array['owner', 'admin', 'manager', 'developer', 'billing', 'viewer']), ('budget:write', array['owner', 'admin', 'billing']))
  as p (name, keys) on r.key = any (p.keys)
on conflict do nothing;

alter table tenants force row level security;
alter table budgets force row level security;
alter table roles force row level security;
alter table role_permissions force row level security;

-- How far the carrier's list of sent texts was read, once per age at which it is looked at.
create table follow_up_cursors (
  tenant_id uuid not null,
  carrier_account_id uuid not null,
  look text not null check (look in ('first', 'second', 'last')),
  -- Everything sent until this moment was looked at.
  done_until timestamptz not null,
  -- End of the stretch that is being read, and where its listing goes on.
  reading_until timestamptz,
  next_page text,
  offered_at timestamptz,
  primary key (tenant_id, carrier_account_id, look),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id)
);

-- What earlier attempts of a message cost, when it went back to the queue after the carrier had charged it.
create table earlier_charges (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  message_id uuid not null,
  campaign_id uuid,
  attempt integer not null,
  budget_day date not null,
  cost_micros bigint not null,
  priced boolean not null,
  primary key (tenant_id, id),
  unique (tenant_id, message_id, attempt)
);
create index earlier_charges_campaign on earlier_charges (tenant_id, campaign_id) where campaign_id is not null;

select protect_tenant_table(name) from unnest(array['follow_up_cursors', 'earlier_charges']) as name;
grant select, insert, update (offered_at) on follow_up_cursors to sms_system;
