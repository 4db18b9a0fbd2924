package lazo.kernel.identity.web;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import lazo.platform.web.Messages;
import lazo.platform.web.Option;
import lazo.platform.web.Screen;
import org.springframework.stereotype.Component;

/** Languages, currencies and time zones one can choose from. */
@Component
class Choices {
    /** Ways to write dates and amounts, of the languages there are texts in. */
    private static final List<String> REGIONS = List.of(
            "es-ES", "es-AR", "es-BO", "es-CL", "es-CO", "es-CR", "es-DO", "es-EC", "es-GT", "es-HN", "es-MX", "es-NI",
            "es-PA", "es-PE", "es-PR", "es-PY", "es-SV", "es-UY", "es-US", "es-VE", "en-GB", "en-IE", "en-US", "en-CA",
            "en-AU", "en-NZ", "en-IN", "en-ZA");

    private static final List<String> CURRENCIES = List.of(
            "EUR", "USD", "GBP", "ARS", "AUD", "BOB", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CRC", "CZK", "DKK",
            "DOP", "GTQ", "HNL", "HUF", "INR", "JPY", "MAD", "MXN", "NIO", "NOK", "NZD", "PAB", "PEN", "PLN", "PYG",
            "RON", "SEK", "TRY", "UYU", "VES", "ZAR");
    private static final Set<String> AREAS =
            Set.of("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific");

    private final Messages messages;

    Choices(Messages messages) {
        this.messages = messages;
    }

    /** Each named in itself: {@code español (España)}. */
    List<Option> languages() {
        Stream<String> plain = messages.languages().stream()
                .filter(language -> REGIONS.stream().noneMatch(region -> region.startsWith(language + "-")));
        Stream<String> regions = REGIONS.stream()
                .filter(tag ->
                        messages.languages().contains(Locale.forLanguageTag(tag).getLanguage()));
        return Stream.concat(regions, plain)
                .map(tag -> new Option(tag, Locale.forLanguageTag(tag).getDisplayName(Locale.forLanguageTag(tag))))
                .toList();
    }

    List<Option> currencies(Screen screen) {
        return CURRENCIES.stream()
                .map(code -> new Option(
                        code, code + " · " + Currency.getInstance(code).getDisplayName(screen.locale())))
                .toList();
    }

    List<Option> zones() {
        Stream<String> named = ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") && AREAS.contains(id.substring(0, id.indexOf('/'))));
        return Stream.concat(Stream.of("UTC"), named.sorted(Comparator.naturalOrder()))
                .map(id -> new Option(id, id.replace('_', ' ')))
                .toList();
    }

    boolean isLanguage(String tag) {
        return languages().stream().anyMatch(option -> option.value().equals(tag));
    }

    boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }

    boolean isZone(String id) {
        return zones().stream().anyMatch(option -> option.value().equals(id));
    }

    /** The nearest choice to what a browser or a system asks for. */
    String nearestLanguage(Locale wanted) {
        List<Option> languages = languages();
        return languages.stream()
                .map(Option::value)
                .filter(tag -> tag.equals(wanted.toLanguageTag()))
                .findFirst()
                .or(() -> languages.stream()
                        .map(Option::value)
                        .filter(tag -> tag.startsWith(wanted.getLanguage()))
                        .findFirst())
                .orElse("en-GB");
    }

    String nearestZone(ZoneId system) {
        return system instanceof ZoneOffset || !isZone(system.getId()) ? "Europe/Madrid" : system.getId();
    }
}
