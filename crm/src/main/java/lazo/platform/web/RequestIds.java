package lazo.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Gives every request an id of ours: in the answer, in each line of the log, in the audit and on pages that tell of an
 * error. What a browser sends as such is not looked at, so that nobody can make two requests look like one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIds extends OncePerRequestFilter {
    public static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final String ROUTE = ATTRIBUTE + ".route";
    private static final String IN_LOG = "request";
    private static final Logger log = LoggerFactory.getLogger("lazo.requests");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        byte[] random = new byte[9];
        RANDOM.nextBytes(random);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The pattern of the address that was asked for, without the values in it, which may be secrets; {@code none} if there is none. */
    public static String route(HttpServletRequest request) {
        Object first = request.getAttribute(ROUTE);
        Object now = first == null ? request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) : first;
        return now == null ? "none" : now.toString();
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = of(request);
        response.setHeader(HEADER, id);
        MDC.put(IN_LOG, id);
        long began = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            request.setAttribute(ROUTE, route(request));
            log.debug(
                    "{} {} {} {} ms",
                    request.getMethod(),
                    route(request),
                    response.getStatus(),
                    (System.nanoTime() - began) / 1_000_000);
            MDC.remove(IN_LOG);
        }
    }
}
