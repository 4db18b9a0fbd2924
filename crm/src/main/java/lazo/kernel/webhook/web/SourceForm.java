package lazo.kernel.webhook.web;

import java.util.List;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Form;
import lazo.platform.web.Option;

/** What the form of a source shows. @param id 0 for a new one @param keys fields records are found again by */
public record SourceForm(
        long id,
        ObjectType type,
        Form form,
        List<Option> schemes,
        List<Option> keys,
        List<Option> fields,
        List<Option> people) {}
