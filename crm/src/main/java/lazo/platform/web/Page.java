package lazo.platform.web;

import gg.jte.models.runtime.JteModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a controller answers: a page or a part of one, or the way to another page.
 *
 * <p>A page that redirects leads a browser there by 303 and htmx by {@code HX-Redirect}; its toast is shown on arrival.
 */
public final class Page {
    private final HttpStatus status;
    private final @Nullable JteModel model;
    private final @Nullable String redirect;
    private final Map<String, Object> events = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    private Page(HttpStatus status, @Nullable JteModel model, @Nullable String redirect) {
        this.status = status;
        this.model = model;
        this.redirect = redirect;
    }

    public static Page of(JteModel model) {
        return new Page(HttpStatus.OK, model, null);
    }

    /** With 422 for input that cannot be taken and 409 for a conflict; htmx swaps both in. */
    public static Page of(HttpStatus status, JteModel model) {
        return new Page(status, model, null);
    }

    /** Nothing to show; for htmx with {@code hx-swap="none"} or {@code delete}. */
    public static Page empty() {
        return new Page(HttpStatus.OK, null, null);
    }

    public static Page redirect(String url) {
        return new Page(HttpStatus.SEE_OTHER, null, url);
    }

    /** Tells the browser of an event on {@code body}, which other parts of the page may wait for. */
    public Page trigger(String event) {
        return trigger(event, Map.of());
    }

    public Page trigger(String event, Map<String, ?> detail) {
        events.put(event, detail);
        return this;
    }

    public Page toast(String text) {
        return trigger("lazo:toast", Map.of("text", text));
    }

    /** A toast with "Undo", which posts to the address. */
    public Page toast(String text, String undoUrl) {
        return trigger("lazo:toast", Map.of("text", text, "undo", undoUrl));
    }

    /** htmx goes there without a reload of the page: {@code HX-Location}. */
    public Page location(String url) {
        return header("HX-Location", url);
    }

    public Page pushUrl(String url) {
        return header("HX-Push-Url", url);
    }

    public Page retarget(String selector) {
        return header("HX-Retarget", selector);
    }

    public Page reswap(String how) {
        return header("HX-Reswap", how);
    }

    public Page header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public HttpStatus status() {
        return status;
    }

    @Nullable
    JteModel model() {
        return model;
    }

    @Nullable
    String redirect() {
        return redirect;
    }

    Map<String, Object> events() {
        return events;
    }

    Map<String, String> headers() {
        return headers;
    }
}
