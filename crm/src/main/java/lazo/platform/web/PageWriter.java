package lazo.platform.web;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.Utf8ByteOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Page}, or a bare template, as the answer. */
@Component
class PageWriter implements HandlerMethodReturnValueHandler {
    private static final String TOAST = "lazo:toast";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public boolean supportsReturnType(MethodParameter returned) {
        return returned.getParameterType() == Page.class
                || JteModel.class.isAssignableFrom(returned.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value, MethodParameter returned, ModelAndViewContainer container, NativeWebRequest web)
            throws IOException {
        container.setRequestHandled(true);
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        if (value instanceof JteModel model) {
            write(Page.of(model), request, response);
        } else if (value instanceof Page page) {
            write(page, request, response);
        }
    }

    void write(Page page, HttpServletRequest request, HttpServletResponse response) throws IOException {
        page.headers().forEach(response::setHeader);
        String target = page.redirect();
        if (target != null) {
            redirect(page, target, Screens.isHtmx(request), request.isSecure(), response);
            return;
        }
        response.setStatus(page.status().value());
        if (!page.events().isEmpty()) {
            response.setHeader("HX-Trigger", JSON.writeValueAsString(page.events()));
        }
        write(page.model(), response);
    }

    private static void redirect(Page page, String target, boolean htmx, boolean secure, HttpServletResponse response) {
        if (page.events().get(TOAST) instanceof Map<?, ?> toast) {
            response.addHeader(HttpHeaders.SET_COOKIE, toastCookie(toast, secure));
        }
        if (htmx) {
            response.setHeader("HX-Redirect", target);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader(HttpHeaders.LOCATION, target);
        }
    }

    /** Read, shown and deleted by the script of the next page. */
    private static String toastCookie(Map<?, ?> toast, boolean secure) {
        byte[] json = JSON.writeValueAsString(toast).getBytes(StandardCharsets.US_ASCII);
        return ResponseCookie.from(
                        secure ? "__Host-lazo_toast" : "lazo_toast",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(json))
                .path("/")
                .maxAge(20)
                .sameSite("Strict")
                .secure(secure)
                .build()
                .toString();
    }

    private static void write(@Nullable JteModel model, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store, private");
        response.addHeader(HttpHeaders.VARY, "HX-Request");
        if (model == null) {
            return;
        }
        Utf8ByteOutput output = new Utf8ByteOutput();
        model.render(output);
        response.setContentLength(output.getContentLength());
        // In one piece: every write passes through the wrappers of all filters.
        var whole = new ByteArrayOutputStream(output.getContentLength());
        output.writeTo(whole);
        response.getOutputStream().write(whole.toByteArray());
    }
}
