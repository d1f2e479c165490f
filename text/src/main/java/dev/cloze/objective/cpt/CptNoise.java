package dev.cloze.objective.cpt;

import dev.cloze.data.random.TorchRandom;
import dev.cloze.text.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CPT's noise (Shao et al. 2021, §3.3): whole words masked, one mask a token for understanding, one mask a word for generation,
 * whose sentences change places too. One mask in ten is a random token instead.
 *
 * <pre>
 * text           我们 喜欢 北京 天安门 。
 * understanding  _ _ 喜欢 北京 天安门 。
 * generation     _ 喜欢 北京 天安门 。
 * </pre>
 *
 * Differs from the reference: a sample with fewer words than should be masked has all of them masked; the reference fails.
 *
 * @param maskedShare share of the words that is masked
 * @param maskId stands for a masked token
 * @param sepId what sentences end with
 * @param vocabularySize random tokens lie below, from 1 on
 */
public record CptNoise(double maskedShare, int maskId, int sepId, int vocabularySize) {

    private static final double SINGLE = 0.1;
    private static final float RANDOM = 0.1f;

    /** What is masked of a word. */
    public enum Replacement {
        /** Each of its tokens, so that the length stays. */
        EACH_TOKEN,
        /** All of it by one mask. */
        WHOLE_WORD
    }

    /** The sample with words masked. */
    public Tokens masked(Tokens tokens, CptWords words, Replacement replacement, TorchRandom random) {
        int some = words.candidates().size();
        int whole = (int) Math.ceil(some * maskedShare);
        int count = whole + (int) Math.ceil(some * maskedShare * SINGLE);
        List<Integer> from = count > some ? words.all() : words.candidates();
        count = Math.min(count, from.size());
        if (count == 0) {
            return tokens;
        }
        int[] order = random.permutation(from.size());
        List<Masked> masks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            masks.add(new Masked(from.get(order[i]), false));
        }
        masks.replaceAll(mask -> new Masked(mask.place(), random.nextFloat() < RANDOM));
        int[] ids = tokens.toArray();
        boolean[] deleted = new boolean[ids.length];
        write(masks, ids, random);
        List<Masked> open = masks.subList(0, Math.min(whole, count));
        while (!open.isEmpty()) {
            open = open.stream()
                    .map(mask -> new Masked(mask.place() + 1, mask.random()))
                    .filter(mask -> words.continues(mask.place()))
                    .toList();
            if (replacement == Replacement.WHOLE_WORD) {
                open.forEach(mask -> deleted[mask.place()] = true);
            } else {
                write(open, ids, random);
            }
        }
        return kept(ids, deleted);
    }

    /**
     * A masked token.
     *
     * @param place where it stands
     * @param random whether a random token takes its place
     */
    private record Masked(int place, boolean random) {}

    private void write(List<Masked> masks, int[] ids, TorchRandom random) {
        masks.forEach(mask -> ids[mask.place()] = maskId);
        masks.stream().filter(Masked::random).forEach(mask -> ids[mask.place()] = random.below(1, vocabularySize));
    }

    private static Tokens kept(int[] ids, boolean[] deleted) {
        int[] kept = new int[ids.length];
        int size = 0;
        for (int i = 0; i < ids.length; i++) {
            if (!deleted[i]) {
                kept[size++] = ids[i];
            }
        }
        return Tokens.copyOf(kept, 0, size);
    }

    /** The sample with its sentences in another order; the first token stays. */
    public Tokens permuted(Tokens tokens, TorchRandom random) {
        List<Tokens> sentences = new ArrayList<>();
        int from = 1;
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.at(i) == sepId) {
                sentences.add(tokens.slice(from, i + 1));
                from = i + 1;
            }
        }
        int[] chosen = random.permutation(sentences.size());
        int[] moved = random.permutation(sentences.size());
        Tokens[] order = sentences.toArray(new Tokens[0]);
        for (int i = 0; i < chosen.length; i++) {
            order[chosen[i]] = sentences.get(chosen[moved[i]]);
        }
        Tokens rest = tokens.slice(Math.min(from, tokens.size()), tokens.size());
        return Arrays.stream(order).reduce(tokens.slice(0, 1), Tokens::concat).concat(rest);
    }
}
