package lazo.kernel.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lazo.kernel.identity.Fresh;
import lazo.kernel.identity.Sessions.SignedIn;
import lazo.platform.secret.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the promise of {@link Fresh}. The form that has to wait travels in the page that asks for the proof, encrypted and
 * bound to the session, so that nothing typed is lost, shown or changed.
 */
@Component
class Confirmation implements HandlerInterceptor, WebMvcConfigurer {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int LARGEST = 500_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Secrets secrets;
    private final Clock clock;

    Confirmation(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A form that waits for the proof. */
    record Waiting(String path, Map<String, String[]> values, long since) {}

    /** Somebody asks for something delicate without having proved lately who they are. */
    static final class Needed extends RuntimeException {
        Needed() {
            super("A proof of who is asking is needed first", null, false, false);
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        boolean delicate = handler instanceof HandlerMethod method && method.hasMethodAnnotation(Fresh.class);
        if (delicate
                && SessionFilter.of(request)
                        .filter(signedIn -> !signedIn.isFresh(clock.instant()))
                        .isPresent()) {
            throw new Needed();
        }
        return true;
    }

    /** Empty when the form is too large to travel. */
    String seal(HttpServletRequest request, SignedIn me) {
        Map<String, String[]> values = new LinkedHashMap<>(request.getParameterMap());
        values.remove("_csrf");
        String json = JSON.writeValueAsString(
                new Waiting(request.getRequestURI(), values, clock.instant().getEpochSecond()));
        return json.length() > LARGEST ? "" : secrets.seal(json, associated(me));
    }

    Optional<Waiting> open(String sealed, SignedIn me) {
        try {
            return secrets.open(sealed, associated(me))
                    .map(json -> JSON.readValue(json, Waiting.class))
                    .filter(waiting -> Instant.ofEpochSecond(waiting.since())
                            .plus(PATIENCE)
                            .isAfter(clock.instant()));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static String associated(SignedIn me) {
        return "waiting form of session " + me.sessionId();
    }

    /** The request of the proof, with the values of the form that waited. */
    static final class Resumed extends HttpServletRequestWrapper {
        private final Map<String, String[]> values;

        Resumed(HttpServletRequest request, Waiting waiting) {
            super(request);
            this.values = waiting.values();
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] found = values.get(name);
            return found == null || found.length == 0 ? null : found[0];
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(values);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(values.keySet());
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return values.get(name);
        }
    }
}
