package lazo.kernel.webhook.web;

import java.util.List;
import lazo.kernel.metadata.ObjectType;
import lazo.platform.web.Form;
import lazo.platform.web.Option;

/** What the form of a webhook shows. @param id 0 for a new one @param views whose filters can be taken over */
public record WebhookForm(
        long id, ObjectType type, Form form, List<Option> events, List<Option> views, List<Option> people) {}
