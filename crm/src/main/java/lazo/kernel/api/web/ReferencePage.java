package lazo.kernel.api.web;

import java.util.List;
import lazo.platform.web.Option;

/**
 * The description of the API for people.
 *
 * @param objects to choose from; the first stands for what is no object's
 * @param chosen the object whose operations these are, or empty
 */
public record ReferencePage(List<Option> objects, String chosen, List<Operation> operations, List<Operation> webhooks) {
    /** @param statuses what may be answered, with its meaning */
    public record Operation(
            String method,
            String path,
            String summary,
            List<Value> parameters,
            List<Value> body,
            List<Value> answer,
            List<Option> statuses) {}

    /** A parameter or field. @param type as JSON has it, such as {@code string} or {@code "a" | "b"} */
    public record Value(String name, String type, String text, boolean required) {}
}
