/** What a run file says of an adapter and the tokenizer. Start at {@link dev.cloze.app.config.model.AdapterChoice}. */
@NullMarked
package dev.cloze.app.config.model;

import org.jspecify.annotations.NullMarked;
