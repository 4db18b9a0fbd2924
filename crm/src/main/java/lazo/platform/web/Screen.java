package lazo.platform.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs to know about the request it answers: who looks, in which language, how figures are written, where
 * one can go. Controllers take one as an argument and hand it to their template as its first parameter.
 */
public final class Screen {
    private static final List<String> HUES =
            List.of("teal", "violet", "orange", "blue", "pink", "green", "yellow", "red", "gray");

    private final Request request;
    private final Text text;
    private final Formats formats;
    private final Assets assets;
    private final Places places;
    private @Nullable List<NavGroup> nav;
    private @Nullable List<NavGroup> settings;
    private @Nullable List<Action> actions;

    /** The parts of the HTTP request a screen shows or depends on. */
    record Request(
            Optional<Viewer> viewer,
            Optional<Workspace> workspace,
            String path,
            boolean htmx,
            boolean slimNav,
            String csrf,
            String id) {}

    Screen(Request request, Text text, Formats formats, Assets assets, Places places) {
        this.request = request;
        this.text = text;
        this.formats = formats;
        this.assets = assets;
        this.places = places;
    }

    /** The same page in another language, for a reader who has been written to in it. */
    public Screen in(Formats other) {
        return new Screen(request, other.text(), other, assets, places);
    }

    /** A text in the viewer's language. */
    public String t(String key, Object... arguments) {
        return text.t(key, arguments);
    }

    public Text text() {
        return text;
    }

    public Locale locale() {
        return text.locale();
    }

    /** For the {@code lang} attribute. */
    public String lang() {
        return text.locale().getLanguage();
    }

    public ZoneId zone() {
        return formats.zone();
    }

    public Formats formats() {
        return formats;
    }

    public String number(Number value) {
        return formats.number(value);
    }

    public String number(Number value, int decimals) {
        return formats.number(value, decimals);
    }

    public String money(BigDecimal amount) {
        return formats.money(amount);
    }

    public String money(BigDecimal amount, String currency) {
        return formats.money(amount, currency);
    }

    public String moneyRounded(BigDecimal amount, String currency) {
        return formats.moneyRounded(amount, currency);
    }

    public String percent(Number value) {
        return formats.percent(value);
    }

    public String date(LocalDate date) {
        return formats.date(date);
    }

    public String dayMonth(LocalDate date) {
        return formats.dayMonth(date);
    }

    public String weekday(LocalDate date) {
        return formats.weekday(date);
    }

    public String dateTime(Instant instant) {
        return formats.dateTime(instant);
    }

    public String time(Instant instant) {
        return formats.time(instant);
    }

    public String relative(Instant instant) {
        return formats.relative(instant);
    }

    public String relative(LocalDate date) {
        return formats.relative(date);
    }

    public LocalDate today() {
        return formats.today();
    }

    /** Goes into the hidden field {@code _csrf} of every form; htmx sends it by itself. */
    public String csrf() {
        return request.csrf();
    }

    /** Tells this request from others, in the log too. */
    public String requestId() {
        return request.id();
    }

    public Optional<Viewer> viewer() {
        return request.viewer();
    }

    public boolean isSignedIn() {
        return request.viewer().isPresent();
    }

    /** Whether the viewer has the ability, such as {@code OBJECTS}. */
    public boolean may(String ability) {
        return request.viewer().filter(viewer -> viewer.may(ability)).isPresent();
    }

    /** The name of who looks at Lazo as the viewer, or null. */
    public @Nullable String seenBy() {
        return request.viewer().map(Viewer::seenBy).orElse(null);
    }

    public String userName() {
        return request.viewer().map(Viewer::name).orElse("");
    }

    public String userHue() {
        return request.viewer().map(Viewer::hue).orElse("gray");
    }

    public String initials() {
        return initials(userName());
    }

    /** The first letters of the first two words: {@code Nuria Beltrán Ochoa} is NB. */
    public static String initials(String name) {
        StringBuilder letters = new StringBuilder();
        for (String word : name.strip().split("[\\s,·]+")) {
            word.codePoints().filter(Character::isLetterOrDigit).findFirst().ifPresent(first -> {
                if (letters.codePointCount(0, letters.length()) < 2) {
                    letters.appendCodePoint(Character.toUpperCase(first));
                }
            });
        }
        return letters.isEmpty() ? "?" : letters.toString();
    }

    /** Always the same hue for the same record, so that a person is recognised by their colour. */
    public static String hue(long id) {
        return HUES.get((int) Math.floorMod(id * 0x9E3779B97F4A7C15L >>> 32, (long) HUES.size()));
    }

    /** {@code light}, {@code dark}, or null for the system's. */
    public @Nullable String theme() {
        return request.viewer().map(Viewer::theme).orElse(null);
    }

    public boolean shortcuts() {
        return request.viewer().map(Viewer::shortcuts).orElse(true);
    }

    public String companyName() {
        return request.workspace().map(Workspace::name).orElse("Lazo");
    }

    /** The path of the request, without the query. */
    public String path() {
        return request.path();
    }

    /** Whether htmx asks for a part of a page that is already there. */
    public boolean isHtmx() {
        return request.htmx();
    }

    /** Whether the navigation shows icons only. */
    public boolean slimNav() {
        return request.slimNav();
    }

    public List<NavGroup> nav() {
        if (nav == null) {
            nav = request.viewer().map(viewer -> places.nav(viewer, text)).orElse(List.of());
        }
        return nav;
    }

    public List<NavGroup> settings() {
        if (settings == null) {
            settings = request.viewer()
                    .map(viewer -> places.settings(viewer, text))
                    .orElse(List.of());
        }
        return settings;
    }

    public List<Action> actions() {
        if (actions == null) {
            actions =
                    request.viewer().map(viewer -> places.actions(viewer, text)).orElse(List.of());
        }
        return actions;
    }

    /** The four links at the bottom of a phone. */
    public List<NavLink> phoneNav() {
        return links(nav()).filter(NavLink::phone).limit(4).toList();
    }

    /** Whether the link leads to where we are: of all links the longest one that starts our path. */
    public boolean isCurrent(NavLink link) {
        return current(nav()).or(() -> current(settings())).filter(link::equals).isPresent();
    }

    private Optional<NavLink> current(List<NavGroup> groups) {
        return links(groups)
                .filter(this::leadsHere)
                .max(Comparator.comparingInt(link -> link.href().length()));
    }

    private static Stream<NavLink> links(List<NavGroup> groups) {
        Function<NavGroup, Stream<NavLink>> links = group -> group.links().stream();
        return groups.stream().flatMap(links);
    }

    private boolean leadsHere(NavLink link) {
        return path().equals(link.href()) || !link.href().equals("/") && path().startsWith(link.href() + "/");
    }

    /** Where an asset is served, with its content in its name: {@code app.css}, {@code page/board.js}. */
    public String asset(String name) {
        return assets.url(name);
    }

    /** For {@code <use href>}. */
    public String icon(String name) {
        return assets.icon(name);
    }
}
