package lazo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.EventListener;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;

/** The rules of the house that a compiler does not keep. */
class HouseRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("lazo");
    private static final List<String> EMPTY_WORDS = List.of("Impl", "Manager", "Helper", "Util", "Utils", "Dto");

    @Test
    void modules_use_only_what_they_say_they_use() {
        System.setProperty("spring.modulith.detection-strategy", "explicitly-annotated");
        try {
            ApplicationModules.of(Lazo.class).verify();
        } finally {
            System.clearProperty("spring.modulith.detection-strategy");
        }
    }

    @Test
    void every_class_belongs_to_a_module() {
        classes()
                .that()
                .resideOutsideOfPackage("lazo")
                .should(
                        new ArchCondition<>(
                                "belong to a package annotated with @ApplicationModule, or to one below it") {
                            @Override
                            public void check(JavaClass type, ConditionEvents events) {
                                if (!belongs(type.getPackageName())) {
                                    events.add(
                                            SimpleConditionEvent.violated(
                                                    type,
                                                    type.getName()
                                                            + " belongs to no module: its package-info lacks @ApplicationModule"));
                                }
                            }
                        })
                .check(CLASSES);
    }

    private static boolean belongs(String packageName) {
        for (String name = packageName; name.contains("."); name = name.substring(0, name.lastIndexOf('.'))) {
            if (annotated(name, ApplicationModule.class)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void only_web_packages_know_the_web() {
        noClasses()
                .that()
                .resideOutsideOfPackages("lazo", "..web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..",
                        "org.springframework.web..",
                        "org.springframework.security.web..",
                        "gg.jte..",
                        "lazojte..")
                .check(CLASSES);
    }

    @Test
    void controllers_and_listeners_are_nobody_elses_business() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .should()
                .notBePublic()
                .check(CLASSES);
        methods()
                .that()
                .areAnnotatedWith(EventListener.class)
                .or()
                .areMetaAnnotatedWith(EventListener.class)
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is_for_and_marks_its_nulls() throws IOException {
        Path sources = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(sources.resolve("lazo"))) {
            List<Path> folders = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path folder : folders) {
                Path info = folder.resolve("package-info.java");
                assertThat(info).exists();
                assertThat(Files.readString(info)).as(info.toString()).containsPattern("(?s)/\\*\\*.*[.:?].*\\*/");
                String name = sources.relativize(folder).toString().replace('/', '.');
                assertThat(annotated(name, NullMarked.class))
                        .as(name + " is @NullMarked")
                        .isTrue();
            }
        }
    }

    private static boolean annotated(String packageName, Class<? extends java.lang.annotation.Annotation> annotation) {
        try {
            return Class.forName(packageName + ".package-info").isAnnotationPresent(annotation);
        } catch (ClassNotFoundException none) {
            return false;
        }
    }

    @Test
    void names_say_something() {
        for (String word : EMPTY_WORDS) {
            noClasses().should().haveSimpleNameEndingWith(word).check(CLASSES);
        }
        noClasses()
                .should()
                .resideInAnyPackage("..impl..", "..common..", "..util..")
                .check(CLASSES);
    }

    @Test
    void templates_use_icons_of_the_sprite_and_no_inline_styles_or_scripts() throws IOException {
        List<String> icons;
        try (Stream<Path> lists = Files.list(Path.of("src/main/resources/icons"))) {
            icons = lists.flatMap(HouseRulesTest::lines).toList();
        }
        var used = java.util.regex.Pattern.compile("component\\.icon\\(screen, \"([a-z0-9-]+)\"[,)]");
        try (Stream<Path> templates = Files.walk(Path.of("src/main/jte"))) {
            for (Path template :
                    templates.filter(file -> file.toString().endsWith(".jte")).toList()) {
                String text = Files.readString(template);
                used.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .forEach(icon -> assertThat(icons)
                                .as("icons/*.txt, for " + template)
                                .contains(icon));
                assertThat(text).as(template.toString()).doesNotContainPattern("\\s(style|on[a-z]+|hx-on[^=]*)=\"");
                assertThat(text)
                        .as(template.toString())
                        .doesNotContainPattern("<script(?![^>]*(src=|application/json))");
            }
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
