package lazo.kernel.identity.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Sessions.Confirmed;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.Viewing;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds the session of a request, and keeps users with a given password at the page where they replace it, and those who
 * need a second factor at the page where they set it up.
 */
class SessionFilter extends OncePerRequestFilter {
    private static final String ATTRIBUTE = SignedIn.class.getName();
    private static final String REALLY = ATTRIBUTE + ".really";

    private final Sessions sessions;
    private final Viewing viewing;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

    SessionFilter(Sessions sessions, Viewing viewing) {
        this.sessions = sessions;
        this.viewing = viewing;
    }

    static Optional<SignedIn> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof SignedIn signedIn ? Optional.of(signedIn) : Optional.empty();
    }

    /** The session as it is now, for what follows in the same request and, with its new token, for the browser. */
    static void replace(Confirmed confirmed, HttpServletRequest request, HttpServletResponse response) {
        request.setAttribute(ATTRIBUTE, confirmed.in());
        request.setAttribute(REALLY, confirmed.in());
        Cookies.SESSION.set(request, response, confirmed.token());
    }

    /** Who is at the keyboard, also while they look at Lazo as another user. */
    static Optional<SignedIn> really(HttpServletRequest request) {
        return request.getAttribute(REALLY) instanceof SignedIn signedIn ? Optional.of(signedIn) : Optional.empty();
    }

    /** Whether somebody looks at Lazo as another user. */
    static boolean isViewing(HttpServletRequest request) {
        return !of(request).equals(really(request));
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/assets/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SignedIn> found = Cookies.SESSION.in(request).flatMap(sessions::find);
        found.ifPresent(signedIn -> remember(signedIn, request, response));
        Optional<String> duty = found.flatMap(SessionFilter::duty).filter(page -> !mayPass(page, request));
        if (duty.isPresent()) {
            lead(duty.get(), request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private void remember(SignedIn really, HttpServletRequest request, HttpServletResponse response) {
        SignedIn signedIn = viewing.as(really)
                .map(user -> new SignedIn(user, really.sessionId(), really.confirmedAt(), false, really.csrf(), ""))
                .orElse(really);
        request.setAttribute(REALLY, really);
        request.setAttribute(ATTRIBUTE, signedIn);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new UserAuthentication(signedIn));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    /** The page where the user has something to do before anything else. */
    private static Optional<String> duty(SignedIn signedIn) {
        if (signedIn.user().mustChangePassword()) {
            return Optional.of("/account/password");
        }
        return signedIn.lacksSecondFactor() ? Optional.of("/account/security") : Optional.empty();
    }

    private static boolean mayPass(String duty, HttpServletRequest request) {
        String path = request.getRequestURI();
        return switch (path) {
            case "/account/theme",
                    "/account/notifications/stream",
                    "/sign-out",
                    "/confirm",
                    "/confirm/passkey",
                    "/manifest.webmanifest",
                    "/sw.js",
                    "/error" -> true;
            default ->
                path.equals(duty)
                        || duty.equals("/account/security")
                                && (path.startsWith("/account/security/") || path.startsWith("/account/passkeys"));
        };
    }

    private static void lead(String page, HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", page);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", page);
        }
    }
}
