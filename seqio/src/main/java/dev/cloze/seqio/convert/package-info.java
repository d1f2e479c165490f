/**
 * seqio's packing and feature converters: the same features under the same names, number for number. Start at
 * {@link dev.cloze.seqio.convert.FeatureConverter}.
 */
@NullMarked
package dev.cloze.seqio.convert;

import org.jspecify.annotations.NullMarked;
