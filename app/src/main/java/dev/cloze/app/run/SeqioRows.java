package dev.cloze.app.run;

import dev.cloze.Refusal;
import dev.cloze.app.config.Run;
import dev.cloze.app.config.train.Batching;
import dev.cloze.app.config.train.CompatChoice;
import dev.cloze.app.config.train.CompatChoice.Seqio.Converter;
import dev.cloze.batch.Batches;
import dev.cloze.batch.Packing;
import dev.cloze.batch.load.DataLoader;
import dev.cloze.batch.load.ForeignBatches;
import dev.cloze.data.Position;
import dev.cloze.data.source.Source;
import dev.cloze.objective.CausalLm;
import dev.cloze.seqio.Features;
import dev.cloze.seqio.Request;
import dev.cloze.seqio.convert.Converting;
import dev.cloze.seqio.convert.DecoderOnly;
import dev.cloze.seqio.convert.EncoderDecoder;
import dev.cloze.seqio.convert.FeatureConverter;
import dev.cloze.seqio.convert.SeqioFeed;
import dev.cloze.seqio.convert.SeqioText;
import dev.cloze.seqio.dataset.Dataset;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What seqio would make of a run file.
 *
 * @param run the run file
 * @param seqio what it says of seqio
 * @param own knows the tokenizer and how large the sources are
 */
record SeqioRows(Run run, CompatChoice.Seqio seqio, DataLoader own) implements ForeignBatches {

    /** Targets alone and an objective that reads something do not go together. */
    SeqioRows {
        boolean alone = run.objective() instanceof CausalLm;
        if (alone != (seqio.converter() == Converter.LM)) {
            throw Refusal.at(
                    "compat.converter",
                    alone ? "must be lm with objective.type = causal-lm" : "lm needs objective.type = causal-lm");
        }
    }

    @Override
    public Batches open(Position position) {
        String name = run.objective().name();
        return SeqioFeed.open(rows(), run.batch().rows(), name, position);
    }

    @Override
    public Optional<List<SortedMap<String, Tokens>>> features(int count) {
        return Optional.of(rows().stream().limit(count).map(SeqioRows::tokens).toList());
    }

    private static SortedMap<String, Tokens> tokens(Features row) {
        SortedMap<String, Tokens> tokens = new TreeMap<>();
        row.names().forEach(name -> tokens.put(name, row.tokens(name)));
        return tokens;
    }

    /** The features of a model's rows. */
    Dataset<Features> rows() {
        Request request = new Request(
                lengths(),
                seqio.shuffle(),
                run.train().seed(),
                seqio.epochs(),
                new Request.Shard(seqio.shard(), seqio.shards()),
                true);
        SeqioText text = new SeqioText(
                sources(),
                own.tokenizer(),
                run.objective(),
                seqio.reserved().automatic()
                        ? OptionalInt.empty()
                        : OptionalInt.of(seqio.reserved().count()),
                seqio.shuffleBuffer());
        return converter().convert(text.open(request), lengths());
    }

    private Map<String, Integer> lengths() {
        Batching batch = run.batch();
        return seqio.converter() == Converter.LM
                ? Map.of("targets", batch.targets())
                : Map.of("inputs", batch.inputs(), "targets", batch.targets());
    }

    private FeatureConverter converter() {
        Converting how = new Converting(run.batch().packing() != Packing.NONE, true, 0);
        return seqio.converter() == Converter.ENCODER_DECODER
                ? new EncoderDecoder(how, false)
                : new DecoderOnly(how, seqio.lossOnTargetsOnly());
    }

    /** A single source needs no rate, so that it is not counted; seqio, too, treats sources of unknown size otherwise. */
    private List<SeqioText.Source> sources() {
        List<Source> choices = run.data().sources();
        if (choices.size() == 1) {
            return List.of(SeqioLines.of(choices.get(0), 1, 0));
        }
        List<SeqioText.Source> sources = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            long examples = own.sources().get(i).examples();
            sources.add(SeqioLines.of(
                    choices.get(i), Math.pow((double) examples, run.data().alpha()), examples));
        }
        return sources;
    }
}
