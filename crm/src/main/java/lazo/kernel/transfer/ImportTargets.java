package lazo.kernel.transfer;

import java.util.List;
import java.util.Optional;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What files may become: records of every object, each as a file tells of it. */
@Component
public class ImportTargets {
    private final ObjectTypes types;
    private final ObjectProvider<RowTarget> targets;

    ImportTargets(ObjectTypes types, ObjectProvider<RowTarget> targets) {
        this.types = types;
        this.targets = targets;
    }

    /** Where rows are read together; empty where each is a record of its own. */
    public Optional<RowTarget> rows(String object) {
        return targets.stream()
                .filter(target -> target.type().key().equals(object))
                .findFirst();
    }

    public List<ObjectType> all() {
        return types.all().stream().map(type -> load(type.key())).toList();
    }

    public Optional<ObjectType> find(String object) {
        return types.find(object).map(type -> rows(object).map(RowTarget::type).orElse(type));
    }

    public ObjectType load(String object) {
        return rows(object).map(RowTarget::type).orElseGet(() -> types.load(object));
    }
}
