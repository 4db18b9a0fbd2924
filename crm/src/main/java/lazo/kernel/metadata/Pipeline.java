package lazo.kernel.metadata;

import java.util.List;

/** A sales process: stages in the order records go through them. */
public record Pipeline(long id, String key, Label label, int position, boolean archived, List<Stage> stages) {
    public Pipeline {
        stages = List.copyOf(stages);
    }

    /** The stages still in use. */
    public List<Stage> current() {
        return stages.stream().filter(stage -> !stage.archived()).toList();
    }
}
