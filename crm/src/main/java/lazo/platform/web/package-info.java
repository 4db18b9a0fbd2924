/** Layout, components, assets, error pages and translations: what every screen stands on. */
@ApplicationModule(
        displayName = "Web platform",
        allowedDependencies = {})
@NullMarked
package lazo.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
