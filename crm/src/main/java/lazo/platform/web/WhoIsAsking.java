package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Tells screens who looks at them and in whose company; one bean, given by the identity module. */
public interface WhoIsAsking {
    Optional<Viewer> viewer(HttpServletRequest request);

    /** Empty until the first visit has named the company. */
    Optional<Workspace> workspace();
}
