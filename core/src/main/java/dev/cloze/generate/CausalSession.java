package dev.cloze.generate;

import dev.cloze.Refusal;
import dev.cloze.generate.search.Session;
import dev.cloze.model.CausalModel;
import dev.cloze.model.DecoderState;
import dev.cloze.model.input.Prompts;
import dev.cloze.tensor.Scopes;
import dev.cloze.text.Tokens;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A decoder that has read prompts, all but their last tokens, and goes on from them. */
final class CausalSession extends DecoderSession {

    private final CausalModel model;
    private final BatchPlacement where;
    private final Map<Integer, Integer> unread = new HashMap<>(); // by slot: the last token of a prompt

    private CausalSession(CausalModel model, BatchPlacement where, DecoderState state) {
        super(state, where.device());
        this.model = model;
        this.where = where;
    }

    /** Sessions of {@code model}, which reads texts as what it is to answer, with so many rows for each of them. */
    static Session.Factory of(CausalModel model, BatchPlacement where, int beams) {
        return (texts, length) -> {
            RowUse use = use(model, texts);
            List<Tokens> prompts = use.texts();
            DecoderState.Shape shape = new DecoderState.Shape(beams, room(model, prompts, length));
            DecoderState[] state = new DecoderState[1];
            Scopes.withoutGradient(() -> state[0] =
                    model.start(Prompts.of(prompts, where.pad(), where.device()), shape, use.pass(where.device())));
            CausalSession session = new CausalSession(model, where, state[0]);
            session.leave(prompts, IntStream.range(0, prompts.size()).toArray());
            return session;
        };
    }

    /** Stops where {@code input} and {@code length} new tokens are more than the model has positions. */
    static void require(CausalModel model, Session.Input input, int length) {
        Tokens text = input.text();
        int adapter = input.adapter().orElse(model.usualAdapter());
        int prompt = model.prompt(text, adapter).size();
        Refusal.require(
                (long) prompt + length - 1 <= model.positions(), // the last token is written, not read
                "a prompt of %d tokens and %d more must fit into the model's %d positions",
                prompt,
                length,
                model.positions());
    }

    private static int room(CausalModel model, List<Tokens> prompts, int length) {
        int longest = prompts.stream().mapToInt(Tokens::size).max().orElse(1);
        return (int) Math.min((long) longest + length - 1, model.positions());
    }

    @Override
    public int[] join(List<Session.Input> texts, int length) {
        RowUse use = use(model, texts);
        List<Tokens> prompts = use.texts();
        int[][] slots = new int[1][];
        Scopes.withoutGradient(() -> slots[0] = model.join(
                state(),
                Prompts.of(prompts, where.pad(), where.device()),
                room(model, prompts, length),
                use.pass(where.device())));
        leave(prompts, slots[0]);
        return slots[0];
    }

    // What each reads where it is to answer.
    private static RowUse use(CausalModel model, List<Session.Input> texts) {
        RowUse asked = RowUse.of(model, texts);
        List<Tokens> prompts = IntStream.range(0, texts.size())
                .mapToObj(
                        i -> model.prompt(asked.texts().get(i), asked.adapters().get(i)))
                .toList();
        return new RowUse(prompts, asked.adapters());
    }

    private void leave(List<Tokens> prompts, int[] slots) {
        for (int i = 0; i < slots.length; i++) {
            unread.put(slots[i], prompts.get(i).at(prompts.get(i).size() - 1));
        }
    }

    /** Prompts need not end as texts do: the first step of each reads what it ends with. */
    @Override
    public Tensor next(int[] ids) {
        int[] read = ids.clone();
        int beams = state().beams();
        unread.forEach((slot, last) -> Arrays.fill(read, slot * beams, (slot + 1) * beams, last));
        unread.clear();
        return super.next(read);
    }

    @Override
    public void keep(int[] slots) {
        Map<Integer, Integer> kept = new HashMap<>();
        for (int i = 0; i < slots.length; i++) {
            if (unread.containsKey(slots[i])) {
                kept.put(i, unread.get(slots[i]));
            }
        }
        unread.clear();
        unread.putAll(kept);
        super.keep(slots);
    }

    @Override
    Tensor step(Tensor ids) {
        return model.step(state(), ids);
    }
}
