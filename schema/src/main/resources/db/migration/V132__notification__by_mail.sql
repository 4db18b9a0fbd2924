-- Notifications are told by mail too, once: those from before count as told.
alter table notification add column mailed_at timestamptz;
update notification set mailed_at = at;
create index notification_to_mail on notification (at, user_id) where mailed_at is null and read_at is null;
comment on column notification_preference.delivery is 'OFF, APP, DAILY or AT_ONCE: the latter two by mail too';

-- At which hour of their day users want the digest. Who is not here wants it at eight.
create table notification_digest (
    user_id     bigint primary key references app_user (id),
    hour        int not null check (hour between 0 and 23)
);
