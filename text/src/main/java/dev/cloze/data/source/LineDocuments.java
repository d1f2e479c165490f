package dev.cloze.data.source;

import dev.cloze.Refusal;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePlace;
import dev.cloze.data.file.FileSet;
import dev.cloze.data.file.Lines;
import dev.cloze.data.record.BadRecord;
import dev.cloze.data.record.LeftOut;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One pass over the lines of files. Its position names the file by its number in the pass and the place in it. */
final class LineDocuments implements Feed<Document> {

    private static final String FILE = "file";
    private static final String FILES = "files";
    private static final String FRAME = "frame";
    private static final String OFFSET = "byte";
    private static final String LINE = "line";
    private static final String DOCUMENTS = "documents";
    private static final String LEFT_OUT = "left-out";

    private final LineCorpus corpus;
    private final List<Path> files;
    private final long fingerprint;
    private final LineParser parser;
    private int file;
    private FilePlace entry;
    private final LeftOut leftOut;
    private long documents;
    private @Nullable Lines lines;
    private @Nullable Document current;

    LineDocuments(LineCorpus corpus, List<Path> files, Position position) {
        this.corpus = corpus;
        this.files = files;
        parser = corpus.source().parser(corpus.rules());
        fingerprint = FileSet.fingerprint(files);
        if (!position.equals(Position.START) && position.counter(FILES) != fingerprint) {
            throw Refusal.at(corpus.name(), "the files have changed since the position was taken");
        }
        file = Math.toIntExact(position.counter(FILE));
        entry = new FilePlace(position.counter(FRAME), position.counter(OFFSET), position.counter(LINE));
        documents = position.counter(DOCUMENTS);
        leftOut = new LeftOut(corpus.rules(), position.counter(LEFT_OUT));
    }

    @Override
    public boolean advance() {
        Document next = null;
        while (next == null) {
            Lines open = lines;
            if (open == null && file == files.size()) {
                return endOfPass();
            }
            next = open == null ? enterFile() : open.advance() ? accepted(open) : leaveFile(open);
        }
        current = next;
        documents++;
        return true;
    }

    private @Nullable Document enterFile() {
        lines = Lines.open(files.get(file), entry, corpus.rules());
        parser.begin(files.get(file));
        return null;
    }

    private @Nullable Document leaveFile(Lines open) {
        if (open.number() == 0) {
            throw Refusal.at(files.get(file).toString(), "the file is empty");
        }
        open.close();
        lines = null;
        entry = FilePlace.START;
        file++;
        return parser.finish();
    }

    private @Nullable Document accepted(Lines line) {
        try {
            requireText(line);
            return parser.accept(line);
        } catch (BadRecord bad) {
            parser.reject();
            leftOut.add(files.get(file) + ": line " + line.number(), bad);
            return null;
        }
    }

    private void requireText(Lines line) {
        if (line.tooLong()) {
            throw new BadRecord(
                    "a line must have at most %,d bytes", corpus.rules().maxLineBytes());
        }
        BadRecord.requireUtf8(line.bytes(), line.from(), line.to());
    }

    private boolean endOfPass() {
        if (documents == 0) {
            throw Refusal.at(
                    corpus.name(), "no usable text in %d file(s), the first is %s", files.size(), files.get(0));
        }
        leftOut.report(corpus.name());
        return false;
    }

    @Override
    public Document current() {
        if (current == null) {
            throw new NoSuchElementException();
        }
        return current;
    }

    @Override
    public Position position() {
        FilePlace place = lines == null ? entry : lines.place();
        return new Position(
                Map.of(
                        FILE,
                        (long) file,
                        FILES,
                        fingerprint,
                        FRAME,
                        place.frame(),
                        OFFSET,
                        place.offset(),
                        LINE,
                        place.line(),
                        DOCUMENTS,
                        documents,
                        LEFT_OUT,
                        leftOut.count()),
                Map.of());
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
            lines = null;
        }
    }
}
