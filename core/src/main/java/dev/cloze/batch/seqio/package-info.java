/**
 * seqio's packing and feature converters: the same features under the same names, number for number. Start at
 * {@link dev.cloze.batch.seqio.FeatureConverter}.
 */
@NullMarked
package dev.cloze.batch.seqio;

import org.jspecify.annotations.NullMarked;
