package dev.cloze.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectiveTest {

    static Stream<Class<?>> objectives() {
        return Stream.of(Objective.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void each_objective_has_a_test_that_keeps_the_contract(Class<?> objective) throws ClassNotFoundException {
        Class<?> test = Class.forName(objective.getName() + "Test");
        assertThat(ObjectiveContract.class).isAssignableFrom(test);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void each_objective_is_a_record_that_a_run_file_can_hold(Class<?> objective) {
        assertThat(objective.isRecord()).isTrue();
    }
}
