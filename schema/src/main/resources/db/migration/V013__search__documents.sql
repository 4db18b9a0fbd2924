-- One row per living record: what the one search box looks through. search_text is folded; phones are digits only.
create table search_document (
    record_id   bigint primary key,
    object_key  text not null,
    title       text not null,
    subtitle    text,
    search_text text not null,
    owner_id    bigint,
    updated_at  timestamptz not null
);
create index search_document_by_text on search_document using gin (search_text gin_trgm_ops);
