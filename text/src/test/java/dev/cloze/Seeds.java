package dev.cloze;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Two hundred seeds for a property; a failure names the seed that broke it. */
public final class Seeds implements ArgumentsProvider {

    private static final int COUNT = 200;

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return LongStream.range(0, COUNT).mapToObj(n -> Arguments.of(new Seed(n).split("property")));
    }
}
