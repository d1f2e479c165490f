package dev.cloze.data.source;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Position;
import dev.cloze.data.file.FilePattern;
import dev.cloze.data.file.ReadingRules;
import java.nio.file.Path;
import java.util.List;

/** The rows of tables as documents. */
final class TableCorpus implements TextCorpus {

    private final Table table;
    private final ReadingRules rules;
    private final RowMemory memory = new RowMemory();

    TableCorpus(Table table, ReadingRules rules) {
        this.table = table;
        this.rules = rules;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return new RowDocuments(spec(seed.split("files").shuffled(paths())), position);
    }

    @Override
    public Feed<Document> inOrder(Position position) {
        return new RowDocuments(spec(paths()), position);
    }

    @Override
    public long examples() {
        return spec(paths()).count();
    }

    @Override
    public List<Path> paths() {
        return FilePattern.set(table.files()).resolve(table.format().suffixes());
    }

    private RowDocuments.Spec spec(List<Path> order) {
        return new RowDocuments.Spec(name(), order.stream().map(this::part).toList(), table.fields(), rules, memory);
    }

    private RowPart part(Path file) {
        return switch (table.format()) {
            case PARQUET -> TableFile.parquet(file, table.fields(), rules);
            case CSV -> TableFile.csv(file, table.fields(), rules);
            case JSON -> JsonRows.Part.of(file, rules);
        };
    }
}
