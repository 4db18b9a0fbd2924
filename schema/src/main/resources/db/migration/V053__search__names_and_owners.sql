-- Most of what is typed is the beginning of a name or of a later word in it, and many may begin so. These indexes hand out
-- the first few of however many there are, where the trigram index has to gather all that contain the text.
create function title_from_word(title text, word int) returns text
    language sql immutable strict parallel safe
    return left(substring(fold(title), '^(?:[^ ]+ +){' || (word - 1) || '}(.+)$'), 60);

create index search_document_by_title on search_document (title_from_word(title, 1) text_pattern_ops)
    where object_key <> 'activity';
create index search_document_by_second_word on search_document (title_from_word(title, 2) text_pattern_ops)
    where object_key <> 'activity' and title_from_word(title, 2) is not null;
create index search_document_by_third_word on search_document (title_from_word(title, 3) text_pattern_ops)
    where object_key <> 'activity' and title_from_word(title, 3) is not null;

-- Whoever sees only the records of a few owners has the matches of those gathered, not everybody's.
drop index search_document_by_text;
create index search_document_by_text on search_document using gin (owner_id, search_text gin_trgm_ops)
    where object_key <> 'activity';
drop index search_document_of_activities;
create index search_document_of_activities on search_document using gin (owner_id, search_text gin_trgm_ops)
    where object_key = 'activity';
