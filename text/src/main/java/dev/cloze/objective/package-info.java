/** What a model learns from tokens: span corruption, prefix LM, causal LM, mixtures of denoisers. Start at {@link dev.cloze.objective.Objective}. */
@NullMarked
package dev.cloze.objective;

import org.jspecify.annotations.NullMarked;
