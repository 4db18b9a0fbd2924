/**
 * Invoices as the law and other programs want them: the invoice in memory, what is checked of it, and its formats.
 *
 * <p>Start at {@link lazo.operational.einvoice.TaxInvoice}. Nothing here knows records or the database. The formats:
 * {@link lazo.operational.einvoice.UblInvoice} (EN 16931, Peppol) and {@link lazo.operational.einvoice.FacturaeInvoice}.
 * Why: docs/decisions/0061.
 */
@ApplicationModule(
        displayName = "Electronic invoices",
        allowedDependencies = {"platform.xml"})
@NullMarked
package lazo.operational.einvoice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
