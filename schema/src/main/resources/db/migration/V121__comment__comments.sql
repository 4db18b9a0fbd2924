-- What colleagues say to each other about a record.
create table record_comment (
    id          bigint generated always as identity primary key,
    object_key  text not null,
    record_id   bigint not null,
    author_id   bigint not null references app_user (id),
    text        text not null,
    created_at  timestamptz not null,
    edited_at   timestamptz,
    merged_from bigint
);
comment on column record_comment.merged_from is 'the record it was written on before the two became one';
create index record_comment_by_record on record_comment (record_id);
create index record_comment_by_text on record_comment using gin (fold(text) gin_trgm_ops);

-- What a comment said before it was changed.
create table record_comment_version (
    id          bigint generated always as identity primary key,
    comment_id  bigint not null references record_comment (id) on delete cascade,
    text        text not null,
    until       timestamptz not null
);
create index record_comment_version_by_comment on record_comment_version (comment_id, id);

-- Who follows a record, or no longer wants to. The owner follows without a row.
create table record_follower (
    record_id   bigint not null,
    user_id     bigint not null references app_user (id),
    object_key  text not null,
    follows     boolean not null,
    primary key (record_id, user_id)
);

select audit_table('record_comment', 'comment', 'id', secret => 'text', ignored => 'merged_from');
