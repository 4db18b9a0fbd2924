/** The screen of what customers have bought, and the same figures for programs. */
@NullMarked
package lazo.analytical.purchase.web;

import org.jspecify.annotations.NullMarked;
