package lazo.kernel.identity.web;

import java.util.regex.Pattern;
import lazo.platform.web.Form;
import lazo.platform.web.Screen;

/** What identity's forms have in common. */
final class Fields {
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}@<>\"]{1,64}@[^\\s\\p{Cntrl}@<>\"]+\\.[^\\s\\p{Cntrl}@<>\".]{2,}");
    private static final int LONGEST = 120;

    private Fields() {}

    static void person(Form form, Screen screen) {
        shortText(form, "name", screen.t("identity.field.name.missing"), screen);
        email(form, screen);
    }

    static void email(Form form, Screen screen) {
        String email = form.stripped("email");
        if (email.length() > 254 || !EMAIL.matcher(email).matches()) {
            form.reject("email", screen.t("identity.field.email.invalid"));
        }
    }

    static void company(Form form, Screen screen, Choices choices) {
        shortText(form, "company", screen.t("identity.setup.company.missing"), screen);
        if (!choices.isLanguage(form.value("language"))) {
            form.reject("language", screen.t("identity.field.choose"));
        }
        if (!choices.isCurrency(form.value("currency"))) {
            form.reject("currency", screen.t("identity.field.choose"));
        }
        if (!choices.isZone(form.value("zone"))) {
            form.reject("zone", screen.t("identity.field.choose"));
        }
    }

    static void shortText(Form form, String name, String missing, Screen screen) {
        String text = form.stripped(name);
        if (text.isEmpty()) {
            form.reject(name, missing);
        } else if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            form.reject(name, screen.t("identity.field.too-long", LONGEST));
        }
    }
}
