import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Runs the migrations on a throw-away PostgreSQL and writes the jOOQ classes of what they make. Skips the work when
 * neither the migrations nor this file changed. Record tables are made at run time from the packs and are not generated.
 */
class Codegen {
    public static void main(String[] args) throws Exception {
        Path base = Path.of(args[0]);
        Path out = base.resolve("target/generated-sources/jooq");
        Path stampFile = base.resolve("target/jooq.stamp");
        String stamp = stampOf(base);
        if (Files.exists(out)
                && Files.exists(stampFile)
                && Files.readString(stampFile).equals(stamp)) {
            return;
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("filesystem:" + base.resolve("src/main/resources/db/migration"))
                    .load()
                    .migrate();
            GenerationTool.generate(new Configuration()
                    .withJdbc(new Jdbc().withUrl(postgres.getJdbcUrl("postgres", "postgres")))
                    .withGenerator(new Generator()
                            .withDatabase(new Database()
                                    .withInputSchema("public")
                                    .withIncludes(".*")
                                    .withExcludes(
                                            "flyway_.*|scheduled_tasks|event_publication.*|pg_.*|"
                                                    + "unaccent.*|.*trgm.*|similarity.*|.*word_similarity.*|show_limit|set_limit")
                                    .withOutputSchemaToDefault(true))
                            .withGenerate(new Generate().withRecords(true).withJavaTimeTypes(true))
                            .withTarget(new Target().withPackageName("lazodb").withDirectory(out.toString()))));
        }
        Files.writeString(stampFile, stamp);
    }

    private static String stampOf(Path base) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(base.resolve("src/build/Codegen.java")));
        for (Path migration : migrations(base)) {
            digest.update(migration.getFileName().toString().getBytes());
            digest.update(Files.readAllBytes(migration));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> migrations(Path base) throws IOException {
        try (Stream<Path> files = Files.list(base.resolve("src/main/resources/db/migration"))) {
            return files.sorted().toList();
        }
    }
}
