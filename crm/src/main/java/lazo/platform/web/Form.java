package lazo.platform.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was typed into a form and what is wrong with it. Values survive a refusal; passwords are never written back. */
public final class Form {
    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Form(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    public static Form empty() {
        return new Form(Map.of());
    }

    public static Form of(Map<String, String> values) {
        return new Form(values);
    }

    public String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Without white space around it. */
    public String stripped(String name) {
        return value(name).strip();
    }

    public Form reject(String name, String why) {
        errors.putIfAbsent(name, why);
        return this;
    }

    public @Nullable String error(String name) {
        return errors.get(name);
    }

    public Map<String, String> errors() {
        return errors;
    }

    public boolean isValid() {
        return errors.isEmpty();
    }
}
