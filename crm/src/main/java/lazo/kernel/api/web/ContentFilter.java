package lazo.kernel.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import lazo.kernel.api.ApiRefusal;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses what is not JSON before anybody reads it. */
class ContentFilter extends OncePerRequestFilter {
    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().startsWith(ApiGate.HOOKS.replace("*", ""))) {
            // Its bytes are what was signed: nobody else reads them first.
            chain.doFilter(request, response);
            return;
        }
        checkContent(request);
        checkParameters(request);
        chain.doFilter(request, response);
    }

    private static void checkContent(HttpServletRequest request) {
        String type = request.getContentType();
        boolean carries = switch (request.getMethod()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        if (type == null) {
            if (carries && (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null)) {
                throw ApiRefusal.of(415, "API-415");
            }
            return;
        }
        String plain = type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        boolean json = plain.equals("application/json") || plain.equals("application/json;charset=utf-8");
        boolean form = plain.startsWith("application/x-www-form-urlencoded")
                && request.getRequestURI().equals(ApiGate.TOKEN_PATH);
        if (!json && !form && (carries || plain.startsWith("multipart/"))) {
            throw ApiRefusal.of(415, "API-415");
        }
    }

    private static void checkParameters(HttpServletRequest request) {
        try {
            request.getParameterMap();
        } catch (IllegalStateException unreadable) {
            throw ApiRefusal.of(400, "API-110", "query");
        }
    }
}
