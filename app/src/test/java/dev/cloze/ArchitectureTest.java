package dev.cloze;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

    private static final String ROOT = "dev.cloze.";

    /** Packages in reading order. A package may use only those before it. */
    private static final List<String> ORDER = List.of(
            "text",
            "prompt",
            "data",
            "objective",
            "task",
            "batch",
            "tensor",
            "nn",
            "model",
            "adapter",
            "checkpoint",
            "train",
            "generate",
            "eval",
            "run",
            "use",
            "app");

    private static final List<String> PLAIN_JAVA = List.of("text", "prompt", "data", "objective", "task", "batch");

    /** Other people's data order and noise: beside the order, on top of plain Java. */
    private static final String SEQIO = "seqio";

    /** Where test classes lie, whatever built them. */
    private static final String TESTS = ArchitectureTest.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains(TESTS))
            .importPackages("dev.cloze");

    static Stream<Integer> positions() {
        return IntStream.range(0, ORDER.size() - 1).boxed();
    }

    @ParameterizedTest
    @MethodSource("positions")
    void a_package_uses_only_those_before_it(int i) {
        String[] after = ORDER.subList(i + 1, ORDER.size()).stream()
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ORDER.get(i) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(after)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void every_class_lies_in_a_package_of_the_list() {
        String[] listed = Stream.concat(ORDER.stream(), Stream.of(SEQIO))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        classes()
                .that()
                .resideOutsideOfPackage("dev.cloze")
                .should()
                .resideInAnyPackage(listed)
                .check(CLASSES);
    }

    @Test
    void the_orders_of_others_know_plain_java_alone() {
        String[] libtorch = ORDER.stream()
                .filter(name -> !PLAIN_JAVA.contains(name))
                .map(name -> ROOT + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + SEQIO + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libtorch)
                .check(CLASSES);
    }

    @Test
    void nobody_knows_the_orders_of_others() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + SEQIO + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + SEQIO + "..")
                .check(CLASSES);
    }

    static Stream<String> packages() {
        return Stream.concat(ORDER.stream(), Stream.of(SEQIO));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void the_parts_of_a_package_go_in_no_circle(String name) {
        slices().matching(ROOT + name + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** As above, and what lies in the package itself is a part, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "data",
                "objective",
                "task",
                "batch",
                "nn",
                "model",
                "adapter",
                "checkpoint",
                "train",
                "generate"
            })
    void a_package_and_its_parts_go_in_no_circle(String name) {
        slices().assignedFrom(new Parts(ROOT + name)).should().beFreeOfCycles().check(CLASSES);
    }

    /** The classes of a package by the sub-package they lie in. */
    private record Parts(String whole) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (!name.equals(whole) && !name.startsWith(whole + ".")) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(
                    name.substring(whole.length()).split("\\.", 3).length > 1
                            ? name.substring(whole.length() + 1).split("\\.", 2)[0]
                            : whole);
        }

        @Override
        public String getDescription() {
            return whole + " by its parts";
        }
    }

    @Test
    void no_two_classes_share_a_simple_name() {
        Map<String, List<String>> bySimpleName = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(bySimpleName).hasSizeGreaterThan(500);
        assertThat(bySimpleName.values()).allSatisfy(names -> assertThat(names).hasSize(1));
    }

    @Test
    void text_and_data_ship_to_executors_without_libtorch() {
        String[] plain = PLAIN_JAVA.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(plain)
                .or()
                .resideInAPackage("dev.cloze")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void only_the_doors_know_run_files_and_commands() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.typesafe.config..", "picocli..", "io.javalin..")
                .check(CLASSES);
    }
}
