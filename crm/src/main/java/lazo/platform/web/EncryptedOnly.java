package lazo.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Nothing but its health is told to another computer without encryption, and nothing it sends that way is looked at.
 * {@code LAZO_ALLOW_HTTP=true} does without.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class EncryptedOnly extends OncePerRequestFilter {
    private final HandlerExceptionResolver problems;
    private final boolean allowed;

    EncryptedOnly(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems, Environment environment) {
        this.problems = problems;
        this.allowed = environment.getProperty("lazo.allow.http", Boolean.class, false);
    }

    /** Whether nobody on the way can read it: encrypted, or from this very computer. */
    public static boolean isSafe(HttpServletRequest request) {
        return request.isSecure() || isLoopback(request.getRemoteAddr());
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return allowed || request.getRequestURI().startsWith("/health/") || isSafe(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        if (request.getRequestURI().startsWith("/api/")) {
            response.setHeader(HttpHeaders.UPGRADE, "TLS/1.3, HTTP/1.1");
            response.sendError(HttpStatus.UPGRADE_REQUIRED.value());
        } else {
            Problem plain = Problem.of(HttpStatus.FORBIDDEN, "WEB-426", "web.error.plain-http");
            problems.resolveException(request, response, null, plain);
        }
    }
}
