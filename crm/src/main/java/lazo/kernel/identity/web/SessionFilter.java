package lazo.kernel.identity.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import lazo.kernel.identity.Sessions;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.kernel.identity.Viewing;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the session of a request, and keeps users with a given password at the page where they replace it. */
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
        if (found.isPresent() && found.get().user().mustChangePassword() && !mayPass(request)) {
            leadToPassword(request, response);
            return;
        }
        chain.doFilter(request, response);
    }

    private void remember(SignedIn really, HttpServletRequest request, HttpServletResponse response) {
        SignedIn signedIn = viewing.as(really)
                .map(user -> new SignedIn(user, really.sessionId()))
                .orElse(really);
        request.setAttribute(REALLY, really);
        request.setAttribute(ATTRIBUTE, signedIn);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new UserAuthentication(signedIn));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    private static boolean mayPass(HttpServletRequest request) {
        return switch (request.getRequestURI()) {
            case "/account/password", "/account/theme", "/sign-out", "/manifest.webmanifest", "/sw.js", "/error" ->
                true;
            default -> false;
        };
    }

    private static void leadToPassword(HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", "/account/password");
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/account/password");
        }
    }
}
