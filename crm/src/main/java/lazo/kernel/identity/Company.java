package lazo.kernel.identity;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;

/** The company whose customers these are. */
public record Company(String name, Locale locale, Currency currency, ZoneId zone) {
    /** The country whose phone numbers may be written without its code. */
    public String region() {
        return locale.getCountry().isEmpty() ? "ES" : locale.getCountry();
    }
}
