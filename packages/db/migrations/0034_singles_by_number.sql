-- Of a single text: the number it goes from, and whether the law asks for it; so each number's are looked at, those first.
alter table message_batches add column single_number_id uuid, add column urgent boolean not null default false;

update message_batches b set single_number_id = coalesce(m.number_id, '00000000-0000-0000-0000-000000000000'), urgent = m.kind in ('opt-out-confirmation', 'help')
from messages m where m.tenant_id = b.tenant_id and m.id = b.first_id and b.queue = 'now' and b.state <> 'done';
