package lazo.operational.billing;

/** Makes the PDF of what a document says. */
public interface DocumentPrinter {
    byte[] print(DocumentContent content);

    /** An issued invoice as it was frozen. */
    byte[] print(InvoiceContent invoice);
}
