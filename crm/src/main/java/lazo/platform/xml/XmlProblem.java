package lazo.platform.xml;

import org.jspecify.annotations.Nullable;

/** A document cannot be read. */
public final class XmlProblem extends Exception {
    XmlProblem(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
