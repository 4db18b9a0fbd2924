package lazo.kernel.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lazo.kernel.access.Access;
import lazo.kernel.access.FieldMask;
import lazo.kernel.identity.Actor;
import lazo.kernel.identity.User;
import lazo.kernel.identity.Users;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.RecordQuery;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Writes the answer of a query, record by record, as a file: what the actor may see and nothing else. Rows are not held, so
 * a million go out in the memory of a thousand.
 */
@Component
public class Exports {
    private static final int BATCH = 1_000;

    private final Records records;
    private final Access access;
    private final Users users;
    private final ApplicationEventPublisher events;

    Exports(Records records, Access access, Users users, ApplicationEventPublisher events) {
        this.events = events;
        this.records = records;
        this.access = access;
        this.users = users;
    }

    /**
     * How a reader writes.
     *
     * @param mark whether a CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8
     */
    public record Style(Locale locale, ZoneId zone, Names names, boolean mark) {}

    /** What is called how in the reader's language. @param addressParts in the order of {@link lazo.kernel.metadata.Address#PARTS} */
    public record Names(String yes, String no, String currency, List<String> addressParts) {
        public Names {
            addressParts = List.copyOf(addressParts);
        }
    }

    /** @return how many records were written */
    public long write(
            RecordQuery query,
            List<ObjectField> columns,
            ExportFormat format,
            Style style,
            Actor actor,
            OutputStream out)
            throws IOException {
        ObjectType type = query.type();
        FieldMask mask = access.mask(actor, type);
        List<ObjectField> shown =
                columns.stream().filter(field -> mask.shows(field.key())).toList();
        List<String> keys = shown.stream().map(ObjectField::key).toList();
        events.publishEvent(new Exported(actor.id(), type.key(), format.ending(), keys, -1));
        Map<Long, String> owners = new HashMap<>();
        for (User user : users.all()) {
            owners.put(user.id(), user.name());
        }
        try (ExportWriter writer = ExportWriter.of(format, type, shown, style, out)) {
            List<StoredRecord> batch = new ArrayList<>(BATCH);
            long[] written = new long[1];
            records.forEach(query, actor, style.zone(), record -> {
                batch.add(record);
                if (batch.size() == BATCH) {
                    written[0] += flush(writer, type, batch, owners, actor);
                }
            });
            written[0] += flush(writer, type, batch, owners, actor);
            events.publishEvent(new Exported(actor.id(), type.key(), format.ending(), keys, written[0]));
            return written[0];
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long flush(
            ExportWriter writer, ObjectType type, List<StoredRecord> batch, Map<Long, String> owners, Actor actor) {
        Map<Long, String> titles = records.lookupTitles(type, batch, actor);
        try {
            for (StoredRecord record : batch) {
                writer.write(record, new ExportNames(owners, titles));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long written = batch.size();
        batch.clear();
        return written;
    }
}
