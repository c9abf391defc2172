-- The rows live in memory; these tables are what a process starts from.

-- The events behind a figure are asked of the ledger, which has them anyway.
drop table origins;

-- What is observed belongs to a project, as all other rows do.
alter table observations drop constraint observations_pkey;
alter table observations add primary key (project_id, type, key);
