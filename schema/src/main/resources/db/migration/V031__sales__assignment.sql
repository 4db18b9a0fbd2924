-- Who gets new leads: the first rule whose filter a lead satisfies, in the order of position.
create table assignment_rule (
    id          bigint generated always as identity primary key,
    name        text not null,
    position    int not null,
    filter      jsonb not null,
    user_ids    bigint[] not null default '{}',
    team_id     bigint references team (id) on delete cascade,
    turn        text not null check (turn in ('ROUND_ROBIN', 'LEAST_BUSY')),
    by_hand     boolean not null default false,
    active      boolean not null default true,
    taken       bigint not null default 0,
    constraint assignment_rule_to_somebody check (team_id is not null or cardinality(user_ids) > 0)
);
comment on column assignment_rule.by_hand is 'also for leads that somebody types in, not only for those that arrive';
comment on column assignment_rule.taken is 'leads given so far; tells whose turn it is';
