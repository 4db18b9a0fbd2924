-- Which cards a user's start page shows, in order, and which reminders have been shown.
create table today_layout (
    user_id bigint primary key references app_user (id),
    cards   text[] not null
);

create table reminder_shown (
    activity_id bigint primary key,
    shown_at    timestamptz not null
);
