-- What a user should hear of. What it is about is named when it is read, by what the user may see then.
create table notification (
    id          bigint generated always as identity primary key,
    user_id     bigint not null references app_user (id),
    kind        text not null,
    object_key  text,
    record_id   bigint,
    href        text,
    actor_id    bigint,
    text        text,
    at          timestamptz not null,
    read_at     timestamptz
);
create index notification_by_user on notification (user_id, at desc, id desc);
create index notification_unread on notification (user_id) where read_at is null;
create index notification_by_record on notification (record_id) where record_id is not null;

-- How a user wants to hear of one kind: OFF or APP. What is not here is as usual.
create table notification_preference (
    user_id     bigint not null references app_user (id),
    kind        text not null,
    delivery    text not null,
    primary key (user_id, kind)
);
