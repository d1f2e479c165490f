package dev.cloze.batch.pack;

import dev.cloze.Seed;
import dev.cloze.data.Document;
import dev.cloze.data.Feed;
import dev.cloze.data.Pipeline;
import dev.cloze.data.Position;
import dev.cloze.data.TokenizedDocument;
import dev.cloze.text.Tokens;
import java.util.function.Function;

/** Documents made into tokens before they are read. */
record TokensOf(Pipeline<Document> texts, Function<String, Tokens> tokenizer) implements Pipeline<TokenizedDocument> {

    @Override
    public Feed<TokenizedDocument> open(Position position, Seed seed) {
        Feed<Document> feed = texts.open(position, seed);
        return new Feed<>() {

            @Override
            public boolean advance() {
                return feed.advance();
            }

            @Override
            public TokenizedDocument current() {
                Document text = feed.current();
                return new TokenizedDocument(tokenizer.apply(text.text()), text.language(), text.source());
            }

            @Override
            public Position position() {
                return feed.position();
            }

            @Override
            public void close() {
                feed.close();
            }
        };
    }
}
