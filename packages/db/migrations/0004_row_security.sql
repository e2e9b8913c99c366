-- Every tenant table is closed to other tenants: sms_app sees only the tenant of its transaction,
-- sms_system has an open policy on the few tables its verbs need (the grants say which).

grant usage on schema public to sms_app, sms_system;

-- Later migrations call this for each tenant table they add.
create function protect_tenant_table(table_name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  execute format(
    'create policy tenant on %1$I to sms_app using (%2$s) with check (%2$s)',
    table_name,
    $policy$tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid$policy$
  );
  execute format('create policy system on %I to sms_system using (true) with check (true)', table_name);
  execute format('grant select, insert, update, delete on %I to sms_app', table_name);
end
$$;

select protect_tenant_table(c.relname::text)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where n.nspname = 'public' and c.relkind = 'r';

alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants to sms_app
  using (id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy system on tenants to sms_system using (true) with check (true);
grant select, update on tenants to sms_app;

-- Nobody rewrites history.
revoke update, delete on audit_log, consent_events from sms_app;
revoke delete on do_not_contact from sms_app;

-- Sign-in belongs to the system pool alone.
grant select, insert, update, delete on users, auth_accounts, verifications to sms_system;
-- The first owner and each new tenant are made in one transaction of the system role.
grant select, insert on tenants, members, roles, role_permissions to sms_system;
grant insert on audit_log to sms_system;
grant select, update (last_used_at) on api_keys to sms_system;
grant select on carrier_accounts, sending_numbers, kill_switches, short_links, do_not_contact to sms_system;
grant select, insert on webhook_events to sms_system;
-- Sweeps and the pump look for work and note that it was offered.
grant select, update (offered_at) on campaigns, imports, outbox to sms_system;
grant select, update (state, offer, offered_at, next_at, waits_for) on message_batches to sms_system;
grant select, delete on idempotency_keys to sms_system;
