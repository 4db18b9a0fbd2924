package lazo.kernel.transfer.web;

import java.util.List;
import lazo.platform.web.Option;

/** Places a column may go to, under one title. */
public record TargetGroup(String title, List<Option> options) {
    public TargetGroup {
        options = List.copyOf(options);
    }
}
