package dev.cloze.adapter;

import dev.cloze.Refusal;
import dev.cloze.adapter.inject.Injection;
import dev.cloze.adapter.inject.SoftPrompt;
import dev.cloze.nn.Embedding;
import dev.cloze.nn.VirtualTokens;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Puts virtual tokens before what a model reads first, by an embedding that knows them. */
final class SoftPrompting implements Injection {

    private final PromptShape shape;
    private final Function<Embedding, Supplier<Tensor>> table;
    private SoftPrompt softPrompt = SoftPrompt.NONE;

    /** Tokens whose vectors {@code table} makes, given the model's own. */
    SoftPrompting(PromptShape shape, Function<Embedding, Supplier<Tensor>> table) {
        this.shape = shape;
        this.table = table;
    }

    @Override
    public Embedding words(String path, Embedding known, double factor) {
        Embedding plain = known.times(factor);
        if (softPrompt.count() > 0) {
            return plain; // texts go into the part of the model that reads first
        }
        int rows = Math.toIntExact(known.table().size(0));
        long width = known.table().size(1);
        if (width != shape.width()) {
            throw Refusal.at(
                    "adapter",
                    "was made for another model: its tokens have %d values, the model's %d",
                    shape.width(),
                    width);
        }
        softPrompt = new SoftPrompt(rows, shape.tokens());
        return new VirtualTokens(plain, rows, table.apply(plain));
    }

    @Override
    public SoftPrompt softPrompt() {
        return softPrompt;
    }

    @Override
    public void requireUsed() {
        if (softPrompt.count() == 0) {
            throw Refusal.at("adapter", "virtual tokens go into no model that reads no words");
        }
    }
}
