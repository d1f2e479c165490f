/** Files and queries as documents: lines of text, JSON and tables. Start at {@link dev.cloze.data.source.Source}. */
@NullMarked
package dev.cloze.data.source;

import org.jspecify.annotations.NullMarked;
