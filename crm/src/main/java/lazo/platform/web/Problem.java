package lazo.platform.web;

import org.springframework.http.HttpStatus;

/**
 * The request cannot be answered and the page says why: not there, not allowed, changed meanwhile. For input that can be
 * corrected answer a page with what was typed instead.
 */
public final class Problem extends RuntimeException {
    private final HttpStatus status;
    private final String code;
    private final String key;
    private final transient Object[] arguments;

    private Problem(HttpStatus status, String code, String key, Object... arguments) {
        super(code + " " + key, null, false, false);
        this.status = status;
        this.code = code;
        this.key = key;
        this.arguments = arguments;
    }

    /** @param key of the text that says what did not happen, why, and what to do */
    public static Problem of(HttpStatus status, String code, String key, Object... arguments) {
        return new Problem(status, code, key, arguments);
    }

    public static Problem notFound(String code) {
        return new Problem(HttpStatus.NOT_FOUND, code, "web.error.404");
    }

    public static Problem notFound(String code, String key, Object... arguments) {
        return new Problem(HttpStatus.NOT_FOUND, code, key, arguments);
    }

    public static Problem forbidden(String code) {
        return new Problem(HttpStatus.FORBIDDEN, code, "web.error.403");
    }

    public static Problem forbidden(String code, String key, Object... arguments) {
        return new Problem(HttpStatus.FORBIDDEN, code, key, arguments);
    }

    public HttpStatus status() {
        return status;
    }

    /** For support, such as {@code REC-102}. */
    public String code() {
        return code;
    }

    String text(Text text) {
        return text.t(key, arguments);
    }
}
