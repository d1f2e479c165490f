/** JMH benchmarks of single steps from text to batches, over the quickstart's text. Start at {@link dev.cloze.jmh.Quickstart}. */
@NullMarked
package dev.cloze.jmh;

import org.jspecify.annotations.NullMarked;
