package dev.cloze.generate.search;

import dev.cloze.generate.options.GenerationRequest;
import java.util.stream.IntStream;

/**
 * The ids that a search has to know.
 *
 * @param start what the decoder reads first, if a request does not say it
 * @param eos what ends a text
 * @param pad what fills inputs up
 * @param continues whether the decoder reads the input itself first, and goes on from it
 */
public record SpecialIds(int start, int eos, int pad, boolean continues) {

    /** What a row begins with. */
    int[] opening(GenerationRequest request) {
        return continues
                ? IntStream.range(0, request.input().size())
                        .map(request.input()::at)
                        .toArray()
                : new int[] {request.options().start().orElse(start)};
    }
}
