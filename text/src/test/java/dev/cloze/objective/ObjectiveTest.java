package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cloze.Doc;
import dev.cloze.Inline;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveTest {

    static Stream<Class<?>> objectives() {
        return permitted(Objective.class);
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return Stream.of(type.getPermittedSubclasses()).flatMap(of -> of.isSealed() ? permitted(of) : Stream.of(of));
    }

    /** All but CPT's, which answers in place in BERT's vocabulary: its own test holds what of the contract it can. */
    static Stream<Class<?>> objectivesWithSentinels() {
        return objectives().filter(objective -> objective != CptDenoising.class);
    }

    @ParameterizedTest
    @MethodSource("objectivesWithSentinels")
    void each_objective_has_a_test_that_keeps_the_contract(Class<?> objective) throws ClassNotFoundException {
        Class<?> test = Class.forName(objective.getName() + "Test");
        assertThat(ObjectiveContract.class).isAssignableFrom(test);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void each_objective_is_a_record_that_a_run_file_can_hold(Class<?> objective) {
        assertThat(objective.isRecord()).isTrue();
        assertThat(objective.getAnnotation(Doc.class)).isNotNull();
        assertThat(objective.getRecordComponents())
                .allMatch(key -> key.isAnnotationPresent(Doc.class) || key.isAnnotationPresent(Inline.class));
    }
}
