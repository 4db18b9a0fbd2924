/**
 * The question as data: read from an address or a saved view, turned into SQL, told as a sentence.
 *
 * <p>Start at {@link lazo.kernel.filter.Filter}.
 */
@ApplicationModule(
        displayName = "Filters",
        allowedDependencies = {"kernel.metadata", "kernel.identity"})
@NullMarked
package lazo.kernel.filter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
