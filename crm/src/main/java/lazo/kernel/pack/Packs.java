package lazo.kernel.pack;

import static lazodb.Tables.INSTALLED_PACK;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import lazo.kernel.metadata.ObjectDesigner;
import lazo.kernel.metadata.ObjectDesigner.NewField;
import lazo.kernel.metadata.ObjectType;
import lazo.kernel.metadata.ObjectTypes;
import lazo.kernel.view.SavedViews;
import org.jooq.DSLContext;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Installs the packs that ship with the program. A pack seen before only adds what is new in it: objects, fields, choices
 * and stages; what an administrator renamed or put away stays so.
 */
@Component
public class Packs implements SmartInitializingSingleton {
    private final DSLContext sql;
    private final ObjectTypes types;
    private final ObjectDesigner designer;
    private final SavedViews views;

    Packs(DSLContext sql, ObjectTypes types, ObjectDesigner designer, SavedViews views) {
        this.sql = sql;
        this.types = types;
        this.designer = designer;
        this.views = views;
    }

    @Override
    public void afterSingletonsInstantiated() {
        install("core");
    }

    /** Reads, checks and installs the pack of this name. @throws IllegalStateException naming every problem at once */
    public void install(String pack) {
        List<String> problems = new ArrayList<>();
        List<PackFile> files = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Resource resource : resourcesOf(pack)) {
            try (InputStream stream = resource.getInputStream()) {
                String content = new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                text.append(content);
                Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(content);
                files.add(PackFile.read(pack, pack + "/" + resource.getFilename(), yaml, problems));
            } catch (IOException broken) {
                problems.add(resource + ": " + broken.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("Pack '%s' has %d problems:%n%s"
                    .formatted(pack, problems.size(), String.join(System.lineSeparator(), problems)));
        }
        String fingerprint = fingerprint(text.toString());
        if (fingerprint.equals(sql.select(INSTALLED_PACK.FINGERPRINT)
                .from(INSTALLED_PACK)
                .where(INSTALLED_PACK.KEY.eq(pack))
                .fetchOne(INSTALLED_PACK.FINGERPRINT))) {
            return;
        }
        files.sort(Comparator.comparingInt(file -> file.object().position()));
        List<String> known = types.all().stream().map(ObjectType::key).toList();
        files.forEach(this::installObject);
        files.forEach(this::installLookups);
        files.stream().filter(file -> !known.contains(file.object().key())).forEach(this::orderFields);
        files.forEach(this::installPipelinesAndViews);
        sql.insertInto(INSTALLED_PACK)
                .set(INSTALLED_PACK.KEY, pack)
                .set(INSTALLED_PACK.FINGERPRINT, fingerprint)
                .onConflict(INSTALLED_PACK.KEY)
                .doUpdate()
                .set(INSTALLED_PACK.FINGERPRINT, fingerprint)
                .execute();
    }

    /** Lookups wait until every object of the pack is there, because they may point at each other. */
    private void installObject(PackFile file) {
        var wanted = file.object();
        String key = java.util.Objects.requireNonNull(wanted.key());
        if (types.find(key).isEmpty()) {
            designer.addObject(new ObjectDesigner.NewObject(
                    key,
                    wanted.label(),
                    wanted.plural(),
                    wanted.icon(),
                    wanted.hue(),
                    wanted.kind(),
                    wanted.inMenu(),
                    wanted.position(),
                    wanted.pack(),
                    wanted.titleKey(),
                    wanted.fields().stream()
                            .filter(field -> field.target() == null)
                            .toList()));
        }
    }

    private void installLookups(PackFile file) {
        String objectKey = java.util.Objects.requireNonNull(file.object().key());
        for (NewField field : file.object().fields()) {
            ObjectType type = types.load(objectKey);
            var existing = type.find(java.util.Objects.requireNonNull(field.key()));
            if (existing.isEmpty()) {
                designer.addField(objectKey, field);
            } else {
                for (var choice : field.choices()) {
                    if (existing.get().choice(choice.key()).isEmpty()) {
                        designer.addChoice(existing.get(), choice);
                    }
                }
            }
        }
    }

    /** As in the file; once an administrator may have changed the order, it is theirs. */
    private void orderFields(PackFile file) {
        String objectKey = java.util.Objects.requireNonNull(file.object().key());
        designer.orderFields(file.object().fields().stream()
                .map(field -> types.load(objectKey)
                        .field(java.util.Objects.requireNonNull(field.key()))
                        .id())
                .toList());
    }

    private void installPipelinesAndViews(PackFile file) {
        String objectKey = java.util.Objects.requireNonNull(file.object().key());
        for (var pipeline : file.pipelines()) {
            boolean known = types.load(objectKey).pipelines().stream()
                    .anyMatch(one -> one.key().equals(pipeline.key()));
            if (!known) {
                designer.addPipeline(objectKey, pipeline.key(), pipeline.label(), pipeline.stages());
            }
        }
        for (int i = 0; i < file.views().size(); i++) {
            var view = file.views().get(i);
            views.addPackView(
                    types.load(objectKey),
                    view.label(),
                    view.layout(),
                    view.filter(),
                    view.sort(),
                    view.columns(),
                    view.groupBy(),
                    i);
        }
    }

    private static List<Resource> resourcesOf(String pack) {
        try {
            return List.of(
                    new PathMatchingResourcePatternResolver().getResources("classpath*:packs/" + pack + "/*.yaml"));
        } catch (IOException unreadable) {
            throw new IllegalStateException("Pack '%s' cannot be read".formatted(pack), unreadable);
        }
    }

    private static String fingerprint(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
