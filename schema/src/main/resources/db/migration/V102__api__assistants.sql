-- What assistants may do beyond reading; one row.
create table assistant_setting (
    id         int primary key check (id = 1),
    may_write  boolean not null
);
insert into assistant_setting (id, may_write) values (1, false);
select audit_table('assistant_setting', 'assistant_setting', 'id');
