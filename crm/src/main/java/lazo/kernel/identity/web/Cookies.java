package lazo.kernel.identity.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookies of identity: none is readable by scripts, none goes along from another site's form. Over https their names
 * begin with {@code __Host-}, so that no other host and no unencrypted page can set them.
 */
enum Cookies {
    SESSION("lazo_session", Duration.ofDays(90)),
    DEVICE("lazo_device", Duration.ofDays(180)),
    CSRF("lazo_csrf", Duration.ofHours(12)),
    SSO("lazo_sso", Duration.ofMinutes(10));

    private final String title;
    private final Duration life;

    Cookies(String title, Duration life) {
        this.title = title;
        this.life = life;
    }

    Optional<String> in(HttpServletRequest request) {
        return Optional.ofNullable(WebUtils.getCookie(request, name(request))).map(Cookie::getValue);
    }

    private String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-" + title : title;
    }

    void set(HttpServletRequest request, HttpServletResponse response, String value) {
        send(request, response, value, life);
    }

    void clear(HttpServletRequest request, HttpServletResponse response) {
        send(request, response, "", Duration.ZERO);
    }

    private void send(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name(request), value)
                        .path("/")
                        .maxAge(age)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .build()
                        .toString());
    }
}
