package lazo.kernel.transfer.source;

import java.util.Locale;

/** The columns an address book is read into; {@link #header()} is also the key of its message. */
public enum CardColumn {
    FULL_NAME,
    FIRST_NAME,
    LAST_NAME,
    COMPANY,
    DEPARTMENT,
    JOB_TITLE,
    EMAIL,
    EMAIL_2,
    MOBILE,
    PHONE,
    PHONE_2,
    STREET,
    POSTCODE,
    CITY,
    REGION,
    COUNTRY,
    WEBSITE,
    BIRTHDAY,
    LANGUAGE,
    TAGS,
    NOTE,
    UID;

    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }
}
