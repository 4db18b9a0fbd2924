/** Privacy on a record's page and in the settings. */
@NullMarked
package lazo.kernel.privacy.web;

import org.jspecify.annotations.NullMarked;
