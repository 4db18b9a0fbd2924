-- How delicate what a field holds is; empty follows from its type and object.
alter table object_field add column sensitivity text
    check (sensitivity in ('ORDINARY', 'PERSONAL', 'SENSITIVE', 'SECRET'));
