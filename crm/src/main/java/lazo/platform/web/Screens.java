package lazo.platform.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.WebUtils;

/** Makes the {@link Screen} of a request, once. */
@Component
public class Screens implements HandlerMethodArgumentResolver {
    private static final String ATTRIBUTE = Screen.class.getName();

    private final WhoIsAsking who;
    private final Messages messages;
    private final Assets assets;
    private final Places places;
    private final Clock clock;

    Screens(WhoIsAsking who, Messages messages, Assets assets, Places places, Clock clock) {
        this.who = who;
        this.messages = messages;
        this.assets = assets;
        this.places = places;
        this.clock = clock;
    }

    public Screen of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Screen known) {
            return known;
        }
        Screen screen = make(request);
        request.setAttribute(ATTRIBUTE, screen);
        return screen;
    }

    private Screen make(HttpServletRequest request) {
        Optional<Viewer> viewer = who.viewer(request);
        Optional<Workspace> workspace = who.workspace();
        Locale locale = viewer.map(Viewer::locale).orElseGet(() -> browserLocale(request, workspace));
        ZoneId zone = viewer.map(Viewer::zone)
                .or(() -> workspace.map(Workspace::zone))
                .orElse(ZoneId.systemDefault());
        Currency currency = workspace.map(Workspace::currency).orElse(Currency.getInstance("EUR"));
        Text text = messages.in(locale);
        return new Screen(
                new Screen.Request(
                        viewer,
                        workspace,
                        path(request),
                        isHtmx(request),
                        slimNav(request),
                        csrf(request),
                        RequestIds.of(request)),
                text,
                new Formats(text, zone, currency, clock),
                assets,
                places);
    }

    /** The texts and figures of somebody who is not asking right now, such as the reader of an e-mail. */
    public Formats formats(Locale locale, ZoneId zone) {
        Currency currency = who.workspace().map(Workspace::currency).orElse(Currency.getInstance("EUR"));
        return new Formats(messages.in(locale), zone, currency, clock);
    }

    private Locale browserLocale(HttpServletRequest request, Optional<Workspace> workspace) {
        List<Locale> wanted =
                request.getHeader("Accept-Language") == null ? List.of() : Collections.list(request.getLocales());
        return wanted.stream()
                .filter(locale -> messages.languages().contains(locale.getLanguage()))
                .findFirst()
                .or(() -> workspace.map(Workspace::locale))
                .orElse(Locale.ENGLISH);
    }

    /** The texts of a language, for whoever is not asking right now. */
    public Text text(Locale locale) {
        return messages.in(locale);
    }

    private static String path(HttpServletRequest request) {
        Object forwardedFrom = request.getAttribute("jakarta.servlet.error.request_uri");
        return forwardedFrom instanceof String path ? path : request.getRequestURI();
    }

    static boolean isHtmx(HttpServletRequest request) {
        return "true".equals(request.getHeader("HX-Request"))
                && !"true".equals(request.getHeader("HX-History-Restore-Request"));
    }

    private static boolean slimNav(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, request.isSecure() ? "__Host-lazo_nav" : "lazo_nav");
        return cookie != null && cookie.getValue().equals("slim");
    }

    private static String csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Screen.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return of(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    }
}
