-- Carrier webhooks that were refused, one row for each account, cause and address, so that a wrong set-up can be seen and mended.

create table webhook_refusals (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  carrier_account_id uuid not null,
  kind text not null check (kind in ('status', 'inbound')),
  cause text not null check (cause in ('scheme', 'port', 'host', 'path', 'former-token', 'other-account', 'no-signature', 'body-hash',
    'wrong-account-sid', 'expired-link', 'forged-link', 'unknown-query', 'unknown-form', 'unexplained')),
  expected_url text not null,
  seen_url text not null,
  hint text,
  hits bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, carrier_account_id, kind, cause, seen_url),
  foreign key (tenant_id, carrier_account_id) references carrier_accounts (tenant_id, id) on delete cascade
) with (fillfactor = 70);

select protect_tenant_table('webhook_refusals');
