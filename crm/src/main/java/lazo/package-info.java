/** Lazo, a CRM in one process: {@code platform}, {@code kernel}, {@code collaborative}, {@code operational}, {@code analytical}. */
@NullMarked
package lazo;

import org.jspecify.annotations.NullMarked;
