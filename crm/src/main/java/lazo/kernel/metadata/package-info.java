/**
 * Object types, fields, choices and pipelines as data, and the record tables that are made from them.
 *
 * <p>Start at {@link lazo.kernel.metadata.ObjectTypes}. Tables: {@code object_type}, {@code object_field},
 * {@code field_choice}, {@code pipeline}, {@code pipeline_stage}, {@code metadata_version}, and the definitions (not the
 * rows) of every table in the schema {@code record}.
 */
@ApplicationModule(
        displayName = "Metadata",
        allowedDependencies = {"platform.web"})
@NullMarked
package lazo.kernel.metadata;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
