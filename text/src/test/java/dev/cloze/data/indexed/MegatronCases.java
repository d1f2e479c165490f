package dev.cloze.data.indexed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloze.Golden;
import dev.cloze.GoldenLines;
import dev.cloze.text.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The cases of {@code golden/megatron}. */
public final class MegatronCases {

    private MegatronCases() {}

    /** One test for each case of a file that is wanted. */
    public static Stream<DynamicTest> tests(String file, Predicate<JsonNode> wanted, Consumer<JsonNode> test) {
        List<DynamicTest> tests = new ArrayList<>();
        GoldenLines.of("megatron", file).filter(c -> !c.has("made_with")).forEach(c -> {
            String name = tests.size() + " "
                    + c.path("name")
                            .asText(c.path("helper").asText(c.path("kind").asText()));
            if (wanted.test(c)) {
                tests.add(DynamicTest.dynamicTest(name, () -> test.accept(c)));
            }
        });
        return tests.stream();
    }

    public static IndexedTokens dataset(String name) {
        return IndexedTokens.open(path(name));
    }

    public static Path path(String name) {
        return Golden.folder("megatron/indexed").orElseThrow().resolve(name);
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    public static Tokens tokens(JsonNode array) {
        return Tokens.of(ints(array));
    }
}
