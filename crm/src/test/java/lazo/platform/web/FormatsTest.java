package lazo.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SYS-03")
class FormatsTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final Instant NOW = Instant.parse("2026-11-24T15:30:00Z");
    private final Formats spanish = formats(Locale.of("es", "ES"));
    private final Formats english = formats(Locale.of("en", "IE"));

    private static Formats formats(Locale locale) {
        return new Formats(Messages.load().in(locale), MADRID, Currency.getInstance("EUR"), Clock.fixed(NOW, MADRID));
    }

    @Test
    void amounts_are_written_as_the_reader_writes_them() {
        assertThat(spanish.money(new BigDecimal("12450.5"))).isEqualTo("12.450,50\u00a0€");
        assertThat(english.money(new BigDecimal("12450.5"))).isEqualTo("€12,450.50");
        assertThat(spanish.moneyRounded(new BigDecimal("12450.5"), "USD")).isEqualTo("12.450\u00a0US$");
        assertThat(spanish.money(new BigDecimal("900"), "JPY")).doesNotContain(",");
    }

    @Test
    void a_percentage_has_a_narrow_space_in_spanish_and_none_in_english() {
        assertThat(spanish.percent(62)).isEqualTo("62\u202f%");
        assertThat(english.percent(new BigDecimal("62.5"))).isEqualTo("62.5%");
    }

    @Test
    void numbers_keep_their_decimals() {
        assertThat(spanish.number(new BigDecimal("1234567.25"))).isEqualTo("1.234.567,25");
        assertThat(english.number(1234, 0)).isEqualTo("1,234");
    }

    @Test
    void dates_are_short_and_lose_the_year_when_it_is_this_one() {
        LocalDate date = LocalDate.of(2026, 11, 24);
        assertThat(spanish.date(date)).isEqualTo("24 nov 2026");
        assertThat(spanish.dayMonth(date)).isEqualTo("24 nov");
        assertThat(spanish.dayMonth(date.minusYears(1))).isEqualTo("24 nov 2025");
        assertThat(spanish.weekday(date)).isEqualTo("martes, 24 de noviembre");
        assertThat(english.date(date)).isEqualTo("24 Nov 2026");
        assertThat(spanish.time(LocalTime.of(9, 5))).isEqualTo("9:05");
        assertThat(spanish.dateTime(NOW)).isEqualTo("24 nov 2026, 16:30");
    }

    @Test
    void what_is_near_is_said_as_people_say_it() {
        assertThat(spanish.relative(NOW.minusSeconds(20))).isEqualTo("ahora");
        assertThat(spanish.relative(NOW.minusSeconds(300))).isEqualTo("hace 5 min");
        assertThat(spanish.relative(NOW.minusSeconds(7300))).isEqualTo("hace 2 h");
        assertThat(spanish.relative(NOW.plusSeconds(7300))).isEqualTo("en 2 h");
        assertThat(spanish.relative(NOW.minusSeconds(60_000))).isEqualTo("ayer");
        assertThat(spanish.relative(LocalDate.of(2026, 11, 25))).isEqualTo("mañana");
        assertThat(spanish.relative(LocalDate.of(2026, 11, 21))).isEqualTo("hace 3 días");
        assertThat(spanish.relative(LocalDate.of(2026, 10, 1))).isEqualTo("1 oct");
        assertThat(english.relative(LocalDate.of(2026, 11, 22))).isEqualTo("2 days ago");
    }
}
