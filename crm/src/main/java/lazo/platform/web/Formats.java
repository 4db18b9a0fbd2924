package lazo.platform.web;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;

/** How figures and times are written for one reader: their language, their time zone, the company's currency. */
public final class Formats {
    private static final char NARROW_SPACE = '\u202f';

    private final Text text;
    private final ZoneId zone;
    private final Currency currency;
    private final Clock clock;

    Formats(Text text, ZoneId zone, Currency currency, Clock clock) {
        this.text = text;
        this.zone = zone;
        this.currency = currency;
        this.clock = clock;
    }

    Text text() {
        return text;
    }

    public Locale locale() {
        return text.locale();
    }

    public ZoneId zone() {
        return zone;
    }

    public Currency currency() {
        return currency;
    }

    public LocalDate today() {
        return LocalDate.now(clock.withZone(zone));
    }

    /** With up to the given number of decimals: {@code 12.450,5}. */
    public String number(Number value, int decimals) {
        NumberFormat format = NumberFormat.getInstance(locale());
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    public String number(Number value) {
        return number(value, 6);
    }

    /** In the company's currency: {@code 12.450,50 €}. */
    public String money(BigDecimal amount) {
        return money(amount, currency.getCurrencyCode());
    }

    public String money(BigDecimal amount, String code) {
        Currency of = Currency.getInstance(code);
        return money(amount, of, of.getDefaultFractionDigits());
    }

    /** A price with all its decimals, as many as its currency has at least: {@code 0,0125 €}. */
    public String amount(BigDecimal amount, String code) {
        Currency of = Currency.getInstance(code);
        int decimals = Math.max(
                of.getDefaultFractionDigits(), amount.stripTrailingZeros().scale());
        return money(amount, of, Math.max(0, decimals));
    }

    /** The same without its currency, for fields one types in: {@code 41.850,00}. */
    public String plainAmount(BigDecimal amount, String code) {
        int usual = Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getInstance(locale());
        format.setMinimumFractionDigits(usual);
        format.setMaximumFractionDigits(
                Math.max(usual, amount.stripTrailingZeros().scale()));
        return format.format(amount);
    }

    /** Without cents, for cards, totals and narrow columns: {@code 12.451 €}. */
    public String moneyRounded(BigDecimal amount, String code) {
        return money(amount, Currency.getInstance(code), 0);
    }

    private String money(BigDecimal amount, Currency of, int decimals) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale());
        format.setCurrency(of);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(amount);
    }

    /** A value of 62 is written {@code 62 %} in Spanish and {@code 62%} in English. */
    public String percent(Number value) {
        NumberFormat format = NumberFormat.getPercentInstance(locale());
        format.setMaximumFractionDigits(1);
        BigDecimal share = new BigDecimal(value.toString()).movePointLeft(2);
        return format.format(share).replace('\u00a0', NARROW_SPACE);
    }

    /** A percentage with all its decimals: {@code 5,2 %}. */
    public String share(BigDecimal percent) {
        NumberFormat format = NumberFormat.getPercentInstance(locale());
        format.setMaximumFractionDigits(4);
        return format.format(percent.movePointLeft(2)).replace('\u00a0', NARROW_SPACE);
    }

    /** {@code 24 nov 2026}. */
    public String date(LocalDate date) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .localizedBy(locale())
                .format(date);
    }

    /** Without the year when it is this one: {@code 24 nov}. */
    public String dayMonth(LocalDate date) {
        return date.getYear() == today().getYear() ? pattern("MMMd").format(date) : date(date);
    }

    /** {@code martes, 24 de noviembre}. */
    public String weekday(LocalDate date) {
        String day = date.getDayOfWeek().getDisplayName(TextStyle.FULL, locale());
        return day + ", " + pattern("MMMMd").format(date);
    }

    /** {@code 24 nov 2026, 16:30}. */
    public String dateTime(Instant instant) {
        return dateTime(instant.atZone(zone));
    }

    private String dateTime(ZonedDateTime at) {
        return date(at.toLocalDate()) + ", " + time(at.toLocalTime());
    }

    public String time(Instant instant) {
        return time(instant.atZone(zone).toLocalTime());
    }

    public String time(LocalTime time) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .localizedBy(locale())
                .format(time);
    }

    private DateTimeFormatter pattern(String skeleton) {
        return DateTimeFormatter.ofLocalizedPattern(skeleton).localizedBy(locale());
    }

    /** As one says it: {@code hace 2 h}, {@code ayer}, {@code en 3 días}; a date once it is a week away. */
    public String relative(Instant instant) {
        Instant now = clock.instant();
        Duration ago = Duration.between(instant, now);
        long minutes = Math.abs(ago.toMinutes());
        boolean past = !ago.isNegative();
        long days = ChronoUnit.DAYS.between(instant.atZone(zone).toLocalDate(), today());
        if (minutes < 1) {
            return text.t("web.time.now");
        }
        if (minutes < 60) {
            return text.t(past ? "web.time.minutes-ago" : "web.time.in-minutes", minutes);
        }
        if (days == 0) {
            return text.t(past ? "web.time.hours-ago" : "web.time.in-hours", minutes / 60);
        }
        return relative(instant.atZone(zone).toLocalDate());
    }

    /** {@code hoy}, {@code ayer}, {@code mañana}, {@code en 3 días}; a date once it is a week away. */
    public String relative(LocalDate date) {
        long days = ChronoUnit.DAYS.between(date, today());
        if (days == 0) {
            return text.t("web.time.today");
        }
        if (Math.abs(days) == 1) {
            return text.t(days > 0 ? "web.time.yesterday" : "web.time.tomorrow");
        }
        if (Math.abs(days) < 7) {
            return text.t(days > 0 ? "web.time.days-ago" : "web.time.in-days", Math.abs(days));
        }
        return dayMonth(date);
    }
}
