-- outside a transaction
create unique index concurrently if not exists short_links_campaign on short_links (tenant_id, campaign_link_id) where message_id is null;
