package lazo.kernel.identity.web;

import java.util.List;
import lazo.platform.web.Screen;

/** What a browser calls itself, as a person would say it. */
public final class Browsers {
    private static final List<String> PROGRAMS = List.of("Edg", "OPR", "Firefox", "Chrome", "Safari");
    private static final List<String> SYSTEMS = List.of("iPhone", "iPad", "Android", "Windows", "Mac OS", "Linux");

    private Browsers() {}

    public static String name(String userAgent, Screen screen) {
        String program = first(PROGRAMS, userAgent);
        String system = first(SYSTEMS, userAgent);
        return program.isEmpty()
                ? screen.t("identity.sessions.unknown")
                : screen.t("identity.sessions.browser", said(program), system.isEmpty() ? "?" : system);
    }

    private static String said(String program) {
        return switch (program) {
            case "Edg" -> "Edge";
            case "OPR" -> "Opera";
            default -> program;
        };
    }

    public static String icon(String userAgent) {
        return switch (first(SYSTEMS, userAgent)) {
            case "iPhone", "Android" -> "device-mobile";
            default -> "device-desktop";
        };
    }

    private static String first(List<String> names, String userAgent) {
        return names.stream().filter(userAgent::contains).findFirst().orElse("");
    }
}
