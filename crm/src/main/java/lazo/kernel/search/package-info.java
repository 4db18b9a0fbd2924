/**
 * One box that finds any record by name, phone in any notation, e-mail or number, ignoring accents and case.
 *
 * <p>Start at {@link lazo.kernel.search.Search}; {@link lazo.kernel.search.SearchIndex} keeps its rows. Tables:
 * {@code search_document}.
 */
@ApplicationModule(
        displayName = "Search",
        allowedDependencies = {"kernel.metadata", "kernel.identity", "kernel.access"})
@NullMarked
package lazo.kernel.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
