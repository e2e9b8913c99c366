-- Saved filters over contacts.
create table segments (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null check (char_length(name) between 1 and 120),
  filter jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
select protect_tenant_table('segments');

-- A campaign to a segment holds its filter as it is now: drafts follow it, what was launched stays.
alter table campaigns
  add column segment_id uuid,
  add column segment_filter jsonb,
  drop constraint campaigns_audience_type_check,
  add constraint campaigns_audience_type_check check (audience_type in ('all', 'tag', 'segment')) not valid,
  add constraint campaigns_segment_check
    check ((audience_type = 'segment') = (segment_id is not null) and (segment_id is null) = (segment_filter is null)) not valid;
alter table campaigns validate constraint campaigns_audience_type_check;
alter table campaigns validate constraint campaigns_segment_check;
create index campaigns_segment on campaigns (tenant_id, segment_id) where segment_id is not null;
