-- What one seller or one team is to win in a month or quarter.
create table sales_target (
    id          bigint generated always as identity primary key,
    user_id     bigint references app_user (id),
    team_id     bigint references team (id) on delete cascade,
    span        text not null check (span in ('MONTH', 'QUARTER')),
    starts_on   date not null,
    amount      numeric(19, 4) not null check (amount >= 0),
    currency    char(3) not null,
    set_by      bigint not null references app_user (id),
    set_at      timestamptz not null,
    constraint sales_target_of_one check ((user_id is null) <> (team_id is null)),
    unique nulls not distinct (user_id, team_id, span, starts_on, currency)
);
