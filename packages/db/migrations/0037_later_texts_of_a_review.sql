-- A review shows the newest doubtful text of its writer; these are those before it, so that none counts twice.
alter table opt_out_reviews add column earlier uuid[] not null default '{}';
