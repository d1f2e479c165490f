package dev.cloze.app.cli;

import dev.cloze.Refusal;
import dev.cloze.Seed;
import dev.cloze.app.cli.option.ConvertOptions;
import dev.cloze.app.report.Display;
import dev.cloze.checkpoint.convert.AdapterMerge;
import dev.cloze.checkpoint.convert.CheckpointAverage;
import dev.cloze.checkpoint.convert.Conversion;
import dev.cloze.checkpoint.convert.CptFromBert;
import dev.cloze.checkpoint.convert.ModelChange;
import dev.cloze.checkpoint.convert.PositionCount;
import dev.cloze.checkpoint.convert.StoredFormat;
import dev.cloze.checkpoint.convert.Upcycling;
import dev.cloze.checkpoint.convert.VocabularySize;
import dev.cloze.use.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cloze convert}. */
final class Convert {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KB|MB|GB)");

    private Convert() {}

    static void run(ConvertOptions options, Terminal terminal) {
        Conversion conversion = new Conversion(
                ModelSource.base(options.model()), options.out(), changes(options), bytes(options.shardSize()));
        Conversion.Summary summary;
        try (Display display = Display.on(terminal.err(), terminal.watched(), terminal.width())) {
            summary = conversion.run((written, all) -> show(display, written, all, terminal.watched()));
        }
        summary.notes().forEach(note -> terminal.notice(options.out().toString(), note));
        terminal.out()
                .printf(Locale.ROOT, "%s: %,d weights, %,d bytes%n", options.out(), summary.tensors(), summary.bytes());
    }

    private static void show(Display display, long written, long all, boolean watched) {
        if (watched) {
            display.show(new Display.State(written, all, 0, "bytes of weights"));
        }
    }

    private static List<ModelChange> changes(ConvertOptions options) {
        Refusal.require(
                options.newRows().isEmpty() || options.vocabulary().isPresent(),
                "--new-rows needs --resize-vocabulary");
        Seed seed = new Seed(options.seed());
        List<ModelChange> changes = new ArrayList<>();
        options.bert()
                .map(bert -> new CptFromBert(ModelSource.base(bert), seed))
                .ifPresent(changes::add);
        if (!options.average().isEmpty()) {
            changes.add(new CheckpointAverage(
                    options.average().stream().map(ModelSource::base).toList()));
        }
        options.adapter().map(AdapterMerge::new).ifPresent(changes::add);
        options.experts().map(experts -> new Upcycling(experts, seed)).ifPresent(changes::add);
        options.vocabulary()
                .map(rows -> new VocabularySize(rows, newRows(options.newRows().orElse("mean")), seed))
                .ifPresent(changes::add);
        options.positions().map(PositionCount::new).ifPresent(changes::add);
        options.precision().map(StoredFormat::new).ifPresent(changes::add);
        return changes;
    }

    private static VocabularySize.NewRows newRows(String word) {
        return switch (word) {
            case "mean" -> VocabularySize.NewRows.MEAN;
            case "normal" -> VocabularySize.NewRows.NORMAL;
            default -> throw Refusal.at("--new-rows", "must be mean or normal, got '%s'", word);
        };
    }

    private static long bytes(String size) {
        if (size.equals("none")) {
            return Long.MAX_VALUE;
        }
        Matcher parts = SIZE.matcher(size.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw Refusal.at("--shard-size", "must be a size such as 500MB or 5GB, or none, got '%s'", size);
        }
        long unit = switch (parts.group(2)) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            default -> 1_000_000_000;
        };
        return Long.parseLong(parts.group(1)) * unit;
    }
}
