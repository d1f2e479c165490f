package dev.cloze.task;

import dev.cloze.Inline;
import dev.cloze.Refusal;
import dev.cloze.data.prepared.Origin;
import dev.cloze.data.prepared.PreparedDocuments;
import dev.cloze.data.prepared.PreparedManifest;
import dev.cloze.data.prepared.SourceFile;
import dev.cloze.data.source.Source;
import dev.cloze.data.source.TextCorpus;
import dev.cloze.data.step.DocumentStep;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A task whose documents are made into tokens once.
 *
 * @param task what is made of its documents
 * @param source where its documents come from
 * @param folder where the tokens are
 * @param tokenizer the tokenizer's hash
 */
public record PreparedTask(Task task, TextCorpus source, Path folder, String tokenizer) {

    /** Keys of sources that say where files are or how they are read, but nothing about the documents. */
    private static final Set<String> PLACES = Set.of("name", "files", "folder", "badRecords");

    /**
     * A task in a folder of prepared tasks.
     *
     * @throws Refusal where its name is none of a folder
     */
    public static PreparedTask of(Task task, TextCorpus source, Path prepared, String tokenizer) {
        String name = task.name();
        if (!name.matches("[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*")) {
            throw Refusal.at(
                    "data",
                    "the name of a prepared task must be letters, digits and . _ -, as of a folder, got '%s'",
                    name);
        }
        return new PreparedTask(task, source, prepared.resolve(name), tokenizer);
    }

    /** What the tokens are made of, with the sources as they are now. */
    public Origin origin() {
        List<SourceFile> known = PreparedManifest.read(folder)
                .map(manifest -> manifest.origin().sources())
                .orElse(List.of());
        List<Path> files = source.paths();
        List<SourceFile> now = IntStream.range(0, files.size())
                .mapToObj(
                        i -> SourceFile.of(files.get(i), known.stream().skip(i).findFirst()))
                .toList();
        return new Origin(tokenizer, options(), isPair(), now);
    }

    /** The prepared documents, which must be what would be made now, of the same sources unless those are not checked. */
    public PreparedDocuments open(boolean checkSources) {
        PreparedDocuments documents = PreparedDocuments.open(source.name(), folder);
        documents.requireMade(tokenizer, options());
        if (checkSources) {
            documents.requireSources(sources());
        }
        return documents;
    }

    private List<Path> sources() {
        try {
            return source.paths();
        } catch (Refusal gone) {
            throw Refusal.because(
                    gone,
                    String.valueOf(gone.getMessage()),
                    "so what was prepared of it cannot be checked; data.check-sources = false trains without");
        }
    }

    private boolean isPair() {
        return task.learn() instanceof Learning.Pair;
    }

    /** All that decides the text of documents; steps over tokens and objectives are applied while training. */
    private String options() {
        String steps = task.steps().stream()
                .filter(DocumentStep.class::isInstance)
                .map(Objects::toString)
                .collect(Collectors.joining(", "));
        return fields(task.source()) + " [" + steps + "]" + (isPair() ? " " + task.learn() : "");
    }

    private static String fields(Source source) {
        return source.getClass().getSimpleName() + values(source).sorted().toList();
    }

    /** The components that decide what documents are, those of an inlined record among them. */
    private static Stream<String> values(Object record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> !PLACES.contains(component.getName()))
                .flatMap(component -> {
                    Object value = value(component.getAccessor(), record);
                    return component.isAnnotationPresent(Inline.class)
                            ? values(value)
                            : Stream.of(component.getName() + "=" + value);
                });
    }

    private static Object value(Method accessor, Object record) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
