package dev.cloze.app.run;

import dev.cloze.app.config.Run;
import dev.cloze.app.config.data.SourceChoice;
import dev.cloze.app.config.train.Batching;
import dev.cloze.app.config.train.CompatChoice;
import dev.cloze.batch.Packing;
import dev.cloze.batch.seqio.Converting;
import dev.cloze.batch.seqio.EncoderDecoder;
import dev.cloze.batch.seqio.SeqioText;
import dev.cloze.data.seqio.Dataset;
import dev.cloze.objective.seqio.Features;
import dev.cloze.objective.seqio.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What seqio would make of a run file. */
final class Compat {

    private Compat() {}

    /** The features of a model's rows; {@code own} knows the tokenizer and how large the sources are. */
    static Dataset<Features> rows(Run run, CompatChoice.Seqio seqio, Preparation own) {
        Batching batch = run.batch();
        Map<String, Integer> lengths = Map.of("inputs", batch.inputs(), "targets", batch.targets());
        Request request = new Request(
                lengths,
                seqio.shuffle(),
                run.train().seed(),
                seqio.epochs(),
                new Request.Shard(seqio.shard(), seqio.shards()),
                true);
        SeqioText text = new SeqioText(
                sources(run, own),
                own.tokenizer(),
                run.objective().objective(),
                seqio.reserved().automatic()
                        ? OptionalInt.empty()
                        : OptionalInt.of(seqio.reserved().count()),
                seqio.shuffleBuffer());
        boolean pack = batch.packing() != Packing.NONE;
        return new EncoderDecoder(new Converting(pack, true, 0), false).convert(text.open(request), lengths);
    }

    /** A single source needs no rate, so that it is not counted; seqio, too, treats sources of unknown size otherwise. */
    private static List<SeqioText.Source> sources(Run run, Preparation own) {
        List<SourceChoice> choices = run.data().sources();
        if (choices.size() == 1) {
            return List.of(choices.get(0).lines(1, 0));
        }
        List<SeqioText.Source> sources = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            long examples = own.sources().get(i).examples();
            sources.add(
                    choices.get(i).lines(Math.pow((double) examples, run.data().alpha()), examples));
        }
        return sources;
    }
}
