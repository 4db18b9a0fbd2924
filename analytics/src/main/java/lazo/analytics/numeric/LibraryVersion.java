package lazo.analytics.numeric;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of a library on the class path, as its Maven coordinates inside the jar state it. */
public final class LibraryVersion {
    /** The library that does special functions, quadrature nodes and linear algebra. */
    public static final String HIPPARCHUS = of("org.hipparchus", "hipparchus-core");

    private LibraryVersion() {}

    /** The version, or "unknown" for a jar that does not say. */
    public static String of(String group, String artifact) {
        String path = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
        try (InputStream stated = LibraryVersion.class.getResourceAsStream(path)) {
            Properties properties = new Properties();
            if (stated != null) {
                properties.load(stated);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
