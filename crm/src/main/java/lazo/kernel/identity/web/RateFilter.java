package lazo.kernel.identity.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.platform.web.Problem;
import lazo.platform.web.Rates;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** One user has so many requests a minute and a few at once; what is more waits a little and is then refused. */
@Component
public class RateFilter extends OncePerRequestFilter {
    private static final long PATIENCE_SECONDS = 3;

    private final Rates rates;
    private final HandlerExceptionResolver problems;
    private final int most;
    private final int atOnce;

    /** Kept while somebody holds them: of whoever asks for nothing, nothing is remembered. */
    private final Cache<Long, Semaphore> turns =
            Caffeine.newBuilder().weakValues().build();

    RateFilter(
            Rates rates,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems,
            Environment environment) {
        this.rates = rates;
        this.problems = problems;
        this.most = environment.getProperty("lazo.requests-per-minute", Integer.class, 1200);
        this.atOnce = environment.getProperty("lazo.requests-at-once", Integer.class, 8);
    }

    /** What this user may still do at once. */
    public Semaphore turn(long userId) {
        return turns.get(userId, user -> new Semaphore(atOnce, true));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<SignedIn> who = SessionFilter.really(request);
        if (who.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        long user = who.get().user().id();
        Rates.Rate rate = rates.count("user " + user, most);
        if (rate.isExceeded()) {
            refuse(rate.seconds(), request, response);
        } else if (isLong(request)) {
            chain.doFilter(request, response);
        } else {
            inTurn(turn(user), request, response, chain);
        }
    }

    private void inTurn(Semaphore turn, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (took(turn)) {
            try {
                chain.doFilter(request, response);
            } finally {
                turn.release();
            }
        } else {
            refuse(PATIENCE_SECONDS, request, response);
        }
    }

    /** What lasts as long as a page is open, or as a file needs. */
    private static boolean isLong(HttpServletRequest request) {
        return "text/event-stream".equals(request.getHeader(HttpHeaders.ACCEPT))
                || request.getRequestURI().equals("/import/upload");
    }

    private static boolean took(Semaphore turn) {
        try {
            return turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void refuse(long seconds, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        Problem tooMany = Problem.of(HttpStatus.TOO_MANY_REQUESTS, "WEB-429", "identity.error.too-many", seconds);
        problems.resolveException(request, response, null, tooMany);
    }
}
