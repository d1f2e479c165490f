/** HOCON bound strictly to records: includes, overrides, words, places. Start at {@link dev.cloze.app.config.bind.Binder}. */
@NullMarked
package dev.cloze.app.config.bind;

import org.jspecify.annotations.NullMarked;
