-- What is private is found by its owner and those it is shared with.
alter table search_document add column is_private boolean not null default false;
