grant select (tenant_id, id, number_id, kind, parts) on messages to sms_system;
