package lazo.operational.billing;

/** Makes the PDF of what a document says. */
public interface DocumentPrinter {
    byte[] print(DocumentContent content);
}
