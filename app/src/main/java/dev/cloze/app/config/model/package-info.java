/** What a run file says of the network, its adapter and its tokenizer. Start at {@link dev.cloze.app.config.model.ModelChoice}. */
@NullMarked
package dev.cloze.app.config.model;

import org.jspecify.annotations.NullMarked;
