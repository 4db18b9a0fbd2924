/**
 * Layout, components, assets, error pages and translations: what every screen stands on.
 *
 * <p>Start at {@link lazo.platform.web.Screen}, which every controller takes and every template is given, and {@link
 * lazo.platform.web.Page}, which every controller answers. A module adds its links by {@link lazo.platform.web.NavSource},
 * {@link lazo.platform.web.SettingsSource}, {@link lazo.platform.web.ActionSource} and {@link
 * lazo.platform.web.PaletteSource}; its texts by {@code i18n/<module>_<language>.properties}, its icons by {@code
 * icons/<module>.txt}, its styles by {@code static/css/screens/<name>.css}. Templates: {@code layout/page.jte}, {@code
 * layout/settings.jte}, {@code layout/bare.jte} and {@code component/*.jte}.
 */
@ApplicationModule(
        displayName = "Web platform",
        allowedDependencies = {})
@NullMarked
package lazo.platform.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
