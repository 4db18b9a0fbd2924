package lazo.analytics.text;

/** A language whose sentiment the library ships a lexicon and a trained model for. */
public enum Language {
    SPANISH("es"),
    ENGLISH("en");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /** The ISO 639-1 code. */
    public String code() {
        return code;
    }
}
