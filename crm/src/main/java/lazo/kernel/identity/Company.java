package lazo.kernel.identity;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;

/** The company whose customers these are. */
public record Company(String name, Locale locale, Currency currency, ZoneId zone) {}
