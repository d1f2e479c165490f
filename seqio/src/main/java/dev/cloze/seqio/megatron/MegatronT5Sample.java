package dev.cloze.seqio.megatron;

import dev.cloze.Refusal;
import dev.cloze.data.random.NumpyRandom;
import dev.cloze.objective.span.NgramMasking;
import dev.cloze.text.Tokens;
import java.util.List;

/**
 * A sample of Megatron's T5: each masked n-gram is the next sentinel. No end of sequence behind the inputs, no last sentinel.
 *
 * @param inputs what the encoder reads
 * @param decoderInputs what the decoder reads
 * @param labels what it must write
 */
public record MegatronT5Sample(Tokens inputs, Tokens decoderInputs, Tokens labels) {

    /** The sample of some text, cut to the target length before. */
    public static MegatronT5Sample of(
            Tokens text, int targetLength, NgramMasking masking, MegatronVocabulary vocabulary, NumpyRandom random) {
        Tokens cut = text.slice(0, Math.min(text.size(), targetLength));
        NgramMasking.Replacement mask = (token, r) -> vocabulary.marks().maskId();
        NgramMasking.Masked masked = masking.mask(cut, targetLength, vocabulary.words(), mask, random);
        Refusal.require(
                masked.spans().size() <= vocabulary.sentinels().size(),
                "%d spans, but the vocabulary has %d sentinels",
                masked.spans().size(),
                vocabulary.sentinels().size());
        Tokens inputs = Tokens.EMPTY;
        Tokens written = Tokens.EMPTY;
        int at = 0;
        for (int i = 0; i < masked.spans().size(); i++) {
            List<Integer> span = masked.spans().get(i);
            int sentinel = vocabulary.sentinels().at(i);
            inputs = inputs.concat(masked.tokens().slice(at, span.get(0))).append(sentinel);
            written = written.append(sentinel)
                    .concat(Tokens.of(span.stream().mapToInt(cut::at).toArray()));
            at = span.get(span.size() - 1) + 1;
        }
        return new MegatronT5Sample(
                inputs.concat(masked.tokens().slice(at, cut.size())),
                Tokens.of(vocabulary.decoder().bosId()).concat(written),
                written.append(vocabulary.decoder().eosId()));
    }
}
