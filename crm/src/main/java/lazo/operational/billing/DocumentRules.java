package lazo.operational.billing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazo.kernel.identity.Company;
import lazo.kernel.identity.CompanySettings;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.record.PendingChange;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordRule;
import lazo.kernel.record.Records;
import lazo.kernel.record.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * What holds for quotes and invoices alike: how they begin, that the program may write what nobody may type, and that no
 * last day comes before the document's own.
 */
abstract class DocumentRules implements RecordRule {
    /** What is told on the timeline of what the program writes. */
    static final ScopedValue<String> NOTE = ScopedValue.newInstance();

    private final ScopedValue<Map<String, @Nullable Object>> program;
    private final Set<String> content;
    private final ObjectTypes types;
    private final Records records;
    private final CompanySettings company;

    /** @param program what the program writes @param content the fields that say what the document says */
    DocumentRules(
            ScopedValue<Map<String, @Nullable Object>> program,
            List<String> content,
            ObjectTypes types,
            Records records,
            CompanySettings company) {
        this.program = program;
        this.content = Set.copyOf(content);
        this.types = types;
        this.records = records;
        this.company = company;
    }

    abstract void begin(PendingChange change, Company home);

    /** @param before null for a new document */
    abstract void typed(PendingChange change, @Nullable StoredRecord before);

    @Override
    public final Set<String> fields() {
        return content;
    }

    @Override
    public void beforeSave(PendingChange change) {
        StoredRecord before = change.before();
        if (before == null) {
            Company home = company.load();
            fill(change, "language", isSpanish(home) ? "es" : "en");
            begin(change, home);
        }
        if (program.isBound()) {
            program.get().forEach(change::set);
            if (NOTE.isBound()) {
                change.tell(NOTE.get());
            }
        } else {
            typed(change, before);
        }
    }

    static void notBeforeItsDate(PendingChange change, String field, String code) {
        LocalDate last = (LocalDate) change.value(field);
        LocalDate date = (LocalDate) change.value("date");
        boolean mentioned = change.mentions(field) || change.mentions("date");
        if (mentioned && last != null && date != null && last.isBefore(date)) {
            change.refuse(Problem.of(field, code));
        }
    }

    /** Writes a field that is empty. */
    static void fill(PendingChange change, String field, @Nullable Object value) {
        if (change.value(field) == null && change.type().find(field).isPresent()) {
            change.set(field, value);
        }
    }

    /** The customer and the subject of what a document is made from. */
    void fillFrom(PendingChange change, String source) {
        if (change.value(source) instanceof Long id) {
            records.find(types.load(source), id, change.actor()).ifPresent(of -> {
                fill(change, "account", of.reference("account"));
                fill(change, "contact", of.reference("contact"));
                fill(change, "subject", Objects.requireNonNullElse(of.text("subject"), of.title()));
            });
        }
    }

    static boolean isSpanish(Company home) {
        return home.locale().getLanguage().equals("es");
    }
}
