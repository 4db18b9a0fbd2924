/**
 * Records and their administration for programs: keys and their scopes, JSON of every object from its metadata, answers given once, the OpenAPI
 * document, and the same for assistants by the Model Context Protocol. What a key may do is what its user may do, limited to its scopes.
 *
 * <p>Start at {@link lazo.kernel.api.ApiKeys} for who asks and {@link lazo.kernel.api.RecordWrites} for what is written.
 * Tables: {@code api_key}, {@code api_token}, {@code api_answer},
 * {@code assistant_setting}. Described for users in {@code docs/api.md}.
 */
@ApplicationModule(
        displayName = "API",
        allowedDependencies = {
            "platform.web",
            "kernel.metadata",
            "kernel.identity",
            "kernel.access",
            "kernel.filter",
            "kernel.record",
            "kernel.timeline",
            "kernel.search",
            "kernel.audit"
        })
@NullMarked
package lazo.kernel.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
