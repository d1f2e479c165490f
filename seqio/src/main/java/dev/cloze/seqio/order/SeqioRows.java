package dev.cloze.seqio.order;

import dev.cloze.Refusal;
import dev.cloze.batch.BatchShape;
import dev.cloze.batch.Batches;
import dev.cloze.batch.Packing;
import dev.cloze.batch.load.BatchOrder;
import dev.cloze.batch.load.BatchOrder.Seqio.Converter;
import dev.cloze.batch.load.ForeignBatches;
import dev.cloze.batch.load.OrderedText;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What seqio would make of a text.
 *
 * @param seqio what is asked of seqio
 * @param text where it comes from, and what is made of it
 */
record SeqioRows(BatchOrder.Seqio seqio, OrderedText text) implements ForeignBatches {

    /** Targets alone and an objective that reads something do not go together. */
    SeqioRows {
        boolean alone = text.settings().objective() instanceof CausalLm;
        if (alone != (seqio.converter() == Converter.LM)) {
            throw Refusal.at(
                    "compat.converter",
                    alone ? "must be lm with objective.type = causal-lm" : "lm needs objective.type = causal-lm");
        }
    }

    @Override
    public Batches open(Position position) {
        String name = text.settings().objective().name();
        return SeqioFeed.open(rows(), shape().rows(), name, position);
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
                text.settings().seed(),
                seqio.epochs(),
                new Request.Shard(seqio.shard(), seqio.shards()),
                true);
        SeqioText elements = new SeqioText(
                sources(),
                text.settings().tokenizer(),
                text.settings().objective(),
                seqio.reserved(),
                seqio.shuffleBuffer());
        return converter().convert(elements.open(request), lengths());
    }

    private Map<String, Integer> lengths() {
        return seqio.converter() == Converter.LM
                ? Map.of("targets", shape().lengths().targets())
                : Map.of(
                        "inputs",
                        shape().lengths().inputs(),
                        "targets",
                        shape().lengths().targets());
    }

    private BatchShape shape() {
        return text.settings().shape();
    }

    private FeatureConverter converter() {
        Converting how = new Converting(shape().packing() != Packing.NONE, true, 0);
        return seqio.converter() == Converter.ENCODER_DECODER
                ? new EncoderDecoder(how, false)
                : new DecoderOnly(how, seqio.lossOnTargetsOnly());
    }

    /** A single source needs no rate, so that it is not counted; seqio, too, treats sources of unknown size otherwise. */
    private List<SeqioText.Source> sources() {
        List<Source> choices = text.data().sources();
        if (choices.size() == 1) {
            return List.of(SourceLines.of(choices.get(0), 1, 0));
        }
        List<SeqioText.Source> sources = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            long examples = text.own().sources().get(i).examples();
            sources.add(SourceLines.of(
                    choices.get(i), Math.pow((double) examples, text.data().alpha()), examples));
        }
        return sources;
    }
}
