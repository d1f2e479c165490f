package dev.cloze.text.sentencepiece.train.unigram;

import dev.cloze.text.sentencepiece.train.TrainingWords;
import dev.cloze.text.sentencepiece.train.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out the candidates whose loss costs the likelihood least (Kudo 2018, §3.2): those whose use in the best cuts can
 * be taken over by the best other way to cut themselves.
 */
final class Pruning {

    private static final double ALWAYS = Double.POSITIVE_INFINITY;
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final Unigrams model;
    private final long[] uses;
    private final double logAll;
    private final long all;

    private Pruning(TrainingWords words, Unigrams model, Workers workers) {
        this.model = model;
        this.uses = uses(words, model, workers);
        this.all = Arrays.stream(uses).sum();
        this.logAll = Math.log((double) all);
    }

    /** The best {@code most} candidates; all characters are kept, even beyond that. */
    static Candidates of(TrainingWords words, Unigrams model, Workers workers, int most) {
        Pruning pruning = new Pruning(words, model, workers);
        Candidates candidates = model.candidates;
        double[] losses = new double[candidates.size()];
        workers.run(losses.length, t -> pruning.new Judge(losses));
        long always = Arrays.stream(losses).filter(loss -> loss == ALWAYS).count();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            if (losses[i] != ALWAYS && losses[i] != NEVER) {
                others.add(i);
            }
        }
        others.sort(Comparator.comparingDouble((Integer i) -> -losses[i]).thenComparing(Comparator.naturalOrder()));
        int room = (int) Math.max(0, Math.min(others.size(), most - always));
        for (int i : others.subList(room, others.size())) {
            losses[i] = NEVER;
        }
        return candidates.where(i -> losses[i] != NEVER);
    }

    private static long[] uses(TrainingWords words, Unigrams model, Workers workers) {
        List<Count> shares = workers.run(words.size(), t -> new Count(words, model));
        long[] sums = new long[model.graph.size()];
        for (Count share : shares) {
            for (int node = 0; node < sums.length; node++) {
                sums[node] += share.uses[node];
            }
        }
        return sums;
    }

    /** Counts the candidates on the best path of each word. */
    private static final class Count implements Workers.Share {

        private final TrainingWords words;
        private final BestPath path;
        private final long[] uses;

        Count(TrainingWords words, Unigrams model) {
            this.words = words;
            this.path = new BestPath(model);
            this.uses = new long[model.graph.size()];
        }

        @Override
        public void run(int from, int to) {
            for (int word = from; word < to; word++) {
                path.find(words.text(), words.from(word), words.to(word), PieceGraph.ROOT);
                for (int i = 0; i < path.count; i++) {
                    uses[path.nodes[i]] += words.count(word);
                }
            }
        }
    }

    /** Finds what each candidate's loss costs. */
    private final class Judge implements Workers.Share {

        private final double[] losses;
        private final BestPath path = new BestPath(model);

        Judge(double[] losses) {
            this.losses = losses;
        }

        @Override
        public void run(int from, int to) {
            Candidates candidates = model.candidates;
            for (int i = from; i < to; i++) {
                int node = model.graph.node(i);
                int begin = candidates.from(i);
                double other = path.find(candidates.text(), begin, begin + candidates.length(i), node);
                losses[i] = other == NEVER ? ALWAYS : uses[node] == 0 ? NEVER : loss(node);
            }
        }

        /** What the text's log probability loses where the path's pieces take over the uses of {@code node}. */
        private double loss(int node) {
            double used = uses[node];
            double logAllOthers = Math.log(all + used * (path.count - 1));
            double taken = 0;
            for (int i = 0; i < path.count; i++) {
                taken += Math.log(uses[path.nodes[i]] + used) - logAllOthers;
            }
            return used * (Math.log(used) - logAll - taken);
        }
    }
}
