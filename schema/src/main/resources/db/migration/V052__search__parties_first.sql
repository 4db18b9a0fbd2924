-- Activities are many times as many as customers and deals, and are looked through only when those do not answer.
drop index search_document_by_text;
create index search_document_by_text on search_document using gin (search_text gin_trgm_ops)
    where object_key <> 'activity';
create index search_document_of_activities on search_document using gin (search_text gin_trgm_ops)
    where object_key = 'activity';
