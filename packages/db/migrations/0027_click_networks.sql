-- outside a transaction
create index concurrently if not exists clicks_net on clicks (tenant_id, net, clicked_at) where net is not null;
