package lazo.kernel.api;

import java.util.List;
import java.util.Map;
import lazo.kernel.identity.Actor;
import tools.jackson.databind.node.ObjectNode;

/**
 * Figures that programs may ask for: {@code GET /api/v1/reports/{key}}. Each module brings its own; what it tells is the
 * text {@code api.document.report.{key}}.
 */
public interface ApiReport {
    /** Its name in the address. */
    String key();

    /** The object whose records it is made of: a key must be allowed to read it. */
    String object();

    /** Names of what it may be asked with. */
    List<String> parameters();

    /**
     * The figures, of what the actor sees alone.
     *
     * @param asked by parameter; those not asked for are missing
     * @throws ApiRefusal when something asked for cannot be read
     */
    ObjectNode read(Map<String, String> asked, Actor actor);
}
