/**
 * The PostgreSQL Lazo stands on: its own in the data folder, or one that is already there, and the copies kept of both.
 *
 * <p>Start at {@link lazo.platform.database.DatabaseConfiguration}. Why the server is started by us and not by a library:
 * docs/decisions/0001. Why copies are made by COPY: docs/decisions/0003.
 */
@ApplicationModule(
        displayName = "Database",
        allowedDependencies = {})
@NullMarked
package lazo.platform.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
