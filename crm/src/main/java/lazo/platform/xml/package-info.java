/**
 * XML as other programs want it: written element by element, read without ever fetching or expanding anything.
 *
 * <p>Start at {@link lazo.platform.xml.XmlWriter} and {@link lazo.platform.xml.XmlNode}.
 */
@ApplicationModule(
        displayName = "XML",
        allowedDependencies = {})
@NullMarked
package lazo.platform.xml;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
