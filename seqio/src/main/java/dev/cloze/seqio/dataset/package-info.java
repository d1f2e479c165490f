/**
 * The data order of seqio and tf.data, number for number: Philox streams, shuffles, interleaving, sampling. Used where a
 * run says {@code compat = seqio}; everything else draws from {@link dev.cloze.Seed}. Start at
 * {@link dev.cloze.data.random.StatelessSeed}.
 */
@NullMarked
package dev.cloze.seqio.dataset;

import org.jspecify.annotations.NullMarked;
