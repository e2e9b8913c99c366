-- Phones that nobody of the whole installation may text; its admins alone write here. What was lifted stays as history.
create table platform_do_not_contact (
  id uuid primary key default uuidv7(),
  phone text collate "C" not null,
  phone_reversed text collate "C" not null generated always as (reverse(phone)) stored,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by text
);
create unique index platform_do_not_contact_phone on platform_do_not_contact (phone) where lifted_at is null;
create index platform_do_not_contact_reversed on platform_do_not_contact (phone_reversed);
grant select on platform_do_not_contact to sms_app;
grant select, insert, update (lifted_at, lifted_by) on platform_do_not_contact to sms_system;
