-- A second factor may be asked of everybody, some days after they came.
alter table second_factor_role add column grace_days integer not null default 0;
comment on column second_factor_role.role is 'the key of a role, or * for all of them';
