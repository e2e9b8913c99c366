-- The look that senders take directly before each request sees whether marketing is still agreed to.
grant select (tenant_id, id, consent) on contacts to sms_system;
