/** Screens of the catalogue: the settings of taxes. */
@NullMarked
package lazo.operational.catalogue.web;

import org.jspecify.annotations.NullMarked;
