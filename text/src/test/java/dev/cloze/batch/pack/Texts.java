package dev.cloze.batch.pack;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/** Documents from a list, in order. */
record Texts(List<Document> documents) implements Pipeline<Document> {

    static Texts of(String language, String... texts) {
        List<Document> documents = new ArrayList<>();
        for (String text : texts) {
            documents.add(document(text, language));
        }
        return new Texts(documents);
    }

    static Document document(String text, String language) {
        return new Document(text, language, "list", Map.of());
    }

    /** Documents of many lengths in some languages, some of them empty; each is a run of one letter of its own. */
    static Texts random(Seed seed, int count, int longest) {
        SplittableRandom random = seed.random();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(3) : random.nextInt(longest);
            char letter = (char) ('!' + random.nextInt(90));
            documents.add(document(String.valueOf(letter).repeat(length), "l" + random.nextInt(4)));
        }
        return new Texts(documents);
    }

    @Override
    public Feed<Document> open(Position position, Seed seed) {
        return new Feed<>() {

            private long index = position.counter("index");

            @Override
            public boolean advance() {
                if (index >= documents.size()) {
                    return false;
                }
                index++;
                return true;
            }

            @Override
            public Document current() {
                if (index == 0) {
                    throw new NoSuchElementException();
                }
                return documents.get((int) index - 1);
            }

            @Override
            public Position position() {
                return Position.START.with("index", index);
            }

            @Override
            public void close() {
                // A list needs no closing.
            }
        };
    }
}
