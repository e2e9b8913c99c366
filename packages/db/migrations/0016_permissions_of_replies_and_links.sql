-- What the roles of existing tenants may do with replies, canned replies and links.

-- The owner is bound by row security too, and this statement reaches every tenant.
alter table roles no force row level security;
alter table role_permissions no force row level security;
insert into role_permissions (tenant_id, role_id, permission)
select r.tenant_id, r.id, p.permission from roles r
join (values
  ('owner', 'opt-outs:read'), ('owner', 'opt-outs:decide'), ('owner', 'opt-outs:write'), ('owner', 'templates:read'), ('owner', 'templates:write'), ('owner', 'links:read'), ('owner', 'links:write'),
  ('admin', 'opt-outs:read'), ('admin', 'opt-outs:decide'), ('admin', 'opt-outs:write'), ('admin', 'templates:read'), ('admin', 'templates:write'), ('admin', 'links:read'), ('admin', 'links:write'),
  ('manager', 'opt-outs:read'), ('manager', 'opt-outs:decide'), ('manager', 'opt-outs:write'), ('manager', 'templates:read'), ('manager', 'templates:write'), ('manager', 'links:read'),
  ('agent', 'opt-outs:read'), ('agent', 'opt-outs:decide'), ('agent', 'templates:read'),
  ('developer', 'opt-outs:read'), ('developer', 'templates:read'), ('developer', 'links:read'),
  ('viewer', 'opt-outs:read'), ('viewer', 'templates:read'), ('viewer', 'links:read')
) as p (role, permission) on p.role = r.key
on conflict do nothing;
alter table roles force row level security;
alter table role_permissions force row level security;
