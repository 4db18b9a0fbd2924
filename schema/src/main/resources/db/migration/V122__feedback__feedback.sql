-- What users tell the administrator about Lazo itself, and where they were.
create table feedback (
    id          bigint generated always as identity primary key,
    user_id     bigint not null references app_user (id),
    text        text not null,
    page        text not null,
    browser     text not null,
    screen      text not null,
    language    text not null,
    error_code  text not null,
    request     text not null,
    state       text not null default 'NEW' check (state in ('NEW', 'SEEN', 'DONE')),
    answer      text,
    answered_by bigint references app_user (id),
    answered_at timestamptz,
    created_at  timestamptz not null
);
create index feedback_by_time on feedback (created_at desc, id desc);

select audit_table('feedback', 'feedback', 'id', secret => 'text,answer');
