-- T-Mobile's cap of the day is its brand's, over all registrations; one without a brand stands alone.
alter table carrier_registrations
  add column brand text check (char_length(brand) between 1 and 120),
  add column cap_id uuid not null generated always as (case when brand is null then id else md5(lower(brand))::uuid end) stored;

-- What counts behind a brand: live and simulated texts apart. The counts of the running day are carried over.
alter table number_usage drop constraint number_usage_scope_check;
alter table carrier_waits drop constraint carrier_waits_scope_check;
alter table number_usage no force row level security;
alter table carrier_waits no force row level security;
alter table carrier_registrations no force row level security;
alter table carrier_accounts no force row level security;
update number_usage u set scope = case when a.live or a.in_setup then 'brand' else 'simulated-brand' end
from carrier_registrations r join carrier_accounts a on a.tenant_id = r.tenant_id and a.id = r.carrier_account_id
where u.scope = 'registration' and u.tenant_id = r.tenant_id and u.scope_id = r.id;
update carrier_waits w set scope = case when a.live or a.in_setup then 'brand' else 'simulated-brand' end
from carrier_registrations r join carrier_accounts a on a.tenant_id = r.tenant_id and a.id = r.carrier_account_id
where w.scope = 'registration' and w.tenant_id = r.tenant_id and w.scope_id = r.id;
delete from number_usage where scope = 'registration';
delete from carrier_waits where scope = 'registration';
alter table number_usage force row level security;
alter table carrier_waits force row level security;
alter table carrier_registrations force row level security;
alter table carrier_accounts force row level security;
alter table number_usage add constraint number_usage_scope_check check (scope in ('number', 'brand', 'simulated-brand'));
alter table carrier_waits add constraint carrier_waits_scope_check check (scope in ('account', 'number', 'brand', 'simulated-brand'));

-- The type of number that had no route to the phone; another type without one makes it unreachable.
alter table unreachable_phones add column no_route_from text;
