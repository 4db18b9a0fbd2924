package lazo.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(packages = "lazo.analytics", importOptions = ImportOption.DoNotIncludeTests.class)
class LibraryRulesTest {
    @ArchTest
    static final ArchRule the_library_knows_no_spring_sql_or_files = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "org.jooq..", "java.nio.file..", "java.net..");

    @ArchTest
    static final ArchRule the_library_has_no_clock_of_its_own = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule randomness_needs_a_seed =
            noClasses().should().callConstructor(Random.class).orShould().callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule the_library_prints_nothing =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
