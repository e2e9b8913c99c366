-- Two-way threads: one for each phone that wrote to one of the tenant's numbers.

create table conversations (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  phone text collate "C" not null,
  phone_reversed text collate "C" not null generated always as (reverse(phone)) stored,
  number_phone text collate "C" not null,
  number_id uuid,
  -- The newest text of the thread decides its place in the list and whose turn it is.
  last_message_id uuid not null,
  last_direction text not null check (last_direction in ('inbound', 'outbound')),
  last_text text not null,
  last_at timestamptz not null,
  last_inbound_id uuid,
  unread integer not null default 0 check (unread >= 0),
  -- The campaign whose text was answered last.
  campaign_id uuid,
  assigned_to uuid,
  assigned_label text,
  closed_at timestamptz,
  closed_by text,
  -- The newest text of ours, who of the members wrote it if one did, and whether it was not delivered.
  last_outbound_id uuid,
  replied_id uuid,
  replied_by uuid,
  replied_label text,
  replied_at timestamptz,
  failed_message_id uuid,
  -- Who writes an answer at this moment.
  drafting_by uuid,
  drafting_label text,
  drafting_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, phone, number_phone)
) with (fillfactor = 80);
create index conversations_newest on conversations (tenant_id, last_message_id);
create index conversations_open on conversations (tenant_id, last_message_id) where closed_at is null and last_direction = 'inbound';
create index conversations_waiting on conversations (tenant_id, last_message_id) where closed_at is null and last_direction = 'outbound';
create index conversations_unread on conversations (tenant_id, last_message_id) where unread > 0;
create index conversations_closed on conversations (tenant_id, last_message_id) where closed_at is not null;
create index conversations_failed on conversations (tenant_id, last_message_id) where failed_message_id is not null;
create index conversations_assigned on conversations (tenant_id, assigned_to, last_message_id);
create index conversations_campaign on conversations (tenant_id, campaign_id, last_message_id) where campaign_id is not null;
create index conversations_phone_reversed on conversations (tenant_id, phone_reversed);

create table conversation_messages (
  tenant_id uuid not null,
  conversation_id uuid not null,
  message_id uuid not null,
  -- The member who wrote it; null for what came in and what was sent by itself.
  author text,
  primary key (tenant_id, conversation_id, message_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
);
create index conversation_messages_message on conversation_messages (tenant_id, message_id);

-- Lower-case words of a thread's texts, asked by range for search.
create table conversation_words (
  tenant_id uuid not null,
  word text collate "C" not null,
  conversation_id uuid not null,
  primary key (tenant_id, word, conversation_id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
);

create table conversation_notes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  author_id uuid not null,
  author_label text not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id)
);
create index conversation_notes_conversation on conversation_notes (tenant_id, conversation_id, id);

-- Canned replies.
create table message_templates (
  tenant_id uuid not null references tenants (id),
  id uuid not null default uuidv7(),
  name text not null,
  body text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (tenant_id, id)
);

select protect_tenant_table(name) from unnest(
  array['conversations', 'conversation_messages', 'conversation_words', 'conversation_notes', 'message_templates']
) as name;

-- What came in before there were threads. The owner is bound by row security too, and these statements reach every tenant.
alter table messages no force row level security;
alter table conversations no force row level security;
alter table conversation_messages no force row level security;
alter table conversation_words no force row level security;
insert into conversations (
  tenant_id, phone, number_phone, number_id, last_message_id, last_direction, last_text, last_at, last_inbound_id, campaign_id, closed_at, closed_by
)
select distinct on (m.tenant_id, m.phone, m.number_phone) m.tenant_id, m.phone, m.number_phone, m.number_id, m.id, 'inbound',
  left(coalesce(m.body, ''), 200), m.created_at, m.id, answered.campaign_id,
  case when m.reason = 'keyword' then m.created_at end, case when m.reason = 'keyword' then 'keyword' end
from messages m left join messages answered on answered.tenant_id = m.tenant_id and answered.id = m.reply_to_id
where m.direction = 'inbound' and m.number_phone is not null
order by m.tenant_id, m.phone, m.number_phone, m.id desc
on conflict do nothing;
insert into conversation_messages (tenant_id, conversation_id, message_id)
select m.tenant_id, c.id, m.id
from messages m join conversations c on c.tenant_id = m.tenant_id and c.phone = m.phone and c.number_phone = m.number_phone
where m.campaign_id is null and m.number_phone is not null
on conflict do nothing;
insert into conversation_words (tenant_id, word, conversation_id)
select distinct cm.tenant_id, left(word, 40), cm.conversation_id
from conversation_messages cm join messages m on m.tenant_id = cm.tenant_id and m.id = cm.message_id,
  regexp_split_to_table(lower(coalesce(m.body, '')), '[^[:alnum:]]+') as word
where word <> ''
on conflict do nothing;
alter table messages force row level security;
alter table conversations force row level security;
alter table conversation_messages force row level security;
alter table conversation_words force row level security;
