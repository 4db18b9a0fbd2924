package lazo.kernel.record.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.FieldType;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.springframework.stereotype.Component;

/** Finds the {@link Names} a page needs, in one query per object. */
@Component
public class RecordNames {
    private final Records records;
    private final Users users;
    private final ObjectTypes types;

    RecordNames(Records records, Users users, ObjectTypes types) {
        this.records = records;
        this.users = users;
        this.types = types;
    }

    public Names of(ObjectType type, Collection<StoredRecord> shown, Actor actor) {
        return new Names(users(), records.lookupTitles(type, shown, actor));
    }

    /** Names of the records whose ids stand in a form's lookups. */
    Map<Long, String> typedTitles(ObjectType type, Map<String, List<String>> params, Actor actor) {
        Map<Long, String> titles = new HashMap<>();
        for (ObjectField field : type.fields()) {
            if (field.type() == FieldType.LOOKUP && field.target() != null) {
                List<Long> ids = params.getOrDefault(field.key(), List.of()).stream()
                        .filter(value -> value.matches("\\d{1,18}"))
                        .map(Long::valueOf)
                        .toList();
                titles.putAll(records.titles(types.load(field.target()), ids, actor));
            }
        }
        return titles;
    }

    public Map<Long, User> users() {
        return users.byId();
    }
}
