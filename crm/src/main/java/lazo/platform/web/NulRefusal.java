package lazo.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerInterceptor;

/** No text of PostgreSQL can hold a NUL and no keyboard types one: a request that carries one is refused as a whole. */
class NulRefusal implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            if (hasNul(parameter.getKey(), parameter.getValue())) {
                throw Problem.of(HttpStatus.BAD_REQUEST, "WEB-101", "web.error.nul");
            }
        }
        return true;
    }

    /** A name without "=" has no value at all where the body of a PUT, PATCH or DELETE holds it. */
    private static boolean hasNul(String name, @Nullable String[] values) {
        boolean found = name.indexOf('\0') >= 0;
        for (String value : values) {
            found |= value != null && value.indexOf('\0') >= 0;
        }
        return found;
    }
}
