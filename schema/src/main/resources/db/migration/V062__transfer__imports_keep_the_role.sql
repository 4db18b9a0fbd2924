-- An import does what its user may do now, and no more than what they could do when they began.
alter table import_run add column made_with jsonb;
alter table import_run drop column made_as;
comment on column import_run.made_with is 'the role as it was when the import began; empty for those of earlier versions';
