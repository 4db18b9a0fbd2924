-- Where people belong: business units in a tree, teams in units; and what they may do: roles as data.
create table business_unit (
    id          bigint generated always as identity primary key,
    name        text not null,
    parent_id   bigint references business_unit (id),
    created_at  timestamptz not null default now(),
    unique nulls not distinct (parent_id, name)
);

alter table team add column unit_id bigint references business_unit (id);
alter table app_user
    add column unit_id bigint references business_unit (id),
    add column position text;
comment on column app_user.unit_id is 'their own unit; where it is empty, that of their team';

-- The four roles Lazo comes with have a row to be pointed at; what they may do is written in the program.
create table role (
    key         text primary key check (key ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    name        text unique,
    description text not null default '',
    abilities   text[] not null default '{}',
    created_at  timestamptz not null default now()
);
comment on column role.name is 'empty for the four roles Lazo comes with, which are named in the language of who reads';
insert into role (key) values ('ADMINISTRATOR'), ('MANAGER'), ('SELLER'), ('READER');

create sequence role_number;

alter table app_user drop constraint app_user_role_check;
alter table app_user add constraint app_user_role_is_there foreign key (role) references role (key);

-- What a made role may do with the records of one object; the row without an object holds for all others.
create table role_permission (
    role_key    text not null references role (key) on delete cascade,
    object_key  text references object_type (key) on delete cascade,
    see         text not null,
    creates     boolean not null,
    change      text not null,
    removes     text not null,
    export      text not null,
    imports     boolean not null,
    unique nulls not distinct (role_key, object_key),
    constraint role_permission_has_scopes check (
        (array[see, change, removes, export] <@ array['NONE', 'OWN', 'TEAM', 'UNIT', 'UNIT_AND_BELOW', 'ALL']))
);
