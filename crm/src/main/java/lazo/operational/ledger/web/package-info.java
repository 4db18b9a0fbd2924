/** Screens and files of the ledger. */
@NullMarked
package lazo.operational.ledger.web;

import org.jspecify.annotations.NullMarked;
