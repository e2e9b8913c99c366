-- Who of existing tenants may export the ledger: as many as export other things, and billing.

-- The owner is bound by row security too, and this statement reaches every tenant.
alter table roles no force row level security;
alter table role_permissions no force row level security;
insert into role_permissions (tenant_id, role_id, permission)
select tenant_id, id, 'budget:export' from roles where key in ('owner', 'admin', 'manager', 'billing')
on conflict do nothing;
alter table roles force row level security;
alter table role_permissions force row level security;
