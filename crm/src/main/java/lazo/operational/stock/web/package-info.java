/** Warehouses and stock on screen. */
@NullMarked
package lazo.operational.stock.web;

import org.jspecify.annotations.NullMarked;
