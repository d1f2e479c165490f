/**
 * T5's text formats: records of benchmarks written as inputs and targets, letter for letter as T5 writes them. Start at
 * {@link dev.cloze.seqio.text.TextFormats}.
 */
@NullMarked
package dev.cloze.seqio.text;

import org.jspecify.annotations.NullMarked;
