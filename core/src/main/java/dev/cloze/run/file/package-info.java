/**
 * How values of the library are named and written in run files. Start at {@link dev.cloze.run.file.Keys}; what reads run files
 * is a door's business.
 */
@NullMarked
package dev.cloze.run.file;

import org.jspecify.annotations.NullMarked;
