package lazo.kernel.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.SecureRandom;
import lazo.kernel.api.ApiRefusal;
import lazo.platform.web.Fixed;
import lazo.platform.web.RequestIds;
import lazo.platform.web.Slow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before everything under {@code /api}: whatever goes wrong behind it is answered as a problem in JSON, never as a
 * page.
 */
class ApiGate extends OncePerRequestFilter {
    static final String TOKEN_PATH = "/api/v1/oauth/token";
    static final String HOOKS = "/api/hooks/*";
    private static final Logger log = LoggerFactory.getLogger(ApiGate.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Answers answers;

    ApiGate(Answers answers) {
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        var guarded = new Guarded(request, response);
        try {
            chain.doFilter(request, guarded);
        } catch (ApiRefusal refusal) {
            write(refusal, request, response);
        } catch (Exception failure) {
            write(told(failure, request), request, response);
        }
    }

    private void write(ApiRefusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!response.isCommitted()) {
            response.resetBuffer();
            answers.write(refusal, request, response);
        }
    }

    /** What kind of trouble this is. Only that which nobody foresaw is a fault of ours. */
    static ApiRefusal told(Throwable failure, HttpServletRequest request) {
        if (Fixed.is(failure)) {
            return ApiRefusal.of(409, "API-423");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiRefusal refusal) {
                return refusal;
            }
            if (cause instanceof HttpMessageNotReadableException) {
                return ApiRefusal.of(400, "API-110", "body");
            }
            if (cause instanceof DataIntegrityViolationException || cause instanceof ConcurrencyFailureException) {
                return ApiRefusal.of(409, "API-409");
            }
        }
        if (Slow.is(failure)) {
            return ApiRefusal.of(503, "API-503");
        }
        String code = "API-500-%06d".formatted(RANDOM.nextInt(1_000_000));
        log.error("{} {} failed; the program sees {}", request.getMethod(), RequestIds.route(request), code, failure);
        return ApiRefusal.of(500, "API-500", code);
    }

    /** Turns errors that would lead to a page into problems. */
    private final class Guarded extends HttpServletResponseWrapper {
        private final HttpServletRequest request;

        Guarded(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void sendError(int status) throws IOException {
            sendError(status, "");
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            ApiRefusal refusal = switch (status) {
                case 401 -> ApiRefusal.of(401, "API-401");
                case 403 -> ApiRefusal.of(403, "API-104");
                case 404 -> ApiRefusal.of(404, "API-404");
                case 405 -> ApiRefusal.of(405, "API-406", request.getMethod());
                case 406 -> ApiRefusal.of(406, "API-407");
                case 413 -> ApiRefusal.of(413, "API-413");
                case 415 -> ApiRefusal.of(415, "API-415");
                case 426 -> ApiRefusal.of(426, "API-426");
                default ->
                    status < 500
                            ? ApiRefusal.of(400, "API-110", "request")
                            : told(new IllegalStateException(status + " " + message), request);
            };
            write(refusal, request, (HttpServletResponse) getResponse());
        }
    }
}
