package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Corpus;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import java.nio.file.Path;
import java.util.List;

/** Documents as a {@link Source} reads them. A feed is one pass over them. */
public sealed interface TextCorpus extends Corpus<Document> permits LineCorpus, TableCorpus, QueryCorpus {

    /** One pass. The order of the files is drawn from {@code seed}; inside a file nothing is moved. */
    @Override
    Feed<Document> open(Position position, Seed seed);

    /** One pass over the files in the order in which they were named. */
    Feed<Document> inOrder(Position position);

    /** The files that it reads, in the order in which they were named. */
    @Override
    List<Path> paths();
}
