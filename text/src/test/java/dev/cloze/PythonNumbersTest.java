package dev.cloze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.000127, 0.000127",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-1.5e-9, -1.5e-09",
        "1.27e-300, 1.27e-300",
        "0.5, 0.5",
        "3, 3.0",
        "0, 0.0",
        "12345678, 12345678.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "2.5e120, 2.5e+120"
    })
    void a_fraction_is_written_as_python_writes_it(double number, String text) {
        assertThat(PythonNumbers.text(number)).isEqualTo(text);
    }

    @Test
    void so_are_those_inside_a_tree() throws IOException {
        ObjectMapper mapper = new ObjectMapper().registerModule(PythonNumbers.module());
        assertThat(mapper.writeValueAsString(List.of(1, 1.27E-4, 1.27E-4f, List.of(2.0), "1.27E-4")))
                .isEqualTo("[1,0.000127,0.000127,[2.0],\"1.27E-4\"]");
    }
}
