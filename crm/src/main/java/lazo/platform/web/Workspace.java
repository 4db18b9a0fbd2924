package lazo.platform.web;

import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;

/** The company whose Lazo this is: its name, and how it writes dates and amounts unless a user chose otherwise. */
public record Workspace(String name, Locale locale, Currency currency, ZoneId zone) {}
