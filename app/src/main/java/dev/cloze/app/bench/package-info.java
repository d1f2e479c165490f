/** Speed of this machine at what Cloze does, as shares of what it can do at best. */
@NullMarked
package dev.cloze.app.bench;

import org.jspecify.annotations.NullMarked;
