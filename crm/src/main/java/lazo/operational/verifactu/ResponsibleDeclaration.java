package lazo.operational.verifactu;

/** What the maker's declaration (Orden HAC/1177/2024, article 15) and every record say of the program. */
public final class ResponsibleDeclaration {
    public static final String SYSTEM = "Lazo";
    public static final String SYSTEM_ID = "LZ";

    private ResponsibleDeclaration() {}

    /** Of this build. */
    public static String version() {
        String version = ResponsibleDeclaration.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }
}
