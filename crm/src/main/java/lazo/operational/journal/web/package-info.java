/** Screens of the journal: entries, the statement of an account, the trial balance, taxes, and the settings of the ledger. */
@NullMarked
package lazo.operational.journal.web;

import org.jspecify.annotations.NullMarked;
