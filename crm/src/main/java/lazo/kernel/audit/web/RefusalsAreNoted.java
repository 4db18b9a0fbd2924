package lazo.kernel.audit.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import lazo.kernel.audit.Refusals;
import lazo.platform.web.RequestIds;
import lazo.platform.web.WhoIsAsking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Sees by the answer that something was refused, whoever refused it, and has it noted. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class RefusalsAreNoted extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(RefusalsAreNoted.class);
    private static final String HOOKS = "/api/hooks/";
    /** A proof is asked for before something delicate: not refused yet. */
    private static final String PROOF_ASKED = "IDN-170";

    private final Refusals refusals;
    private final WhoIsAsking who;

    RefusalsAreNoted(Refusals refusals, WhoIsAsking who) {
        this.refusals = refusals;
        this.who = who;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        String code = Objects.requireNonNullElse(response.getHeader("X-Lazo-Error"), "");
        action(request, response.getStatus(), code).ifPresent(action -> note(action, code, request, response));
    }

    private static Optional<String> action(HttpServletRequest request, int status, String code) {
        String action = switch (code) {
            case "WEB-419" -> "token-lacking";
            case "IDN-102" -> "rate-exceeded";
            case "API-402" -> "key-refused";
            case PROOF_ASKED -> "";
            default ->
                switch (status) {
                    case 403 -> "access-refused";
                    case 429 -> "rate-exceeded";
                    case 401 -> request.getRequestURI().startsWith(HOOKS) ? "signature-refused" : "";
                    default -> "";
                };
        };
        return Optional.of(action).filter(known -> !known.isEmpty());
    }

    private void note(String action, String code, HttpServletRequest request, HttpServletResponse response) {
        try {
            refusals.note(new Refusals.Refusal(
                    action,
                    who.really(request).orElse(null),
                    request.getRemoteAddr(),
                    route(request),
                    code.isEmpty() ? String.valueOf(response.getStatus()) : code));
        } catch (DataAccessException failure) {
            log.error("A refusal could not be noted: {} {}", action, code, failure);
        }
    }

    /** Of what was refused before it was known what it is, the beginning of its address: the rest may be a secret. */
    private static String route(HttpServletRequest request) {
        String route = RequestIds.route(request);
        if (!route.equals("none")) {
            return route;
        }
        List<String> parts = Arrays.asList(request.getRequestURI().split("/"));
        int kept = parts.size() > 1 && List.of("settings", "api", "account").contains(parts.get(1)) ? 3 : 2;
        return parts.stream().limit(kept).collect(Collectors.joining("/"));
    }
}
