package lazo.kernel.duplicate.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lazo.kernel.duplicate.Duplicates.Suspects;
import lazo.kernel.metadata.ObjectField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.record.web.Names;

/**
 * Pairs of records that may be the same.
 *
 * @param fields what is shown of each
 * @param running whether a search is under way
 * @param searched when the last one ended
 */
public record SuspectPage(
        ObjectType type,
        Suspects suspects,
        List<ObjectField> fields,
        Names names,
        boolean running,
        Optional<Instant> searched,
        boolean mayDecide) {}
