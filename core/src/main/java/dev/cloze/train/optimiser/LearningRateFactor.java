package dev.cloze.train.optimiser;

import dev.cloze.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One factor of a T5X learning rate, named as in its gin files. */
enum LearningRateFactor {
    CONSTANT {
        @Override
        double at(long step, T5xSchedule of) {
            return of.rate();
        }
    },
    LINEAR_WARMUP {
        @Override
        double at(long step, T5xSchedule of) {
            return Math.min(1, (double) step / of.warmupSteps());
        }
    },
    LINEAR_DECAY {
        @Override
        double at(long step, T5xSchedule of) {
            double decayed = 1 + of.decay().decayFactor() * (of.warmupSteps() - step);
            return of.rate() * Math.min((double) step / of.warmupSteps(), decayed);
        }
    },
    RSQRT_DECAY {
        @Override
        double at(long step, T5xSchedule of) {
            return 1 / Math.sqrt((double) Math.max(step, of.warmupSteps()));
        }
    },
    RSQRT_NORMALIZED_DECAY {
        @Override
        double at(long step, T5xSchedule of) {
            return Math.sqrt((double) of.warmupSteps()) / Math.sqrt((double) Math.max(step, of.warmupSteps()));
        }
    },
    DECAY_EVERY {
        @Override
        double at(long step, T5xSchedule of) {
            return Math.pow(of.decay().decayFactor(), (double)
                    Math.floorDiv(step, of.decay().stepsPerDecay()));
        }
    },
    COSINE_DECAY {
        @Override
        double at(long step, T5xSchedule of) {
            double progress =
                    Math.max(0, (double) (step - of.warmupSteps()) / of.decay().stepsPerCycle());
            return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (progress % 1))));
        }
    };

    abstract double at(long step, T5xSchedule of);

    static List<LearningRateFactor> parse(String factors) {
        return Arrays.stream(factors.split("\\*"))
                .map(String::strip)
                .map(LearningRateFactor::named)
                .toList();
    }

    private static LearningRateFactor named(String name) {
        return Arrays.stream(values())
                .filter(factor -> factor.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.at(
                        "factors",
                        "unknown factor '%s'; one of %s",
                        name,
                        Arrays.toString(values()).toLowerCase(Locale.ROOT)));
    }
}
