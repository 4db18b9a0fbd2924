package lazo.kernel.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lazo.kernel.api.ApiKeys;
import lazo.kernel.api.ApiRefusal;
import lazo.kernel.api.RequestRates;
import lazo.platform.web.Rates;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds who asks by the key in {@code Authorization: Bearer …}, and counts the requests of each. Cookies open nothing here. */
class KeyFilter extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final ApiKeys keys;
    private final RequestRates rates;

    KeyFilter(ApiKeys keys, RequestRates rates) {
        this.keys = keys;
        this.rates = rates;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> credential = credential(request);
        if (credential.isPresent()) {
            Optional<ApiKeys.Presented> presented = keys.present(credential.get());
            if (presented.isEmpty()) {
                Rates.Rate wrong = rates.countWrongKey(request.getRemoteAddr());
                if (wrong.isExceeded()) {
                    throw tooMany(wrong, response);
                }
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
                throw ApiRefusal.of(401, "API-402");
            }
            letIn(presented.get(), request, response);
        }
        chain.doFilter(request, response);
    }

    private void letIn(ApiKeys.Presented presented, HttpServletRequest request, HttpServletResponse response) {
        Rates.Rate rate = rates.count(presented.key());
        response.setHeader("RateLimit-Limit", String.valueOf(rate.limit()));
        response.setHeader("RateLimit-Remaining", String.valueOf(Math.max(0, rate.left())));
        response.setHeader("RateLimit-Reset", String.valueOf(rate.seconds()));
        if (rate.isExceeded()) {
            throw tooMany(rate, response);
        }
        new Caller(presented.key(), presented.actor()).remember(request);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                presented.key().publicId(), null, List.of()));
        SecurityContextHolder.setContext(context);
    }

    private static ApiRefusal tooMany(Rates.Rate rate, HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(rate.seconds()));
        return ApiRefusal.of(429, "API-429", rate.limit(), rate.seconds());
    }

    private static Optional<String> credential(HttpServletRequest request) {
        @Nullable String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
