/**
 * Files for banks and from them: SEPA direct debits and transfers out, statements in.
 *
 * <p>Start at {@link lazo.operational.bank.DirectDebitFile}, {@link lazo.operational.bank.CreditTransferFile} and
 * {@link lazo.operational.bank.BankStatements}. Nothing here knows records or the database. Why: docs/decisions/0061.
 */
@ApplicationModule(
        displayName = "Bank files",
        allowedDependencies = {"platform.xml", "operational.einvoice"})
@NullMarked
package lazo.operational.bank;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
