/**
 * Saved views: a question about one object with its columns, order and layout; private, shared, or come with a pack.
 *
 * <p>Start at {@link lazo.kernel.view.SavedViews}. Tables: {@code saved_view}, {@code default_view}.
 */
@ApplicationModule(
        displayName = "Views",
        allowedDependencies = {"kernel.metadata", "kernel.identity", "kernel.filter"})
@NullMarked
package lazo.kernel.view;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
