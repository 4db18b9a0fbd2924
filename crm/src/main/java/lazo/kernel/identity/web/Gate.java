package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lazo.kernel.identity.Users;
import lazo.platform.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * What happens to requests that may not pass: without a session they go to the sign-in page, and from there back to where
 * they were; with one they are told why not.
 */
@Component
class Gate implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final String STALE = "WEB-419";

    private final Users users;
    private final HandlerExceptionResolver problems;

    Gate(Users users, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.users = users;
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        boolean get = request.getMethod().equals("GET");
        if ("text/event-stream".equals(request.getHeader("Accept"))) {
            // Tells a browser that there is no more to hear, and not to ask again.
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        if (request.getHeader("HX-Request") != null || !get && !isForm(request)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (users.isEmpty()) {
            seeOther(response, "/setup");
        } else {
            seeOther(response, signIn(request, get));
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
            throws IOException {
        boolean signedIn = SessionFilter.of(request).isPresent();
        if (!(refused instanceof CsrfException)) {
            problems.resolveException(request, response, null, Problem.forbidden("WEB-403"));
        } else if (signedIn) {
            Problem stale = Problem.of(HttpStatus.FORBIDDEN, STALE, "identity.error.stale-page");
            problems.resolveException(request, response, null, stale);
        } else if (request.getHeader("HX-Request") != null) {
            response.setHeader("X-Lazo-Error", STALE);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.setHeader("X-Lazo-Error", STALE);
            seeOther(
                    response,
                    switch (request.getRequestURI()) {
                        case "/setup" -> "/setup?stale";
                        case "/sign-in", "/sign-in/code", "/sign-in/passkey" -> "/sign-in?stale";
                        default -> signIn(request, false);
                    });
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/"));
    }

    private static String signIn(HttpServletRequest request, boolean get) {
        String back = get ? pathAndQuery(request) : referer(request).orElse("/");
        String expired = get && Cookies.SESSION.in(request).isEmpty() ? "" : "expired&";
        return back.equals("/") && expired.isEmpty()
                ? "/sign-in"
                : "/sign-in?" + expired + "back=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    }

    static String pathAndQuery(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }

    static Optional<String> referer(HttpServletRequest request) {
        @Nullable String referer = request.getHeader("Referer");
        try {
            URI page = URI.create(referer == null ? "/" : referer);
            String query = page.getRawQuery();
            return Optional.ofNullable(page.getRawPath()).map(path -> query == null ? path : path + "?" + query);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A place within Lazo, whatever stands in the address. */
    static String safe(String back) {
        boolean ours = back.startsWith("/") && !back.startsWith("//") && !back.contains("\\") && back.length() < 2000;
        return ours && back.chars().noneMatch(Character::isISOControl) ? back : "/";
    }

    private static void seeOther(HttpServletResponse response, String place) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", place);
    }
}
