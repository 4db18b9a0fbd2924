package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Tells screens who looks at them and in whose company; one bean, given by the identity module. */
public interface WhoIsAsking {
    /** The attribute of a request that holds the id of the user as whom a program asks. */
    String PROGRAM_OF = WhoIsAsking.class.getName() + ".program-of";

    Optional<Viewer> viewer(HttpServletRequest request);

    /** The id of who is at the keyboard, also while they look at Lazo as the viewer. */
    default Optional<Long> really(HttpServletRequest request) {
        return viewer(request).map(Viewer::id);
    }

    /** Empty until the first visit has named the company. */
    Optional<Workspace> workspace();
}
