package dev.cloze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloze.Refusal;
import dev.cloze.checkpoint.disk.FileMark;
import dev.cloze.checkpoint.disk.JsonFile;
import dev.cloze.checkpoint.disk.Shown;
import dev.cloze.data.Position;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code run.json} says of a checkpoint: where the run stood, what it was, and which files belong to it.
 *
 * @param step optimiser steps done
 * @param position where the data feed stands
 * @param seeds the run's seeds by name
 * @param counters the run's running totals by name
 * @param run the resolved run file
 * @param tokenizer hash of the tokenizer
 * @param versions of Cloze, Java and libtorch
 * @param files every other file of the folder
 */
public record Manifest(
        long step,
        Position position,
        SortedMap<String, Long> seeds,
        SortedMap<String, Long> counters,
        String run,
        String tokenizer,
        SortedMap<String, String> versions,
        SortedMap<String, FileMark> files) {

    /** The file that holds it. */
    public static final String FILE = "run.json";

    private static final int FORMAT = 1;
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}");

    /** Takes unmodifiable copies. */
    public Manifest {
        seeds = Collections.unmodifiableSortedMap(new TreeMap<>(seeds));
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** This manifest with these files. */
    Manifest with(SortedMap<String, FileMark> marks) {
        return new Manifest(step, position, seeds, counters, run, tokenizer, versions, marks);
    }

    /** The text of {@code run.json}. */
    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT).put("step", step).put("tokenizer", tokenizer);
        ObjectNode about = json.putObject("versions");
        versions.forEach(about::put);
        numbers(json.putObject("seeds"), seeds);
        numbers(json.putObject("counters"), counters);
        json.set("position", position.toJson());
        ObjectNode marks = json.putObject("files");
        files.forEach(
                (name, mark) -> marks.putObject(name).put("bytes", mark.bytes()).put("sha256", mark.sha256()));
        json.put("run", run);
        return json.toPrettyString() + "\n";
    }

    private static void numbers(ObjectNode json, Map<String, Long> numbers) {
        numbers.forEach(json::put);
    }

    /** Reads {@code run.json} of a folder. */
    static Manifest read(Path folder) {
        Path file = folder.resolve(FILE);
        JsonNode json = JsonFile.read(file);
        if (json.path("format").asInt() != FORMAT) {
            throw Refusal.at(
                    file.toString(),
                    "format must be %d, got %s",
                    FORMAT,
                    Shown.of(json.path("format").asText()));
        }
        SortedMap<String, FileMark> files = new TreeMap<>();
        json.path("files").properties().forEach(e -> {
            if (!PLAIN_NAME.matcher(e.getKey()).matches()) {
                throw Refusal.at(file.toString(), "files must have plain names, got %s", Shown.of(e.getKey()));
            }
            files.put(
                    e.getKey(),
                    new FileMark(
                            e.getValue().path("bytes").asLong(-1),
                            e.getValue().path("sha256").asText()));
        });
        return new Manifest(
                json.path("step").asLong(),
                Position.parse(json.path("position"), file.toString()),
                numbers(json.path("seeds")),
                numbers(json.path("counters")),
                json.path("run").asText(),
                json.path("tokenizer").asText(),
                strings(json.path("versions")),
                files);
    }

    private static SortedMap<String, Long> numbers(JsonNode json) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        json.properties().forEach(e -> numbers.put(e.getKey(), e.getValue().asLong()));
        return numbers;
    }

    private static SortedMap<String, String> strings(JsonNode json) {
        SortedMap<String, String> strings = new TreeMap<>();
        json.properties().forEach(e -> strings.put(e.getKey(), e.getValue().asText()));
        return strings;
    }
}
