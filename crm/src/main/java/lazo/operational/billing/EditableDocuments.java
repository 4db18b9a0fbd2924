package lazo.operational.billing;

import java.util.Optional;
import lazo.kernel.identity.Actor;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.Problem;
import lazo.kernel.record.StoredRecord;

/** Documents of one type that are written in the editor, and what is special about them. */
public interface EditableDocuments {
    ObjectType type();

    /** Why a document is not edited any more; empty while it is open. */
    Optional<Problem> closed(StoredRecord document);

    /** What follows for a document whose lines are others now. */
    default StoredRecord linesChanged(StoredRecord document, Actor actor) {
        return document;
    }
}
