package lazo.operational.billing.web;

import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A document as a file to keep, which no cache keeps. */
record DocumentFile(String name, MediaType type, byte[] bytes) {
    static ResponseEntity<byte[]> pdf(byte[] bytes, String name) {
        return new DocumentFile(name + ".pdf", MediaType.APPLICATION_PDF, bytes).response();
    }

    static ResponseEntity<byte[]> xml(String text, String name) {
        return new DocumentFile(name + ".xml", MediaType.APPLICATION_XML, text.getBytes(StandardCharsets.UTF_8))
                .response();
    }

    private ResponseEntity<byte[]> response() {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name.replaceAll("[^\\w.-]", "_"))
                                .build()
                                .toString())
                .body(bytes);
    }
}
