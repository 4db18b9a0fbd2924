/**
 * All that happened with one record, in order: one row per happening and per record on whose page it shows.
 *
 * <p>Start at {@link lazo.kernel.timeline.Timeline}. Tables: {@code timeline_entry}.
 */
@ApplicationModule(
        displayName = "Timeline",
        allowedDependencies = {"kernel.metadata", "kernel.identity"})
@NullMarked
package lazo.kernel.timeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
