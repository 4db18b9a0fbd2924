-- Most of what is typed is the beginning of a name or of a later word in it, and many may begin so. These indexes hand out
-- the first few of however many there are, where the trigram index has to gather all that contain the text. The text begins
-- with the record's title, in lower case and without accents.
create index search_document_by_title on search_document (left(search_text, 60) text_pattern_ops)
    where object_key <> 'activity';
create index search_document_by_second_word on search_document (split_part(search_text, ' ', 2) text_pattern_ops)
    where object_key <> 'activity';
create index search_document_by_third_word on search_document (split_part(search_text, ' ', 3) text_pattern_ops)
    where object_key <> 'activity';

-- Whoever sees only the records of a few owners, or looks for one kind of record, has the matches of those gathered.
drop index search_document_by_text;
create index search_document_by_text on search_document using gin (object_key, owner_id, search_text gin_trgm_ops)
    where object_key <> 'activity';
drop index search_document_of_activities;
create index search_document_of_activities on search_document using gin (owner_id, search_text gin_trgm_ops)
    where object_key = 'activity';

analyze search_document;
