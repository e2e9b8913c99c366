-- Clicks while Redis is away: the redirect process puts batches here, a job records them and takes them out.
create table click_spool (
  tenant_id uuid not null,
  id uuid not null,
  hits text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select protect_tenant_table('click_spool');
grant select, insert on click_spool to sms_system;
