package lazo.operational.billing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.record.Draft;
import lazo.kernel.record.Problem;
import lazo.kernel.record.RecordChanges;
import lazo.kernel.record.StoredRecord;
import lazo.kernel.record.WriteResult;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Edits of quotes and invoices: header and lines are written together or not at all. */
@Component
public class DocumentEdits {
    private final Documents documents;
    private final RecordChanges changes;
    private final TransactionTemplate transaction;

    DocumentEdits(Documents documents, RecordChanges changes, TransactionTemplate transaction) {
        this.documents = documents;
        this.changes = changes;
        this.transaction = transaction;
    }

    /** What stands in the editor. @param version of the record and @param revision of the lines, as the actor saw them */
    public record Edit(int version, int revision, Draft header, TypedLines lines, Documents.Terms terms) {}

    /** What became of an edit. */
    public sealed interface Edited {
        record Done(StoredRecord record, Document document, List<DocumentLine> lines, Totals totals) implements Edited {
            public Done {
                lines = List.copyOf(lines);
            }
        }

        /** Nothing was written: these fields and rows must be mended first. */
        record Refused(List<Problem> problems) implements Edited {
            public Refused {
                problems = List.copyOf(problems);
            }
        }

        /** Nothing was written: somebody else has changed the same meanwhile. @param by who, where that is known */
        record Clash(@Nullable Long by) implements Edited {}

        record Missing() implements Edited {}

        record Denied() implements Edited {}
    }

    public Edited write(EditableDocuments of, long id, Edit edit, Actor actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Edited edited = switch (documents.hold(of.type(), id, actor)) {
                case Documents.Held.Granted(var record) -> header(of, record, edit, actor);
                case Documents.Held.Missing() -> new Edited.Missing();
                case Documents.Held.Denied() -> new Edited.Denied();
            };
            if (!(edited instanceof Edited.Done)) {
                status.setRollbackOnly();
            }
            return edited;
        }));
    }

    private Edited header(EditableDocuments of, StoredRecord before, Edit edit, Actor actor) {
        Optional<Problem> closed = of.closed(before);
        if (closed.isPresent()) {
            return new Edited.Refused(List.of(closed.get()));
        }
        return switch (changes.change(of.type(), before.id(), edit.version(), edit.header(), actor)) {
            case WriteResult.Saved(var record, var changed) -> lines(of, before, record, edit, actor);
            case WriteResult.Invalid(var problems) -> new Edited.Refused(problems);
            case WriteResult.Conflict(var current, var clashes) ->
                new Edited.Clash(clashes.isEmpty() ? null : clashes.getFirst().by());
            case WriteResult.Missing() -> new Edited.Missing();
            case WriteResult.Denied() -> new Edited.Denied();
        };
    }

    private Edited lines(EditableDocuments of, StoredRecord headerBefore, StoredRecord record, Edit edit, Actor actor) {
        boolean priceAgain = !Objects.equals(headerBefore.reference("account"), record.reference("account"))
                || !Objects.equals(headerBefore.date("date"), record.date("date"));
        Document was = documents.find(record);
        List<DocumentLine> before = documents.lines(record.id());
        return switch (documents.save(record, edit.revision(), edit.lines(), edit.terms(), priceAgain, actor)) {
            case Documents.Saved.Done(var document, var lines, var totals) -> {
                boolean same = was.surcharge() == document.surcharge()
                        && Objects.equals(was.withholdingKey(), document.withholdingKey())
                        && before.equals(lines);
                StoredRecord now = same ? record : of.linesChanged(record, actor);
                yield new Edited.Done(now, document, lines, totals);
            }
            case Documents.Saved.Refused(var problems) -> new Edited.Refused(problems);
            case Documents.Saved.Clash(var current) -> new Edited.Clash(current.savedBy());
        };
    }
}
